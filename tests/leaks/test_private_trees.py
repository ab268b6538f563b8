"""A reader's private tree does not depend on one byte that the reader may not read: neither pages
and their names nor how many there are and how large each is once it is sealed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from builder.build import Outcome, Request, build
from builder.build.readers import ReaderTree, private_trees, public_tree
from builder.publish.leak_check import compare, files_of
from builder.seal.keys import tree_keys
from builder.seal.opening import open_with_content_key
from tests.leaks.many_sites import hold_for_all, in_parts
from tests.leaks.pairs import hidden_from, pair_of, secrets_in, told_to
from tests.leaks.plan import stream
from tests.leaks.seen import read
from tests.leaks.sites import SECRET, site, write

QUICK = range(3_000, 3_006)
MANY = range(4_000, 4_300)


A_YEAR = timedelta(days=365)


def built(folder: Path, now: datetime, kept: str = "out") -> Outcome:
    """Build ``folder/sources`` with all private trees, from the memory of the build before."""
    places = (folder / "sources", folder / kept, folder / f"{kept}-cache")
    outcome = build(Request(*places, now, now_given=True, secret=SECRET))
    assert not outcome.failed, outcome.problems
    return outcome


def in_clear(tree: Path, planned: ReaderTree) -> Mapping[str, bytes]:
    """Return the files of a tree as its reader has them; those of a sealed one are opened."""
    files = {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in tree.rglob("*")
        if path.is_file()
    }
    if planned.sealed is None or planned.keys is None:
        return files
    keys = tree_keys(planned.keys, planned.sealed)
    return {**files, **open_with_content_key(files, keys.path_id, keys.content).pages}


def moved(outcome: Outcome, tree: str) -> list[str]:
    """Return the files of a tree that a build touched, in their order."""
    return [path for path in (*outcome.written, *outcome.removed) if path.startswith(f"{tree}/")]


def hold(folder: Path, seed: int) -> None:
    """Change what one of a pair of readers may not read, and then what the other alone may."""
    drawn = site(seed, stream(0))
    write(drawn, folder / "sources")
    first = built(folder, drawn.now)
    sources = read(folder / "sources")
    reader, other = pair_of(sources.readers(), seed)
    planned = (public_tree(), *private_trees(sources.site, SECRET, drawn.now))
    tree = next(each for each in planned if each.reader.name == reader)
    for each in (tree, planned[0]):
        pages = in_clear(folder / "out" / each.name, each)
        texts = (part for path, data in pages.items() for part in (path.encode(), data))
        assert secrets_in(texts, drawn.canaries, each.reader.name) == set()
    before = files_of(folder / "out" / tree.name)
    contracts = drawn.contracts
    for variant in (
        hidden_from(reader, contracts=contracts),
        told_to(other, reader, contracts=contracts),
    ):
        write(site(seed, variant), folder / "sources")
        outcome = built(folder, drawn.now)
        assert moved(outcome, tree.name) == []
        assert compare(before, files_of(folder / "out" / tree.name)) == ()
        assert outcome.instants[tree.name] == first.instants[tree.name]
    # Without a memory, and at the last moment before something turns, it is the same again.
    later = (first.instants[tree.name] or drawn.now + A_YEAR) - timedelta(seconds=1)
    again = built(folder, later, "again")
    assert moved(again, tree.name) == moved(first, tree.name)
    assert compare(before, files_of(folder / "again" / tree.name)) == ()


@in_parts(QUICK, 3)
def test_no_byte_of_a_reader_moves_with_those_of_others(tmp_path: Path, seeds: range) -> None:
    hold_for_all(hold, seeds, tmp_path)


@pytest.mark.proof
@in_parts(MANY, 10)
def test_no_byte_of_a_reader_moves_with_those_of_others_on_many_sites(
    tmp_path: Path, seeds: range
) -> None:
    hold_for_all(hold, seeds, tmp_path)
