"""Whatever happens to the memory, the output or the clock between two builds: the second build
makes what a build without a memory makes, and says at most one line."""

import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from builder.build import Outcome, Request, build
from builder.output.checked_json import decode, encode
from builder.output.faults import OutputProblem
from tests.build.sites import (
    COMPONENTS,
    NOW,
    SITE,
    as_cold,
    built,
    bytes_of,
    command,
    incident,
    lay,
    put,
    update,
)
from tests.build.test_build import PIXEL

NOT_ROOT = 65534


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with incidents in two months, one of them open."""
    root = lay(tmp_path / "site")
    incident(
        root,
        "october",
        "title: In October",
        uone="---\nstatus: resolved\nat: 2026-10-05T10:00:00Z\n---\nIt was short.\n",
    )
    incident(
        root,
        "checkout",
        "title: Checkout errors",
        uone=update("investigating", "14:05", components="{checkout: partial_outage}"),
        utwo=update("resolved", "15:00", "A ![graph](graph.png)."),
    )
    (root / "incidents/checkout/graph.png").write_bytes(PIXEL)
    incident(root, "api", "title: Slow API", uone=update("investigating", "17:00"))
    return root


@pytest.fixture
def out(site: Path, tmp_path: Path) -> Path:
    """Where the site was built."""
    assert built(site, tmp_path / "out", tmp_path / "cache").notes == ()
    return tmp_path / "out"


@pytest.fixture
def memory(out: Path, tmp_path: Path) -> Path:
    """The memory of that build."""
    return tmp_path / "cache" / "memory"


def to_a_link(page: Path) -> None:
    moved = f"moved-{page.name}"
    page.rename(page.with_name(moved))
    page.symlink_to(moved)


def to_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def to_a_file(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("")


# --- the memory ---------------------------------------------------------------------------------


def swap_rows(memory: Path) -> None:
    one, two = sorted((memory / "rows").iterdir())
    content = one.read_bytes(), two.read_bytes()
    two.write_bytes(content[0])
    one.write_bytes(content[1])


def another_index(change: Callable[[dict[str, object]], object]) -> Callable[[Path], object]:
    def write(memory: Path) -> None:
        content = decode((memory / "index.json").read_bytes())
        change(content)
        (memory / "index.json").write_bytes(encode(content))

    return write


def truncate(name: str, share: float) -> Callable[[Path], object]:
    def cut(memory: Path) -> None:
        (path,) = memory.glob(name)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return cut


ATTACKS: dict[str, Callable[[Path], object]] = {
    "no index": lambda memory: (memory / "index.json").unlink(),
    "empty index": truncate("index.json", 0),
    "half an index": truncate("index.json", 0.5),
    "all but the end of the index": truncate("index.json", 0.999),
    "index of another program": lambda memory: (memory / "index.json").write_text('{"a": 1}'),
    "index of another version": another_index(lambda index: index.update(fingerprint="old")),
    "index of another format": another_index(lambda index: index.update(format=2)),
    "index without state": another_index(lambda index: index.pop("state")),
    "index that is a list": lambda memory: (memory / "index.json").write_bytes(encode([1, 2])),
    "index that is a folder": lambda memory: to_a_folder(memory / "index.json"),
    "index that is a link": lambda memory: to_a_link(memory / "index.json"),
    "rows swapped": swap_rows,
    "half a file of rows": truncate("rows/2026-10.json", 0.5),
    "no rows": lambda memory: shutil.rmtree(memory / "rows"),
    "rows that are a file": lambda memory: to_a_file(memory / "rows"),
    "a file of rows that is a folder": lambda memory: to_a_folder(memory / "rows/2026-10.json"),
    "rows that were never there": another_index(
        lambda index: index.update(shards={"1999-01": "0" * 64})
    ),
    "half of what is kept": truncate("kept.json", 0.5),
    "index in place of what is kept": lambda memory: shutil.copy(
        memory / "index.json", memory / "kept.json"
    ),
    "what is kept in place of the index": lambda memory: shutil.copy(
        memory / "kept.json", memory / "index.json"
    ),
    "what is kept is a folder": lambda memory: to_a_folder(memory / "kept.json"),
    "a memory that others may write": lambda memory: memory.chmod(0o777),
    "a memory that is a file": lambda memory: to_a_file(memory),
    "no memory": shutil.rmtree,
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
@pytest.mark.parametrize("changes", [False, True], ids=["nothing changed", "something changed"])
def test_a_memory_that_is_not_as_it_was(
    site: Path, out: Path, memory: Path, attack: Callable[[Path], object], changes: bool
) -> None:
    attack(memory)
    if changes:
        incident(site, "api", "title: Slow API", utwo=update("identified", "17:10"))
    for _ in range(2):
        outcome = built(site, out, memory.parent)
        assert not outcome.failed
        assert len(outcome.notes) <= 1, outcome.notes
    as_cold(site, out)


def test_a_memory_whose_parts_don_t_fit_is_told(site: Path, out: Path, memory: Path) -> None:
    swap_rows(memory)
    incident(site, "api", "title: Slow API", utwo=update("identified", "17:10"))
    (note,) = built(site, out, memory.parent).notes
    assert "damaged" in note


def test_an_index_older_than_the_tree(site: Path, out: Path, memory: Path) -> None:
    shutil.copytree(memory, memory.parent / "old")
    for status in ("identified", "monitoring"):
        put(site, "incidents/api/two.md", update(status, "17:10"))
        built(site, out, memory.parent)
    shutil.rmtree(memory)
    (memory.parent / "old").rename(memory)
    assert built(site, out, memory.parent).notes == ()
    as_cold(site, out)


def test_one_memory_for_two_sources_in_turn(site: Path, out: Path, memory: Path) -> None:
    other = site.with_name("other")
    shutil.copytree(site, other)
    put(other, "incidents/api/incident.md", "---\ntitle: Other API\n---\n")
    for source in (other, site, other, other):
        assert built(source, out, memory.parent).notes == ()
        as_cold(source, out)


def test_two_memories_for_one_output_in_turn(site: Path, out: Path, tmp_path: Path) -> None:
    other = site.with_name("other")
    shutil.copytree(site, other)
    shutil.rmtree(other / "incidents/checkout")
    incident(other, "new", uone=update("investigating", "17:30"))
    for source in (other, site, other, other, site, site):
        cache = tmp_path / ("cache" if source == site else "other-cache")
        assert built(source, out, cache).notes == ()
        as_cold(source, out)


def test_two_outputs_of_one_source_in_turn(site: Path, out: Path, tmp_path: Path) -> None:
    for number in range(4):
        put(site, "incidents/api/two.md", update("identified", "17:10", f"Number {number}."))
        place = tmp_path / ("out", "second")[number % 2]
        assert built(site, place, tmp_path / "cache").notes == ()
        as_cold(site, place)


# --- the output ---------------------------------------------------------------------------------


DAMAGE: dict[str, Callable[[Path], object]] = {
    "edited": lambda page: page.write_bytes(page.read_bytes() + b"<!-- mine -->"),
    "edited at the same size": lambda page: page.write_bytes(b"x" * page.stat().st_size),
    "emptied": lambda page: page.write_bytes(b""),
    "deleted": lambda page: page.unlink(),
    "touched": lambda page: page.touch(),
    "dated back": lambda page: os.utime(page, ns=(0, 0)),
    "replaced by a link": lambda page: to_a_link(page),
    "replaced by a folder": lambda page: to_a_folder(page),
    "its folder deleted": lambda page: shutil.rmtree(page.parent),
}


PAGES = (
    "incidents/checkout.html",
    "components/checkout.html",
    "history/2026-10.html",
    "index.html",
    "updates.atom",
    "build.json",
)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
@pytest.mark.parametrize("remembers", [True, False], ids=["remembers", "has forgotten"])
def test_files_of_the_output_that_are_not_as_they_were(
    site: Path, out: Path, memory: Path, damage: Callable[[Path], object], remembers: bool
) -> None:
    paths = [out / "public" / page for page in PAGES]
    paths[:0] = (out / "public/incidents/checkout").glob("*.png")
    for path in paths:
        if path.exists():
            damage(path)
    if not remembers:
        shutil.rmtree(memory)
    if paths[0].is_dir():
        with pytest.raises(OutputProblem, match=r"build\.json"):
            built(site, out, memory.parent)
        return
    assert built(site, out, memory.parent).notes == ()
    for path in paths:
        path.with_name(f"moved-{path.name}").unlink(missing_ok=True)
    as_cold(site, out)


@pytest.mark.parametrize("damage", ["edited", "deleted", "dated back"])
def test_a_picture_alone_that_is_not_as_it_was(
    site: Path, out: Path, memory: Path, damage: str
) -> None:
    (picture,) = (out / "public/incidents/checkout").glob("*.png")
    DAMAGE[damage](picture)
    built(site, out, memory.parent)
    as_cold(site, out)


def test_the_picture_of_a_page_stays_while_something_else_changes(
    site: Path, out: Path, memory: Path
) -> None:
    put(site, "site_src/pages/about.md", "---\ntitle: About\n---\nA ![graph](graph.png).\n")
    (site / "site_src/pages/graph.png").write_bytes(PIXEL)
    for minute in (10, 11, 12):
        incident(site, "api", "title: API", **{f"u{minute}": update("identified", f"17:{minute}")})
        assert not built(site, out, memory.parent).failed
        as_cold(site, out)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_manifest_that_is_not_as_it_was(
    site: Path, out: Path, memory: Path, damage: Callable[[Path], object]
) -> None:
    path = out / "public" / "manifest.json"
    damage(path)
    if path.is_dir() or path.is_symlink():
        with pytest.raises(OutputProblem, match=r"manifest\.json"):
            built(site, out, memory.parent)
        return
    assert len(built(site, out, memory.parent).notes) <= 1
    as_cold(site, out)


def test_what_a_broken_off_build_left_goes_even_where_nothing_changed(
    site: Path, out: Path, memory: Path
) -> None:
    date_back(site)
    built(site, out, memory.parent)
    (out / ".tocsin-stage-public").mkdir()
    (note,) = built(site, out, memory.parent).notes
    assert "broken off" in note
    assert os.listdir(out) == ["public"]
    as_cold(site, out)


def test_an_output_that_was_moved(site: Path, out: Path, memory: Path) -> None:
    place = out.with_name("elsewhere")
    out.rename(place)
    for _ in range(2):
        built(site, place, memory.parent)
        as_cold(site, place)
    assert not out.exists()


@pytest.fixture
def other_disk() -> Iterator[Path]:
    """A folder on another disk than that of the temporary folders."""
    import tempfile

    shared = Path("/dev/shm")  # noqa: S108 - a disk of its own on Linux
    if not shared.is_dir():
        pytest.skip("no second disk here")
    with tempfile.TemporaryDirectory(dir=shared) as folder:
        yield Path(folder)


def test_an_output_folder_that_is_a_link_to_another_disk(
    site: Path, tmp_path: Path, other_disk: Path
) -> None:
    (tmp_path / "linked").symlink_to(other_disk)
    for number in range(3):
        put(site, "incidents/api/two.md", update("identified", "17:10", f"Number {number}."))
        built(site, tmp_path / "linked", tmp_path / "cache")
        as_cold(site, tmp_path / "linked")


# --- the sources --------------------------------------------------------------------------------


def date_back(site: Path) -> None:
    """Let every source be older than any build, so that it is believed unchanged."""
    for path in site.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))


@pytest.mark.parametrize(
    "gone",
    [
        "incidents/checkout/two.md",
        "incidents/checkout",
        "incidents/checkout/graph.png",
        "site_src/components.yml",
    ],
)
def test_a_file_that_is_gone_while_all_others_are_as_they_were(
    site: Path, tmp_path: Path, gone: str
) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    put(site, "incidents/checkout/two.md", update("resolved", "15:00", "No picture."))
    if gone == "site_src/components.yml":
        put(site, "incidents/checkout/one.md", update("investigating", "14:05"))
    date_back(site)
    built(site, out, cache)
    path = site / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    built(site, out, cache)
    as_cold(site, out)


def test_a_file_edited_twice_within_a_tick_of_the_clock(
    site: Path, out: Path, memory: Path
) -> None:
    """What bears the time of the build's beginning, or a later one, is never believed by it."""
    path = site / "incidents/api/one.md"
    late = time.time_ns() + 3_600_000_000_000
    for words in ("Aaaaa.", "Bbbbb.", "Ccccc."):
        path.write_text(update("investigating", "17:00", words))
        os.utime(path, ns=(late, late))
        built(site, out, memory.parent)
        as_cold(site, out)


