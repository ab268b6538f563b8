"""A build that is broken off, at each of its steps: visitors and the next build find a whole site.

``OLD`` is on disk and remembered, ``NEW`` is being written: pages that change, come, go and stay.
"""

import errno
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from builder.output.journal import Journal, Move, Removal, decode_journal, encode_journal
from builder.output.tree import OutputProblem, open_tree
from tests.output.trees import (
    NOTHING,
    CountingDisk,
    Crash,
    assert_visitor_finds_whole_site,
    crashing_at,
    facts_on_disk,
    fresh_copy,
    on_disk,
    refusing_at,
    site,
    write,
)

OLD = site("old", "abK") | {"components/gone.html": b"gone", "turns": b"into a folder"}
NEW = site("new", "bcK") | {"p/q/about.html": b"about", "turns/index.html": b"folder now"}
MINE = {"mine.txt": b"not of the site"}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    out = tmp_path / "template"
    (out / "public").mkdir(parents=True)
    (out / "public" / "mine.txt").write_bytes(MINE["mine.txt"])
    write(out, OLD)
    return out


def _number_of_steps(template: Path, to: Path) -> int:
    disk = CountingDisk()
    write(fresh_copy(template, to), NEW, disk=disk)
    return len(disk.steps)


@pytest.mark.parametrize("remembers", [True, False])
def test_after_a_crash_at_any_step_the_site_is_whole_and_the_next_build_completes_it(
    template: Path, tmp_path: Path, remembers: bool
) -> None:
    out = tmp_path / "dist"
    last = _number_of_steps(template, out)
    assert last > 40
    outcomes = set()
    for step in range(1, last + 1):
        files = write(fresh_copy(template, out), OLD, disk=CountingDisk()).files
        remembered = files if remembers else NOTHING

        with pytest.raises(Crash):
            write(out, NEW, remembered, crashing_at(step))
        assert_visitor_finds_whole_site(out / "public")
        with open_tree(out, "public", remembered) as tree:
            outcomes.add(tree.notes)
            found = on_disk(out / "public")
            assert found in (OLD | MINE, NEW | MINE), f"half a site after step {step}"
        write(out, NEW, remembered, CountingDisk())

        assert on_disk(out / "public") == NEW | MINE
        assert [path.name for path in out.iterdir()] == ["public"]
    assert outcomes == {
        (),
        ("A build of public/ was broken off before it was whole, and left out.",),
        ("A build of public/ that was broken off has been finished.",),
    }


def test_a_crash_while_finishing_is_finished_by_the_next_build(
    template: Path, tmp_path: Path
) -> None:
    out = tmp_path / "dist"
    broken = tmp_path / "broken"
    disk = CountingDisk()
    write(fresh_copy(template, out), NEW, disk=disk)
    half = [what for what, _ in disk.steps].index("flush") + 12
    fresh_copy(template, broken)
    with pytest.raises(Crash):
        write(broken, NEW, disk=crashing_at(half))

    step = 0
    while True:
        step += 1
        fresh_copy(broken, out)
        try:
            with open_tree(out, "public", NOTHING, crashing_at(step)):
                pass
        except Crash:
            assert_visitor_finds_whole_site(out / "public")
            with open_tree(out, "public", NOTHING):
                assert on_disk(out / "public") == NEW | MINE
        else:
            break
    assert step > 10


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_where_the_system_refuses_any_step_it_is_said_and_the_last_good_site_stays(
    template: Path, tmp_path: Path, number: int
) -> None:
    out = tmp_path / "dist"
    last = _number_of_steps(template, out)
    for step in range(1, last + 1):
        fresh_copy(template, out)
        before = facts_on_disk(out)

        with pytest.raises(OutputProblem) as refused:
            write(out, NEW, disk=refusing_at(step, number))
        problem = refused.value.problem
        assert (problem.code, bool(problem.place.path)) == ("output-failed", True)
        assert_visitor_finds_whole_site(out / "public")
        if problem.mend.endswith("mend this and build again."):
            assert facts_on_disk(out) == before, f"step {step} left something behind"
        else:
            assert problem.mend.endswith("build again: that finishes it.")
        write(out, NEW, disk=CountingDisk())

        assert on_disk(out / "public") == NEW | MINE


def test_before_the_journal_a_refusal_leaves_no_stage_and_after_it_the_next_build_finishes(
    template: Path, tmp_path: Path
) -> None:
    out = tmp_path / "dist"
    disk = CountingDisk()
    write(fresh_copy(template, out), NEW, disk=disk)
    sealed = [path.endswith("/journal") for _, path in disk.steps].index(True) + 2

    fresh_copy(template, out)
    before = facts_on_disk(out)
    with pytest.raises(OutputProblem, match="The site that was there stays as it was"):
        write(out, NEW, disk=refusing_at(sealed))
    assert facts_on_disk(out) == before
    with pytest.raises(OutputProblem, match="build again: that finishes it"):
        write(out, NEW, disk=refusing_at(sealed + 4))
    assert (out / ".tocsin-stage-public" / "journal").exists()
    with open_tree(out, "public", NOTHING):
        assert on_disk(out / "public") == NEW | MINE


