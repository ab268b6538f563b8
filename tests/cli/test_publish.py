"""``tocsin publish`` and ``tocsin log`` as a caller meets them: exit status, words, JSON."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from builder.cli.main import main
from tests.build.sites import SITE, incident, lay, put, update

FOLDER = "{type: directory, path: ../live, url: 'http://127.0.0.1:9'}"
BRANCH = "{type: git, repository: ../host.git, branch: pages, url: 'http://127.0.0.1:9'}"


class Quiet(SimpleHTTPRequestHandler):
    """A web server of a folder, with the media types that feeds need."""

    extensions_map = {  # noqa: RUF012
        ".html": "text/html",
        ".json": "application/json",
        ".atom": "application/atom+xml",
        ".rss": "application/rss+xml",
    }

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    root = lay(tmp_path / "source")
    incident(root, "slow", u1=update("resolved", "14:05", "Slow."))
    return root


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """Serve the folder ``live``."""
    handler = partial(Quiet, directory=str(tmp_path / "live"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def targets(source: Path, **written: str) -> None:
    lines = "".join(f"  {name}: {value}\n" for name, value in written.items())
    put(source, "site_src/site.yml", f"{SITE}publish:\n{lines}")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> "Said":
    return Said(capsys)


class Said:
    """Runs a command and returns its exit status, output and errors."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured

    def __call__(self, command: str, source: Path, *words: str) -> tuple[int, str, str]:
        status = main([command, "--source", str(source), *words])
        captured = self._captured.readouterr()
        return status, captured.out, captured.err


def bare(folder: Path) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", "host.git"], cwd=folder, check=True)
    return folder / "host.git"


def tip(repository: Path) -> str:
    words = ["git", "rev-parse", "-q", "--verify", "pages"]
    return subprocess.run(words, cwd=repository, capture_output=True, text=True).stdout.strip()


def test_a_publish_says_what_it_did_and_what_readers_get(
    source: Path, web: str, said: Said
) -> None:
    targets(source, live=f"{{type: directory, path: ../live, url: '{web}'}}")
    status, out, err = said("publish", source)
    assert (status, err) == (0, "")
    assert " written, 0 removed, 0 kept\n" in out
    assert f"live: readers get it at {web}/\n" in out
    again = said("publish", source)
    held = ["live: holds this build already", f"live: readers get it at {web}/"]
    # A message may wait, as long as what was posted is news.
    assert (again[0], again[1].splitlines()[:2]) == (0, held)
    assert said("publish", source, "--verify-only")[0] == 0


def test_a_branch_is_published_and_noted(source: Path, said: Said) -> None:
    host = bare(source.parent)
    targets(source, live=BRANCH)
    status, out, err = said("publish", source)
    assert status == 0
    assert " written, 0 removed, 0 kept\n" in out
    assert "does not answer" in err
    assert tip(host)
    status, out, _ = said("log", source)
    assert (status, out.count("\n")) == (0, 1)
    assert " live: " in out
    (line,) = json.loads(said("log", source, "--format", "json")[1])
    assert line["target"] == "live"


@pytest.mark.parametrize("place", [FOLDER, BRANCH])
def test_a_dry_run_names_files_and_changes_nothing(source: Path, place: str, said: Said) -> None:
    host = bare(source.parent)
    targets(source, live=place)
    status, out, err = said("publish", source, "--dry-run")
    assert (status, err) == (0, "")
    assert "live: would be " in out
    assert "  write index.html\n" in out
    assert not (source.parent / "live").exists()
    assert tip(host) == ""
    assert said("log", source)[1] == ""


def test_json_has_all_of_it(source: Path, said: Said) -> None:
    bare(source.parent)
    targets(source, live=FOLDER, mirror=BRANCH, broken="{type: git, repository: x, branch: y}")
    status, out, _ = said("publish", source, "--format", "json")
    told = json.loads(out)
    assert status == 3
    assert told["failed"] is False
    live, mirror, broken = told["targets"]
    assert [each["target"] for each in told["targets"]] == ["live", "mirror", "broken"]
    assert set(live["written"]) | {".nojekyll"} == set(mirror["written"])
    assert live["fault"] is mirror["fault"] is None
    assert "target-not-there" in broken["fault"]
    assert live["readers"]["standing"] == "unreachable"


def test_one_target_can_be_named(source: Path, said: Said) -> None:
    host = bare(source.parent)
    targets(source, live=FOLDER, mirror=BRANCH)
    assert said("publish", source, "mirror")[0] == 0
    assert tip(host)
    assert not (source.parent / "live").exists()


def test_a_mistake_in_the_content_is_1_and_nothing_goes_out(source: Path, said: Said) -> None:
    targets(source, live=FOLDER)
    incident(source, "broken", u1=update("Resolved", "14:05"))
    status, out, err = said("publish", source)
    assert (status, out) == (1, "")
    assert "incidents/broken/1.md" in err
    assert err.endswith("nothing was published; readers keep what they have\n")
    assert not (source.parent / "live").exists()