def test_a_file_that_is_replaced_by_an_older_one(site: Path, out: Path, memory: Path) -> None:
    path = site / "incidents/api/one.md"
    for words in ("Aaaaa.", "Bbbbb."):
        path.write_text(update("investigating", "17:00", words))
        os.utime(path, ns=(NOW.microsecond, 1_000_000_000))
        built(site, out, memory.parent)
        as_cold(site, out)
        path.unlink()
        path.write_text(update("investigating", "17:00", words.swapcase()))
        os.utime(path, ns=(0, 999_999_999))
        built(site, out, memory.parent)
        as_cold(site, out)


def test_a_component_that_is_limited_takes_its_states_along(
    site: Path, out: Path, memory: Path
) -> None:
    put(site, "site_src/components.yml", COMPONENTS.replace("name: Checkout", "name: Pay"))
    built(site, out, memory.parent)
    as_cold(site, out)
    limited = COMPONENTS.replace("name: Checkout", "name: Checkout, audience: executives")
    put(site, "site_src/components.yml", limited)
    built(site, out, memory.parent)
    as_cold(site, out)


# --- the clock ----------------------------------------------------------------------------------


def at_the_clock(site: Path, tmp_path: Path, moment: str) -> Outcome:
    """Build as the clock would have it, warm and cold, and hold one against the other."""
    now = NOW.replace(hour=int(moment[:2]), minute=int(moment[3:]))
    for name in ("cold", "cold-cache"):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
    warm = build(Request(site, tmp_path / "out", tmp_path / "cache", now))
    cold = build(Request(site, tmp_path / "cold", tmp_path / "cold-cache", now))
    assert warm.problems == cold.problems
    if not cold.failed:
        assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "cold")
        assert warm.instants == cold.instants
    return warm


