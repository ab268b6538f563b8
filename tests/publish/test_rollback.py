"""An earlier build comes back where readers lose nothing by it, and never else."""

import os
import shutil
from pathlib import Path

import pytest

from builder.build import Request
from builder.build.ground import read_ground
from builder.model.publishing import Target, TargetType
from builder.publish.built_tree import BuiltTree
from builder.publish.made_again import MadeAgain
from builder.publish.record import Held, Line, Record
from builder.publish.rollback import RollbackRequest, RolledBack, earlier, lost, roll_back, undone
from builder.publish.story import chosen
from builder.publish.targets.directory import Directory
from builder.source.scan import scan
from tests.build.sites import NOW, PROJECT, SITE, incident, lay, put, update
from tests.publish.branches import git
from tests.publish.private_site import files, published

TARGETS = "publish:\n  live: {type: directory, path: ../live}\n"


def committed(source: Path) -> None:
    git(source, "add", ".")
    git(source, "commit", "-qm", "more")


def theme_breaks(source: Path) -> None:
    sheet = next((source / "themes/default/static").glob("*.css"))
    sheet.write_text(sheet.read_text("utf-8") + "body { display: none }\n", encoding="utf-8")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was published, and once more with a theme that shows nothing."""
    source = lay(tmp_path_factory.mktemp("played") / "source")
    put(source, "site_src/site.yml", SITE + TARGETS)
    shutil.copytree(PROJECT / "themes/default", source / "themes/default")
    incident(source, "slow", u1=update("investigating", "14:05", "Slow."))
    git(source, "init", "-q", "-b", "main")
    committed(source)
    published(source)
    shutil.copytree(source.parent / "live", source.parent / "good")
    theme_breaks(source)
    committed(source)
    published(source)
    return source.parent


@pytest.fixture
def source(played: Path, tmp_path: Path) -> Path:
    shutil.copytree(played, tmp_path / "site")
    return tmp_path / "site/source"


def rolled_back(source: Path, to: str = "", **how: bool) -> RolledBack:
    ground = read_ground(scan(source))
    assert ground.site is not None
    cache = source.parent / "cache"
    request = RollbackRequest(
        Request(source, source.parent / "out", cache, NOW, now_given=True, private=False),
        ground.site,
        chosen(ground.site, (), public_only=True),
        {"PATH": os.environ["PATH"], "HOME": str(source.parent)},
        to,
        **how,
    )
    (came,) = roll_back(request, Record(cache / "record"))
    return came


def code(came: RolledBack) -> str:
    return came.fault.code if came.fault is not None else ""


def test_the_build_before_comes_back_and_the_next_publish_replaces_it(source: Path) -> None:
    live, good = source.parent / "live", source.parent / "good"
    bad = files(live)
    came = rolled_back(source, dry_run=True)
    assert came.change.written
    assert files(live) == bad
    assert code(rolled_back(source)) == ""
    assert not (source.parent / "cache/rollback").exists()
    assert {path: data for path, data in files(live).items() if path in files(good)} == files(good)
    assert [line.rollback for line in Record(source.parent / "cache/record").lines()] == [
        False,
        False,
        True,
    ]
    assert code(rolled_back(source)) == "no-earlier-build"
    (came_again,) = published(source).published
    assert came_again.replaces_rollback
    assert came_again.fault is None
    assert (live / "index.html").read_bytes() == bad["index.html"]
    held = Record(source.parent / "cache/record").held("live")
    assert held is not None
    assert not held.rolled_back


@pytest.mark.proof
def test_an_interrupted_one_is_finished_by_the_next(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Directory, "send", killed)
        assert code(rolled_back(source)) == "output-failed"
    assert code(rolled_back(source)) == ""
    good = files(source.parent / "good")
    assert files(source.parent / "live")["index.html"] == good["index.html"]


@pytest.mark.proof
def test_no_update_is_lost_from_sources_to_target(source: Path) -> None:
    incident(source, "more", u1=update("resolved", "15:00"))
    committed(source)
    published(source)
    came = rolled_back(source, to=git(source, "rev-parse", "HEAD~2"))
    assert code(came) == "rollback-loses-updates"
    assert came.fault is not None
    assert "more/1" in came.fault.message
    # The build before lacks it too.
    assert code(rolled_back(source)) == "rollback-loses-updates"


@pytest.mark.parametrize(
    "taken",
    [
        "redacted: {at: 2026-11-23T17:00:00Z, reason: A name.}",
        pytest.param("withdrawn: 2026-11-23T17:00:00Z", marks=pytest.mark.proof),
    ],
)
def test_nothing_that_was_taken_back_comes_back(source: Path, taken: str) -> None:
    """Also where that is not published yet: it is in the sources."""
    text = (source / "incidents/slow/1.md").read_text("utf-8")
    put(source, "incidents/slow/1.md", text.replace("status:", f"{taken}\nstatus:"))
    assert code(rolled_back(source)) == "rollback-undoes-redaction"
    committed(source)
    published(source)
    before = files(source.parent / "live")
    first = git(source, "rev-parse", "HEAD~2")
    assert code(rolled_back(source, to=first)) == "rollback-undoes-redaction"
    assert files(source.parent / "live") == before


@pytest.mark.proof
def test_what_was_not_made_of_its_commit_is_not_made_again(source: Path) -> None:
    theme_breaks(source)
    published(source)
    committed(source)
    theme_breaks(source)
    committed(source)
    published(source)
    assert code(rolled_back(source)) == "not-made-again"


def test_where_nothing_is_noted_nothing_comes_back(source: Path) -> None:
    (source.parent / "cache/record").rename(source.parent / "cache/elsewhere")
    assert code(rolled_back(source)) == "no-earlier-build"


def line(at: int, tree: str, *, rollback: bool = False) -> Line:
    moment = f"2026-11-23T{at:02}:00:00Z"
    return Line(moment, "live", tree, f"c{tree}", 1, 0, "", (), rollback)


def test_the_updates_must_be_those_that_readers_have() -> None:
    target, held = Target("live", TargetType.DIRECTORY), Held("b", "", ("slow/1", "slow/2"))

    def refused(*updates: str) -> str:
        made = MadeAgain(BuiltTree(Path("nowhere"), {}), frozenset(updates), frozenset())
        found = lost(target, held, made)
        return found.message if found is not None else ""

    assert refused("slow/1", "slow/2") == ""
    assert refused("slow/1").endswith("lacks updates that readers have: slow/2.")
    assert refused("slow/1", "slow/2", "more/1").endswith("readers have no more: more/1.")


def test_what_was_taken_back_of_others_is_nothing_to_everyone() -> None:
    target = Target("live", TargetType.DIRECTORY)
    tree, updates = BuiltTree(Path("nowhere"), {}), frozenset({"slow/1", "slow/2"})
    made = MadeAgain(tree, updates, frozenset({"slow/2"}))
    for names in ({"slow/2"}, {"slow/3"}, {"secret/1/withdrawn"}, {"slo"}):
        assert undone(target, made, frozenset(names)) is None
    for name in ("slow/1", "slow/1/withdrawn", "slow/2/withdrawn", "slow"):
        assert undone(target, made, frozenset({name})) is not None


def test_which_build_is_meant() -> None:
    lines = [line(1, "a"), line(2, "b"), line(3, "c"), line(4, "b", rollback=True)]

    def found(holds: str, to: str = "") -> str:
        came = earlier(lines, Held(holds, "", ()), to)
        return came.tree if came is not None else ""

    assert [found("c"), found("b"), found("a")] == ["b", "a", ""]
    assert [found("c", "ca"), found("c", "a"), found("c", "cc")] == ["a", "a", ""]
    assert found("c", "2026-11-23T01:00:00Z") == "a"
