"""A published site looked at from outside: whole, alive, and the same everywhere."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from builder.cli.main import main
from builder.output.manifest import encode_build
from builder.publish.built_tree import built_tree
from builder.publish.looked_over import look_over
from builder.vocabulary.heartbeat import Heartbeat
from tests.build.sites import NOW, built, incident, lay, update
from tests.publish.test_seen import Server

GRID = timedelta(minutes=10)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(folder))) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = lay(tmp_path / "source")
    incident(root, "slow", u1=update("investigating", "14:05"))
    assert not built(root, tmp_path / "out", tmp_path / "cache").failed
    return tmp_path / "out/public"


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with serving(folder) as found:
        yield found


def beat(folder: Path, at: Heartbeat) -> None:
    (folder / "build.json").write_bytes(encode_build(built_tree(folder).files, at))


def test_a_whole_site(address: str, folder: Path) -> None:
    found = look_over(address, NOW)
    assert found.wrong == ()
    assert found.tree == built_tree(folder).digest
    assert found.heartbeat is None
    (wrong,) = look_over(address, NOW, GRID).wrong
    assert "has no heartbeat" in wrong


def test_a_heart_that_beats_and_one_that_stopped(address: str, folder: Path) -> None:
    beat(folder, Heartbeat(NOW, GRID))
    assert look_over(address, NOW + GRID).wrong == ()
    (wrong,) = look_over(address, NOW + 3 * GRID).wrong
    assert "last looked at at 2026-11-23T18:00:00Z" in wrong
    assert look_over(address, NOW + 3 * GRID, timedelta(hours=1)).wrong == ()
    assert look_over(address, NOW + GRID, timedelta(minutes=5)).wrong != ()


def test_a_publish_that_was_broken_off(address: str, folder: Path) -> None:
    (folder / "build.json").write_bytes(json.dumps({"tree": "0" * 64}).encode())
    (wrong,) = look_over(address, NOW).wrong
    assert "are of two builds" in wrong


def test_a_page_that_is_not_the_one(address: str, folder: Path) -> None:
    (folder / "index.html").write_bytes(b"Another page")
    (wrong,) = look_over(address, NOW).wrong
    assert "index.html is not what was published" in wrong


@pytest.mark.parametrize("data", [b"<!doctype html>", b"[]", b""])
def test_another_page_in_its_place(address: str, folder: Path, data: bytes) -> None:
    (folder / "build.json").write_bytes(data)
    (wrong,) = look_over(address, NOW).wrong
    assert "another page is served in its place" in wrong


def test_a_list_that_can_t_be_used(address: str, folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"{")
    (wrong,) = look_over(address, NOW).wrong
    assert "manifest.json can't be used" in wrong


def test_nobody_there(address: str, folder: Path) -> None:
    (folder / "build.json").unlink()
    (wrong,) = look_over(address, NOW).wrong
    assert "answers 404" in wrong
    (wrong,) = look_over("http://127.0.0.1:9", NOW).wrong
    assert "does not answer" in wrong


def test_two_hosts_that_show_the_same_or_not(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    with ExitStack() as stack:
        words = []
        for each in (folder, other):
            words += ["--url", stack.enter_context(serving(each))]
        assert main(["doctor", *words]) == 0
        assert capsys.readouterr().out.count("is whole") == 2
        assert built(tmp_path / "source", tmp_path / "out", tmp_path / "cache").failed is False
        incident(tmp_path / "source", "new", "title: New", u1=update("resolved", "15:05"))
        built(tmp_path / "source", tmp_path / "out", tmp_path / "cache")
        assert main(["doctor", *words]) == 3
        assert "show different builds" in capsys.readouterr().err
        assert main(["doctor", *words, "--format", "json"]) == 3
        told = json.loads(capsys.readouterr().out)
        assert told["same"] is False
        assert [each["wrong"] for each in told["addresses"]] == [[], []]
    assert main(["doctor", "--url", "http://127.0.0.1:9", "--max-age", "soon"]) == 2