def test_a_clock_that_was_ahead(site: Path, tmp_path: Path) -> None:
    incident(site, "later", uone=update("investigating", "18:00"))
    assert not at_the_clock(site, tmp_path, "17:58").failed
    assert at_the_clock(site, tmp_path, "17:40").failed, "more than five minutes ahead"
    assert not at_the_clock(site, tmp_path, "17:59").failed
    assert at_the_clock(site, tmp_path, "13:00").failed
    assert not at_the_clock(site, tmp_path, "18:30").failed


@pytest.mark.parametrize("touched", [False, True])
def test_a_moment_that_was_named_and_then_is_not(site: Path, tmp_path: Path, touched: bool) -> None:
    incident(site, "later", uone=update("investigating", "20:00"))
    built(site, tmp_path / "out", tmp_path / "cache", NOW.replace(hour=16))
    if touched:
        put(site, "incidents/api/two.md", update("identified", "17:10"))
    assert at_the_clock(site, tmp_path, "17:30").failed
    built(site, tmp_path / "out", tmp_path / "cache", NOW.replace(hour=21))
    assert at_the_clock(site, tmp_path, "17:30").failed
    assert not at_the_clock(site, tmp_path, "20:30").failed


def test_a_note_on_an_update_that_the_reader_never_sees_goes_in_its_time(
    site: Path, tmp_path: Path
) -> None:
    put(
        site,
        "incidents/api/two.md",
        update("identified", "17:30", embargo="true", audience="executives"),
    )
    noted: list[int] = []
    for minute in (10, 20, 30, 40, 20, 30):
        moment = NOW.replace(hour=17, minute=minute)
        warm = built(site, tmp_path / "out", tmp_path / "cache", moment)
        cold = built(site, tmp_path / "cold", tmp_path / f"cold-cache-{len(noted)}", moment)
        assert warm.problems == cold.problems
        assert warm.instants == cold.instants
        noted.append(len(warm.problems))
    assert noted == [1, 1, 0, 0, 1, 0]


