"""How real people edited: no id means another thing later, and what was told is not told again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.importers.replay import read_revisions
from tests.readers.replayed import SYSTEMS, Count, Told, renewed, replay_corpus, used_again

MANY = 6
"""Versions that make a file's history worth a replay in every run of the tests."""

RENEWED = {"jenkins": 0, "packit": 0, "statusfy-stencila": 1}
"""Entries that come up as new, of all versions."""

FEED = {
    "a": Told("2026-01-01T00:00:00Z", "Words of an update that are long enough to be known again.")
}


def test_what_comes_up_as_new_is_found() -> None:
    (moved,) = renewed("one", FEED, {"b": replace(FEED["a"], date="2026-01-02T00:00:00Z")})
    assert (moved.gone, moved.new, moved.reason) == ("a", "b", "the same words at another time")
    assert list(renewed("one", FEED, {**FEED, "b": FEED["a"]})) == []


def test_an_id_that_is_used_again_is_found() -> None:
    others = {"a": Told("2026-01-03T00:00:00Z", "Other words.")}
    assert list(used_again("one", [FEED, {}, others])) == ["one: a is used again"]
    assert list(used_again("one", [FEED, {}, FEED])) == []
    swapped = {"b": FEED["a"], "a": others["a"]}
    assert list(used_again("one", [{**FEED, "b": others["a"]}, swapped])) == [
        "one: b has the words of a"
    ]


def counted(name: str, corpus: Path, folder: Path, least: int) -> Count:
    chosen = (edited for edited in read_revisions(corpus) if len(edited.versions) >= least)
    return replay_corpus(corpus, SYSTEMS[name], chosen, folder)


@pytest.mark.parametrize("name", ["jenkins", "packit"])
def test_files_that_were_edited_most(
    name: str, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    count = counted(name, corpus(name), tmp_path, MANY)
    assert count.versions >= MANY
    assert (count.faults, count.renewed) == ([], [])


@pytest.mark.proof
@pytest.mark.parametrize(("name", "most"), list(RENEWED.items()))
def test_every_version_of_every_file(
    name: str, most: int, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    """What comes up as new is what an importer can't know again: its words are other ones."""
    count = counted(name, corpus(name), tmp_path, 1)
    assert count.faults == []
    assert len(count.renewed) <= most
    assert all(each.reason.startswith("other words") for each in count.renewed)
