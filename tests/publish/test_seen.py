"""What readers get, asked of a server on this machine."""

import gzip
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.seen import Standing, look_at
from tests.build.sites import built, incident, lay, update


class Server(SimpleHTTPRequestHandler):
    """Files with the media types of the field."""

    extensions_map = {  # noqa: RUF012
        ".html": "text/html",
        ".json": "application/json",
        ".atom": "application/atom+xml",
        ".rss": "application/rss+xml",
    }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = lay(tmp_path / "source")
    incident(root, "slow", u1=update("investigating", "14:05"))
    assert not built(root, tmp_path / "out", tmp_path / "cache").failed
    return tmp_path / "out/public"


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(folder))) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def tree(folder: Path) -> BuiltTree:
    return built_tree(folder)


def test_the_new_build(address: str, tree: BuiltTree) -> None:
    seen = look_at(address, tree)
    assert (seen.standing, seen.notes) == (Standing.NEW, ())


def test_what_is_kept_compressed(
    address: str, tree: BuiltTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a bucket does with ``compression: gzip``: also for who did not ask for it."""
    for path in (*tree.files, *tree.own):
        file = tree.folder / path
        file.write_bytes(gzip.compress(file.read_bytes()))
    ended = Server.end_headers

    def compressed(server: Server) -> None:
        server.send_header("Content-Encoding", "gzip")
        ended(server)

    monkeypatch.setattr(Server, "end_headers", compressed)
    seen = look_at(address, tree)
    assert (seen.standing, seen.notes) == (Standing.NEW, ())


def test_another_build(address: str, tree: BuiltTree) -> None:
    (tree.folder / "build.json").write_text('{"tree":"other"}', encoding="utf-8")
    seen = look_at(address, tree)
    assert seen.standing is Standing.OLD
    assert "another build" in seen.notes[0]


def test_nothing_there(address: str, tree: BuiltTree) -> None:
    seen = look_at(f"{address}/elsewhere", tree)
    assert seen.standing is Standing.OLD
    assert "404" in seen.notes[0]


def test_a_cache_that_keeps_an_old_page(address: str, tree: BuiltTree) -> None:
    (tree.folder / "index.html").write_text("old", encoding="utf-8")
    seen = look_at(address, tree)
    assert seen.standing is Standing.WRONG
    assert "index.html is not what was published" in seen.notes[0]


def test_a_wrong_media_type(address: str, tree: BuiltTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Server.extensions_map, ".atom", "text/plain")
    seen = look_at(address, tree)
    assert seen.standing is Standing.WRONG
    assert "served as text/plain; set application/atom+xml" in seen.notes[0]


@pytest.mark.parametrize("place", ["http://127.0.0.1:1", "ftp://example.com", "http://[bad"])
def test_no_answer(tree: BuiltTree, place: str) -> None:
    seen = look_at(place, tree)
    assert seen.standing is Standing.UNREACHABLE
