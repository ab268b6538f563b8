"""What git and hosts say, and what of it is told."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from builder.publish.targets.git_faults import git_fault, hidden
from builder.publish.targets.place import TargetFault
from tests.publish.branches import ONE, bytes_of, git, host, served, target, tree

LOGIN = "AUTHORIZATION: basic c2VjcmV0"


class Locked(BaseHTTPRequestHandler):
    """A host that says that nothing is there, and to strangers not even that."""

    def do_GET(self) -> None:
        known = self.headers.get_all("Authorization") == ["basic c2VjcmV0"]
        self.send_response(404 if known else 401)
        self.send_header("WWW-Authenticate", 'Basic realm="status"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Locked)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"127.0.0.1:{server.server_port}/status.git"
    server.shutdown()
    thread.join()
    server.server_close()


def told(folder: Path, repository: str) -> tuple[str, str]:
    with pytest.raises(TargetFault) as fault:
        target(folder, repository=repository).change(tree(folder / "one", ONE))
    return fault.value.problem.code, str(fault.value)


SSH = "fatal: Could not read from remote repository."


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (
            "fatal: could not read Username for 'https://x': terminal prompts disabled",
            "no-credentials",
        ),
        (f"git@x: Permission denied (publickey).\n{SSH}", "no-credentials"),
        (
            "fatal: unable to access 'https://x/': The requested URL returned error: 403",
            "no-credentials",
        ),
        (f"Host key verification failed.\n{SSH}", "host-key"),
        ("remote: Repository not found.\nfatal: repository 'https://x/' not found", "not-there"),
        ("fatal: unable to access 'https://x/': Could not resolve host: x", "unreachable"),
        (
            "fatal: unable to access 'https://x/': server certificate verification failed. "
            "CAfile: /etc/ssl/certs/ca-certificates.crt CRLfile: none",
            "tls",
        ),
        (
            "fatal: unable to access 'https://x/': gnutls_handshake() failed: An unexpected TLS "
            "packet was received.",
            "tls",
        ),
        (
            "fatal: unable to access 'https://x/': gnutls_handshake() failed: Error in the pull "
            "function.",
            "unreachable",
        ),
        (f"ssh: connect to host x port 22: Connection refused\n{SSH}", "unreachable"),
        ("fatal: the sky fell", "failed"),
        ("", "failed"),
        ("!\ta:b\t[remote rejected] (protected branch hook declined)", "refused"),
    ],
)
def test_each_fault_is_told_by_its_kind(said: str, code: str) -> None:
    assert git_fault(said, "live", "https://x/").code == f"target-{code}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://u:secret@x.org/a", "https://x.org/a"),
        ("at 'https://secret@x.org/a'.", "at 'https://x.org/a'."),
        ("https://u:se@cret@x.org/a", "https://x.org/a"),
        ("ssh://git:secret@x.org/a", "ssh://git@x.org/a"),
        ("ssh://git@x.org/a", "ssh://git@x.org/a"),
        ("git@x.org:a/b.git", "git@x.org:a/b.git"),
        ("https://x.org/a@b", "https://x.org/a@b"),
    ],
)
def test_passwords_are_not_shown(text: str, shown: str) -> None:
    assert hidden(text) == shown


def test_nobody_is_asked_for_a_password(tmp_path: Path, address: str) -> None:
    host(tmp_path)
    code, text = told(tmp_path, f"http://{address}")
    assert code == "target-no-credentials"
    assert "credential helper" in text


def test_a_wrong_password_of_origin_is_not_printed(tmp_path: Path, address: str) -> None:
    host(tmp_path)
    git(tmp_path / "source", "init", "-q")
    git(tmp_path / "source", "remote", "add", "origin", f"http://somebody:hunter2@{address}")
    code, text = told(tmp_path, "")
    assert code == "target-no-credentials"
    assert address in text
    assert "hunter2" not in text
    assert "somebody" not in text


def test_what_the_sources_say_of_credentials_holds(tmp_path: Path, address: str) -> None:
    """As programs leave it that check out sources in CI."""
    host(tmp_path)
    source = tmp_path / "source"
    git(source, "init", "-q")
    (source / ".git/token").write_text(
        f'[http "http://{address.partition("/")[0]}/"]\n\textraheader = {LOGIN}\n', encoding="utf-8"
    )
    git(source, "config", f"includeIf.gitdir:{source}/.git.path", str(source / ".git/token"))
    code, text = told(tmp_path, f"http://{address}")
    assert code == "target-not-there"
    assert "c2VjcmV0" not in text


def test_a_host_that_does_not_answer(tmp_path: Path) -> None:
    host(tmp_path)
    assert told(tmp_path, "http://127.0.0.1:9/status.git")[0] == "target-unreachable"


def test_a_header_of_the_user_is_sent_once(tmp_path: Path, address: str) -> None:
    host(tmp_path)
    git(tmp_path / "source", "init", "-q")
    settings = f'[http "http://{address.partition("/")[0]}/"]\n\textraheader = {LOGIN}\n'
    (tmp_path / ".gitconfig").write_text(settings, encoding="utf-8")
    assert told(tmp_path, f"http://{address}")[0] == "target-not-there"


def test_what_a_hook_of_git_sets_leads_nowhere(tmp_path: Path) -> None:
    host(tmp_path)
    git(tmp_path / "source", "init", "-q")
    git(tmp_path / "source", "remote", "add", "origin", "../host.git")
    nowhere = str(tmp_path / "nowhere")
    place = target(tmp_path, repository="", GIT_DIR=nowhere, GIT_INDEX_FILE=nowhere)
    built = tree(tmp_path / "one", ONE)
    place.send(built)
    assert served(tmp_path) == bytes_of(built)
