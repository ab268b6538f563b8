"""A heartbeat says when somebody looked; nothing else of what readers have moves with it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from builder.build import Request, build
from builder.cli.main import main
from builder.output.manifest import ClearListing
from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.targets.directory import Directory
from builder.publish.targets.place import Place
from builder.seal.keys import Site, path_id
from builder.seal.opening import Opened, open_tree
from builder.seal.secret import Secret
from builder.seal.slots import link_key
from builder.vocabulary.heartbeat import Heartbeat
from tests.build.sites import NOW, SITE, incident, lay, put, update
from tests.publish.branches import ONE, host, target, tree
from tests.publish.machines import near

GRID = timedelta(minutes=10)
FIRST = Heartbeat(NOW, GRID)
SECOND = Heartbeat(NOW + GRID, GRID)
SECRET = Secret(bytes(range(32)))
EXECUTIVES = "audience:executives"
LINK = "00000001"


def beating(folder: Path, heartbeat: Heartbeat | None) -> BuiltTree:
    return built_tree(folder, ClearListing(heartbeat))


@pytest.fixture(params=["directory", "git", "rsync"])
def place(request: pytest.FixtureRequest, tmp_path: Path, tool: Callable[[str], Path]) -> Place:
    if request.param == "rsync":
        tool("rsync")
        return near(tmp_path).target(tmp_path / "cache")
    if request.param == "directory":
        return Directory(tmp_path / "live", tmp_path / "cache")
    host(tmp_path)
    return target(tmp_path)


def test_a_beat_moves_one_file_alone(place: Place, tmp_path: Path) -> None:
    folder = tree(tmp_path / "one", ONE).folder
    place.send(beating(folder, FIRST))
    assert place.change(beating(folder, FIRST)).is_nothing
    sent = place.send(beating(folder, SECOND))
    assert len(sent.written) == 1
    assert sent.removed == sent.foreign == ()
    said = json.loads(place.read("build.json") or b"")
    assert said == {
        "tree": beating(folder, None).digest,
        "as_of": "2026-11-23T18:10:00Z",
        "every": 600,
    }
    # Who publishes without one takes it back: nobody must wait for beats that no one sends.
    place.send(beating(folder, None))
    assert "as_of" not in json.loads(place.read("build.json") or b"")


def test_a_missed_beat() -> None:
    late = NOW + 2 * GRID + timedelta(minutes=1)
    assert not FIRST.is_missed(late)
    assert FIRST.is_missed(late + timedelta(seconds=1))


def executives(root: Path) -> Path:
    lay(root)
    audiences = f"executives: {{reads: [public], links: [{{id: '{LINK}'}}]}}"
    put(root, "site_src/audiences.yml", audiences)
    incident(root, "slow", u1=update("resolved", "14:05", "Slow."))
    return root


def opened(folder: Path) -> Opened:
    keys = Site(SECRET, "")
    name = path_id(keys, EXECUTIVES)
    files = {each.name: each.read_bytes() for each in (folder / name).iterdir() if each.is_file()}
    return open_tree(files, name, link_key(keys, EXECUTIVES, LINK))


def test_private_readers_are_told_in_the_head(tmp_path: Path) -> None:
    root = executives(tmp_path / "source")

    def beat(heartbeat: Heartbeat | None) -> tuple[str, ...]:
        places = (root, tmp_path / "out", tmp_path / "cache", NOW, True)
        made = build(Request(*places, secret=SECRET, heartbeat=heartbeat))
        assert not made.failed
        return made.written

    beat(FIRST)
    assert opened(tmp_path / "out/private").head.heartbeat == FIRST
    assert beat(FIRST) == ()
    written = beat(SECOND)
    assert {path.rpartition("/")[2] for path in written} == {"head", "build.json", "manifest.json"}
    assert opened(tmp_path / "out/private").head.heartbeat == SECOND
    beat(None)
    assert opened(tmp_path / "out/private").head.heartbeat is None


def test_the_command_beats_on_a_grid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay(tmp_path / "source")
    put(root, "site_src/site.yml", SITE + "publish:\n  live: {type: directory, path: ../live}\n")

    def beat(now: str, *words: str) -> dict[str, object]:
        assert main(["publish", "--source", str(root), "--now", now, *words]) == 0
        return dict(json.loads((tmp_path / "live/build.json").read_bytes()))

    found = beat("2026-11-23T18:07:59Z", "--heartbeat")
    assert (found["as_of"], found["every"]) == ("2026-11-23T18:00:00Z", 600)
    assert beat("2026-11-23T18:09:59Z", "--heartbeat")["as_of"] == "2026-11-23T18:00:00Z"
    assert beat("2026-11-23T18:31:00Z", "--heartbeat", "15")["as_of"] == "2026-11-23T18:30:00Z"
    assert "as_of" not in beat("2026-11-23T18:40:00Z")
    capsys.readouterr()
    assert main(["log", "--source", str(root)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert main(["publish", "--source", str(root), "--heartbeat", "0"]) == 2
