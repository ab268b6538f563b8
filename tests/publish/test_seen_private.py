"""Private pages as strangers get them, asked of a server on this machine."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from builder.publish.built_tree import BuiltTree
from builder.publish.private_tree import private_tree
from builder.publish.sealed_listing import SealedListing
from builder.publish.seen import Seen, Standing
from builder.publish.seen_private import look_at_private
from tests.output.trees import write
from tests.publish.test_private_tree import FIRST, OPEN, OPENER, SITE, sealed_page

PAGES = (
    (FIRST, {"index.html": OPENER, "opener.js": OPENER, "head": sealed_page(FIRST)}),
    (OPEN, {"index.html": b"words", "updates.atom": b"<feed/>"}),
)


class Host(SimpleHTTPRequestHandler):
    """Files, listed or not; ``checks`` says what is asked for a password."""

    lists = False
    checks = "none"

    def do_GET(self) -> None:
        """Ask who reads, or answer."""
        if self.checks == "sign in":
            self.send_response(302)
            self.send_header("Location", "/sign-in")
            self.end_headers()
        elif self.checks == "all" or (
            self.checks == "folders" and Path(self.translate_path(self.path)).exists()
        ):
            self.send_error(401)
        else:
            super().do_GET()

    def list_directory(self, path: object) -> None:
        """List a folder, or not."""
        if self.lists:
            return super().list_directory(path)  # type: ignore[arg-type, return-value]
        self.send_error(403)
        return None

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    for tree, pages in PAGES:
        write(tmp_path, pages, name=tree.name)
    return tmp_path


@pytest.fixture
def host(out: Path) -> Iterator[type[Host]]:
    class Fresh(Host):
        address = ""

    handler = partial(Fresh, directory=str(out / "private"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        Fresh.address = f"http://127.0.0.1:{server.server_port}"
        yield Fresh
        server.shutdown()


def of(out: Path, *trees: object) -> BuiltTree:
    return private_tree(out, trees, (), [OPENER], SealedListing(SITE))  # type: ignore[arg-type]


def sealed(host: type[Host], out: Path) -> Seen:
    address = host.address  # type: ignore[attr-defined]
    return look_at_private(address, of(out, FIRST), [FIRST], checked=False)


def checked(host: type[Host], out: Path) -> Seen:
    address = host.address  # type: ignore[attr-defined]
    return look_at_private(address, of(out, OPEN), [OPEN], checked=True)


def test_sealed_pages_as_they_were_published(host: type[Host], out: Path) -> None:
    assert (sealed(host, out).standing, sealed(host, out).notes) == (Standing.NEW, ())


def test_another_build_of_sealed_pages(host: type[Host], out: Path) -> None:
    (out / FIRST.name / "head").write_bytes(b"another")
    tree = of(out, FIRST)
    seen = look_at_private(host.address, tree, [FIRST], checked=False)  # type: ignore[attr-defined]
    assert seen.standing is Standing.OLD


@pytest.mark.parametrize("name", ["index.html", "opener.js"])
def test_an_opener_that_is_not_ours(host: type[Host], out: Path, name: str) -> None:
    (out / FIRST.name / name).write_bytes(b"sends on what it opens")
    seen = sealed(host, out)
    assert seen.standing is Standing.WRONG
    assert "Open no link" in seen.notes[0]


def test_folders_that_are_listed(host: type[Host], out: Path) -> None:
    host.lists = True
    seen = sealed(host, out)
    assert seen.standing is Standing.WRONG
    assert "lists its folders" in seen.notes[0]


@pytest.mark.parametrize("lists", [False, True])
def test_pages_that_lie_open_are_said_with_the_mend(
    host: type[Host], out: Path, lists: bool
) -> None:
    host.lists = lists
    seen = checked(host, out)
    assert seen.standing is Standing.OPEN
    assert "gives private pages to everybody" in seen.notes[0]
    assert OPEN.folder not in "".join(seen.notes)


@pytest.mark.parametrize("how", ["all", "sign in"])
def test_a_host_that_asks_who_reads(host: type[Host], out: Path, how: str) -> None:
    host.checks = how
    seen = checked(host, out)
    assert (seen.standing, seen.notes) == (Standing.GUARDED, ())


def test_answers_that_tell_which_folders_there_are(host: type[Host], out: Path) -> None:
    host.checks = "folders"
    seen = checked(host, out)
    assert seen.standing is Standing.GUARDED
    assert "tells which folders there are" in seen.notes[0]


def test_no_answer(out: Path) -> None:
    seen = look_at_private("http://127.0.0.1:1", of(out, OPEN), [OPEN], checked=True)
    assert seen.standing is Standing.UNREACHABLE