def test_going_backwards_is_1(source: Path, said: Said) -> None:
    targets(source, live=FOLDER)
    incident(source, "more", u1=update("resolved", "15:00"))
    assert said("publish", source)[0] == 0
    (source / "incidents/more/1.md").rename(source / "incidents/more/2.md")
    status, _, err = said("publish", source)
    assert status == 1
    assert "publish-backwards" in err
    assert said("publish", source, "--force")[0] == 0


@pytest.mark.parametrize("words", [["nowhere"], ["--dry-run", "--verify-only"], ["--fast"]])
def test_wrong_usage_is_2(source: Path, said: Said, words: list[str]) -> None:
    targets(source, live=FOLDER)
    assert said("publish", source, *words)[0] == 2


def test_a_site_without_targets_learns_how_to_name_one(source: Path, said: Said) -> None:
    status, _, err = said("publish", source)
    assert status == 2
    assert "live: {type: directory, path: /srv/status}" in err


def test_a_fault_of_a_target_is_3(source: Path, said: Said) -> None:
    targets(source, live=FOLDER)
    (source.parent / "live").write_text("a file", encoding="utf-8")
    assert said("publish", source)[0] == 3


def test_what_another_hand_changed_is_3_but_for_force(source: Path, said: Said) -> None:
    targets(source, live=FOLDER)
    said("publish", source)
    (source.parent / "live/index.html").write_text("another hand's", encoding="utf-8")
    status, _, err = said("publish", source)
    assert status == 3
    assert "changed-by-another-hand" in err
    assert said("publish", source, "--force")[0] == 0


def test_looking_alone_is_3_where_the_build_is_not_there(source: Path, said: Said) -> None:
    targets(source, live=BRANCH)
    host = bare(source.parent)
    status, out, _ = said("publish", source, "--verify-only")
    assert status == 3
    assert " files are not those of this build\n" in out
    assert tip(host) == ""