@pytest.fixture
def broken_off(template: Path, tmp_path: Path) -> Path:
    """A site whose build ended just after its journal was written."""
    out = tmp_path / "dist"
    disk = CountingDisk()
    write(fresh_copy(template, out), NEW, disk=disk)
    sealed = [path.endswith("/journal") for _, path in disk.steps].index(True) + 2
    fresh_copy(template, out)
    with pytest.raises(Crash):
        write(out, NEW, disk=crashing_at(sealed + 1))
    return out


def _cut_short(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes()[:-1])


def _changed(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes().replace(b"index.html", b"mine.html!"))


def _of_another_tree(journal: Path) -> None:
    journal.write_bytes(encode_journal(Journal("private/x", (), (), (), ())))


@pytest.mark.parametrize("damage", [_cut_short, _changed, _of_another_tree, Path.unlink])
def test_a_stage_without_a_whole_journal_is_thrown_away(
    broken_off: Path, damage: Callable[[Path], None]
) -> None:
    damage(broken_off / ".tocsin-stage-public" / "journal")

    with open_tree(broken_off, "public", NOTHING) as tree:
        assert "left out" in tree.notes[0]

    assert on_disk(broken_off) == {
        f"public/{path}": data for path, data in on_disk(broken_off / "public").items()
    } | {
        f"public/{name}": (broken_off / "public" / name).read_bytes()
        for name in ("manifest.json", "build.json")
    }
    assert on_disk(broken_off / "public") == OLD | MINE


def test_staged_files_that_a_power_cut_emptied_are_not_put_in_place(broken_off: Path) -> None:
    (broken_off / ".tocsin-stage-public" / "0").write_bytes(b"")

    with open_tree(broken_off, "public", NOTHING) as tree:
        assert "damaged" in tree.notes[0]

    assert on_disk(broken_off / "public") == OLD | MINE
    write(broken_off, NEW)
    assert on_disk(broken_off / "public") == NEW | MINE


def test_pages_that_a_power_cut_emptied_in_place_are_ours_and_made_anew(
    template: Path, tmp_path: Path
) -> None:
    """Their names are in no manifest and in no memory yet: the journal alone knows them."""
    out = tmp_path / "dist"
    step = 0
    new_page = out / "public" / "incidents" / "c.html"
    while not new_page.exists():
        step += 1
        fresh_copy(template, out)
        with pytest.raises(Crash):
            write(out, NEW, disk=crashing_at(step))
    new_page.write_bytes(b"")

    write(out, NEW)

    assert on_disk(out / "public") == NEW | MINE


def test_a_file_that_someone_put_where_one_was_to_be_removed_is_not_removed(
    broken_off: Path,
) -> None:
    (broken_off / "public" / "components" / "gone.html").write_bytes(b"by another hand")

    with open_tree(broken_off, "public", NOTHING):
        pass

    assert (broken_off / "public" / "components" / "gone.html").read_bytes() == b"by another hand"


def test_nothing_is_removed_or_taken_for_done_through_a_link(
    broken_off: Path, tmp_path: Path
) -> None:
    """Someone moved folders away, and put links to them, before the build is finished."""
    tree, stage = broken_off / "public", broken_off / ".tocsin-stage-public"
    for move in decode_journal((stage / "journal").read_bytes()).moves:
        if move.path.startswith("incidents/"):
            (stage / move.staged).replace(tree / move.path)
    for name in ("components", "incidents"):
        (tree / name).rename(tmp_path / name)
        (tree / name).symlink_to(tmp_path / name)

    with open_tree(broken_off, "public", NOTHING) as opened:
        assert "damaged" in opened.notes[0]

    assert (tmp_path / "components" / "gone.html").exists()


@pytest.mark.parametrize("path", ["../../evil", "/evil", "a/../../evil"])
@pytest.mark.parametrize("kind", ["move", "removal"])
def test_a_journal_that_names_a_place_outside_the_tree_is_none(
    template: Path, tmp_path: Path, path: str, kind: str
) -> None:
    out = fresh_copy(template, tmp_path / "dist")
    victim = tmp_path / "evil"
    victim.write_bytes(b"mine")
    stage = out / ".tocsin-stage-public"
    stage.mkdir()
    (stage / "0").write_bytes(b"mine")
    found = victim.stat()
    moves = (Move("0", path, sha256(b"mine").hexdigest()),) if kind == "move" else ()
    removals = (Removal(path, 4, found.st_mtime_ns),) if kind == "removal" else ()
    (stage / "journal").write_bytes(encode_journal(Journal("public", (), moves, removals, ())))

    with open_tree(out, "public", NOTHING) as tree:
        assert "left out" in tree.notes[0]

    assert victim.read_bytes() == b"mine"
    assert victim.stat().st_ino == found.st_ino


@pytest.mark.parametrize("kind", ["link", "file"])
def test_whatever_has_the_name_of_the_stage_goes_and_a_link_is_not_followed(
    template: Path, tmp_path: Path, kind: str
) -> None:
    out = fresh_copy(template, tmp_path / "dist")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "journal").write_text("mine")
    if kind == "link":
        (out / ".tocsin-stage-public").symlink_to(elsewhere)
    else:
        (out / ".tocsin-stage-public").write_text("")

    write(out, NEW)

    assert [path.name for path in out.iterdir()] == ["public"]
    assert on_disk(elsewhere) == {"journal": b"mine"}
    assert on_disk(out / "public") == NEW | MINE