def test_a_clock_that_goes_back_to_before_an_entry_stood_in_line(
    site: Path, tmp_path: Path
) -> None:
    for name in ("first", "second", "third"):
        incident(site, name, uone=update("investigating", "17:30"))
    moment = NOW.replace(hour=17, minute=30)
    midnight = NOW.replace(hour=0, minute=0) + timedelta(days=1)
    for second in (0, 2, 0, 1, 2, 1):
        now = moment + timedelta(seconds=second)
        warm = built(site, tmp_path / "out", tmp_path / "cache", now)
        as_cold(site, tmp_path / "out", now)
        waits = warm.instants["public"] != midnight
        assert waits == (second != 2)


# --- folders that can't be used -----------------------------------------------------------------


@pytest.fixture
def without_rights(readable_site: Path, tmp_path: Path) -> Iterator[Path]:
    """Be nobody in particular for a while, where a superuser runs the tests."""
    if os.geteuid() != 0:
        yield readable_site
        return
    # Python itself may lie where others can't read: a build imports all that it needs.
    assert not built(readable_site, tmp_path / "before/out", tmp_path / "before/cache").failed
    os.setegid(NOT_ROOT)
    os.seteuid(NOT_ROOT)
    yield readable_site
    os.seteuid(0)
    os.setegid(0)


