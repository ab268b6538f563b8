"""nginx in front of a folder that is published to: what did not change is not asked for again."""

import gzip
import http.client
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.targets.directory import Directory
from builder.publish.targets.place import Place
from tests.build.sites import built, incident, lay, update
from tests.hosts.servers import Server, nginx
from tests.publish.machines import near

WORDS = "It is slow for some of those who pay by card. " * 40


def tree(folder: Path, words: str) -> BuiltTree:
    incident(folder / "site", "slow", u1=update("resolved", "14:05", words))
    assert not built(folder / "site", folder / "out", folder / "cache").failed
    kept = folder / f"tree-{len(words)}"
    shutil.copytree(folder / "out/public", kept, dirs_exist_ok=True)
    return built_tree(kept)


def marks(server: Server, path: str) -> tuple[str, str]:
    headers = server.get(f"/{path}").headers
    return headers["etag"], headers["last-modified"]


def asked(server: Server, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(
        "GET", f"/{path}", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    answer = connection.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


@pytest.fixture(params=["directory", "rsync"])
def place(request: pytest.FixtureRequest, tmp_path: Path, tool: Callable[[str], Path]) -> Place:
    if request.param == "rsync":
        tool("rsync")
        return near(tmp_path).target(tmp_path / "remembered")
    return Directory(tmp_path / "there", tmp_path / "remembered")


def test_marks_of_unchanged_files_hold_and_no_variant_is_stale(
    place: Place, tmp_path: Path, tool: Callable[[str], Path]
) -> None:
    lay(tmp_path / "site")
    incident(tmp_path / "site", "quiet", u1=update("resolved", "09:05", "Over."))
    one, two = tree(tmp_path, WORDS), tree(tmp_path, f"{WORDS} More.")
    place.send(one)
    conf = tmp_path / "cache/hosts/public.nginx.conf"
    conf.write_text(f"gzip on; gzip_min_length 1;\n{conf.read_text()}")
    root = tmp_path / "there"
    with nginx(tool("nginx"), tmp_path / "nginx", root, {"public": conf}, {}) as servers:
        server = servers["public"]
        changed = {path for path in one.files if two.files.get(path) != one.files[path]}
        same = sorted(one.files.keys() - changed)
        assert "incidents/slow.html" in changed
        assert "incidents/quiet.html" in same
        before = {path: marks(server, path) for path in (*same, "incidents/slow.html")}
        place.change(two)
        place.send(two)
        assert {path: marks(server, path) for path in same} == {path: before[path] for path in same}
        assert marks(server, "incidents/slow.html")[0] != before["incidents/slow.html"][0]
        for path in same:
            etag, since = before[path]
            assert asked(server, path, If_None_Match=etag).status == 304, path
            assert asked(server, path, If_Modified_Since=since).status == 304, path
        old = before["incidents/slow.html"][0]
        assert asked(server, "incidents/slow.html", If_None_Match=old).status == 200
        # What is sent compressed is made of the file that is there, and there is no other.
        for path in two.files:
            answer = asked(server, path, Accept_Encoding="gzip")
            data = answer.body  # type: ignore[attr-defined]
            if answer.headers.get("Content-Encoding") == "gzip":
                data = gzip.decompress(data)
            assert data == two.read(path), path
        assert not [path for path in root.rglob("*") if path.suffix in (".gz", ".br")]