def test_children_get_no_secret(source: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook of the host is a child of ours here, and sees what git is given."""
    host = bare(source.parent)
    seen = source.parent / "seen"
    hook = host / "hooks/pre-receive"
    hook.write_text(f"#!/bin/sh\nenv > {seen}\n", encoding="utf-8")
    hook.chmod(0o755)
    monkeypatch.setitem(os.environ, "TOCSIN_SECRET", "0123456789abcdef" * 4)
    monkeypatch.setitem(os.environ, "AWS_SECRET_ACCESS_KEY", "key-to-the-store")
    targets(source, live=BRANCH, other="{type: s3, bucket: status}")
    assert said("publish", source, "live")[0] == 0
    assert "PATH=" in seen.read_text("utf-8")
    assert "0123456789abcdef" not in seen.read_text("utf-8")
    assert "key-to-the-store" not in seen.read_text("utf-8")


def noting(source: Path, ends_with: int = 0) -> tuple[str, Path]:
    """Return a command that notes what it is given, and the folder where it does."""
    notes = source.parent / "notes"
    notes.mkdir()
    script = source.parent / "a hook"
    script.write_text(
        f"#!/bin/sh\ncat > {notes}/input\nenv > {notes}/environment\n"
        f'printf "%s" "$1" > {notes}/word\nexit {ends_with}\n',
        encoding="utf-8",
    )
    script.chmod(0o755)
    return f"'{script}' '$HOME; echo'", notes


def test_a_command_is_told_what_was_sent_and_gets_no_secret(
    source: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "TOCSIN_SECRET", "0123456789abcdef" * 4)
    monkeypatch.setitem(os.environ, "AWS_SECRET_ACCESS_KEY", "key-to-the-store")
    targets(source, live=FOLDER, other="{type: s3, bucket: status}")
    hook, notes = noting(source)
    assert said("publish", source, "live", "--exec", hook)[0] == 0
    told = json.loads((notes / "input").read_bytes())
    assert told["failed"] is False
    assert "index.html" in told["targets"][0]["written"]
    assert (notes / "word").read_text("utf-8") == "$HOME; echo"
    environment = (notes / "environment").read_text("utf-8")
    assert "PATH=" in environment
    assert "0123456789abcdef" not in environment
    assert "key-to-the-store" not in environment


def test_a_command_is_not_run_where_nothing_was_sent(source: Path, said: Said) -> None:
    targets(source, live=FOLDER)
    hook, notes = noting(source)
    said("publish", source, "--dry-run", "--exec", hook)
    said("publish", source)
    said("publish", source, "--exec", hook)
    said("publish", source, "--verify-only", "--exec", hook)
    assert list(notes.iterdir()) == []


def test_a_command_is_told_of_failures(source: Path, said: Said) -> None:
    targets(source, live=FOLDER)
    incident(source, "broken", u1="---\nstatus: unheard\n---\nWords.\n")
    hook, notes = noting(source)
    assert said("publish", source, "--exec", hook)[0] == 1
    assert json.loads((notes / "input").read_bytes())["failed"] is True


def test_a_command_that_fails_is_3_and_readers_have_the_build(source: Path, said: Said) -> None:
    targets(source, live=FOLDER)
    hook, _ = noting(source, ends_with=7)
    status, _, err = said("publish", source, "--exec", hook)
    assert status == 3
    assert "a hook ended with 7" in err
    assert (source.parent / "live/index.html").exists()


def test_a_command_that_is_not_there_is_3(source: Path, said: Said) -> None:
    targets(source, live=FOLDER)
    status, _, err = said("publish", source, "--exec", "/not/there")
    assert status == 3
    assert "--exec: /not/there can't be run: No such file or directory" in err


PRIVATE_TARGETS = {
    "live": FOLDER,
    "board": "{type: directory, path: ../board, tree: private, url: 'http://localhost:9'}",
}


@pytest.fixture
def private(source: Path) -> Path:
    """A site with an account, and a target for its pages."""
    put(source, "site_src/audiences.yml", "strategic: {reads: [public], accounts: true}\n")
    account = "name: Acme\nlinks: [{id: 0000000a}, {id: 0000000b}]\n"
    put(source, "site_src/accounts/acme.yml", account)
    targets(source, **PRIVATE_TARGETS)
    put(source, ".tocsin-secret", f"{'ab' * 32}\n").chmod(0o600)
    return source


def test_private_pages_go_first_and_are_told_by_reader(private: Path, said: Said) -> None:
    status, out, _ = said("publish", private, "--dry-run")
    assert status == 0
    assert out.index("board: ") < out.index("live: ")
    board = out.partition("live: ")[0]
    assert "  account:acme: " in board
    assert "write" not in board.replace("written", "")
    assert not (private.parent / "board").exists()


def test_what_readers_lose_is_told(private: Path, said: Said) -> None:
    assert said("publish", private)[0] == 0
    account = "name: Acme\nlinks: [{id: 0000000a}, {id: 0000000b, revoked: true}]\n"
    put(private, "site_src/accounts/acme.yml", account)
    _, out, _ = said("publish", private, "--dry-run")
    assert "account:acme: a link that was withdrawn or has ended would open nothing" in out
    _, out, _ = said("publish", private)
    assert "account:acme: a link that was withdrawn or has ended opens nothing any more\n" in out
    put(private, "site_src/accounts/acme.yml", f"{account}path: 2\n")
    _, out, _ = said("publish", private)
    assert "board: account:acme: the former address is taken down\n" in out


def test_where_others_read_along_no_account_and_no_folder_is_named(
    private: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    for words in (["--dry-run"], ["--format", "json"], ["--verify-only"]):
        status, out, err = said("publish", private, *words)
        assert status in (0, 3)
        folders = os.listdir(private / "dist/private")
        assert not any(word in out + err for word in ("acme", "Acme", *folders))
    (head,) = (private.parent / "board").glob("*/head")
    head.write_bytes(b"another hand's")
    status, out, err = said("publish", private, "board")
    assert (status, "changed-by-another-hand" in err) == (3, True)
    assert not any(word in out + err for word in folders)


def test_the_public_pages_alone_need_no_secret(private: Path, said: Said) -> None:
    (private / ".tocsin-secret").unlink()
    status, _, err = said("publish", private)
    assert (status, "no-secret" in err) == (1, True)
    assert not (private.parent / "live").exists()
    assert said("publish", private, "--public-only")[0] == 0
    assert (private.parent / "live/index.html").exists()
    assert not (private.parent / "board").exists()
    assert said("publish", private, "board", "--public-only")[0] == 2


def test_a_secret_that_others_can_read_is_refused(private: Path, said: Said) -> None:
    (private / ".tocsin-secret").chmod(0o644)
    status, _, err = said("publish", private)
    assert (status, "secret-open" in err) == (1, True)


def test_the_secret_is_in_no_childs_environment(
    private: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOCSIN_SECRET", "ab" * 32)
    assert said("publish", private)[0] == 0
    assert "TOCSIN_SECRET" not in os.environ


def test_a_reader_whose_pages_go_nowhere_is_told(private: Path, said: Said) -> None:
    put(
        private,
        "site_src/audiences.yml",
        "strategic: {reads: [public], accounts: true}\ntechnical: {protection: host}\n",
    )
    assert "audience:technical: the pages go to no target\n" in said("publish", private)[2]


def test_pages_that_lie_open_fail_the_publish(private: Path, web: str, said: Said) -> None:
    put(
        private,
        "site_src/audiences.yml",
        "strategic: {reads: [public], accounts: true, protection: host}\n",
    )
    account = "name: Acme\n"
    put(private, "site_src/accounts/acme.yml", account)
    place = f"type: directory, path: ../live, url: '{web}', checks_readers: true"
    targets(private, board=f"{{{place}, tree: private}}")
    status, _, err = said("publish", private)
    assert status == 3
    assert "gives private pages to everybody who asks" in err