@pytest.fixture
def for_all() -> Iterator[Path]:
    """A folder that anyone may read: those of pytest are closed to others whenever a run begins."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def readable_site(site: Path, for_all: Path) -> Path:
    """The site where anyone may read it and nobody may write; ``open/`` is for all."""
    (for_all / "open").mkdir()
    (for_all / "open").chmod(0o777)
    (for_all / "read-only").mkdir()
    (for_all / "read-only").chmod(0o555)
    return Path(shutil.copytree(site, for_all / "site"))


def test_a_folder_for_the_memory_that_can_t_be_written(without_rights: Path, for_all: Path) -> None:
    with pytest.raises(OutputProblem, match="read-only") as raised:
        built(without_rights, for_all / "open/out", for_all / "read-only/cache")
    assert "cache" in raised.value.problem.place.path
    assert not (for_all / "open/out").exists()


def test_a_memory_that_is_only_to_be_read(without_rights: Path, for_all: Path) -> None:
    cache = for_all / "open/cache"
    cache.mkdir()
    cache.chmod(0o555)
    for _ in range(2):
        (note,) = built(without_rights, for_all / "open/out", cache).notes
        assert "can't be written" in note
    as_cold(without_rights, for_all / "open/out")


def test_a_theme_that_can_t_be_read_is_named(without_rights: Path, for_all: Path) -> None:
    template = without_rights / "themes/mine/templates/index.html"
    user = os.geteuid()
    os.seteuid(os.getuid())
    put(without_rights, "themes/mine/templates/index.html", "x")
    put(without_rights, "site_src/site.yml", f"{SITE}theme: mine\n")
    template.chmod(stat.S_IWUSR)
    os.seteuid(user)
    outcome = built(without_rights, for_all / "open/out", for_all / "open/cache")
    assert [problem.place.path for problem in outcome.problems if problem.is_error] == [
        "themes/mine/templates/index.html"
    ]


@pytest.mark.usefixtures("without_rights")
def test_where_no_site_is_nothing_is_made(for_all: Path) -> None:
    """Not even a folder for a memory: the site may be missing where nobody may write."""
    nowhere = for_all / "read-only" / "nowhere"
    outcome = built(nowhere, nowhere / "dist", nowhere / ".tocsin")
    assert [problem.code for problem in outcome.problems] == ["no-site"]


def test_a_cache_that_is_a_file_is_a_fault_from_outside(site: Path, tmp_path: Path) -> None:
    put(tmp_path, "file", "mine")
    with pytest.raises(OutputProblem, match="file"):
        built(site, tmp_path / "out", tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"
    assert not (tmp_path / "out").exists()


def test_no_folder_for_temporary_files_is_needed(site: Path, tmp_path: Path) -> None:
    places = ("--source", site, "--out", tmp_path / "out", "--cache", tmp_path / "cache")
    unusable = {**os.environ, "TMPDIR": "/nonexistent", "TMP": "/dev/null", "TEMP": ""}
    done = command("build", *places, "--jobs", 2, "--now", "2026-11-23T18:00:00Z", env=unusable)
    assert (done.returncode, done.stderr) == (0, "")
    as_cold(site, tmp_path / "out")
