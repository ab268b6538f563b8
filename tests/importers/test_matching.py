"""Which update is which, after an edit."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from builder.importers.reading.history import ImportedUpdate
from builder.importers.writing.matching import match_updates
from builder.importers.writing.record import RecordedUpdate, recorded
from builder.vocabulary.statuses import Status
from builder.vocabulary.times import iso

START = datetime(2024, 3, 1, 10, tzinfo=UTC)


def update(minutes: int, anchor: str, role: str = "", source_id: str = "") -> ImportedUpdate:
    at = START + timedelta(minutes=minutes)
    return ImportedUpdate(at, Status.INVESTIGATING, anchor, anchor, role=role, source_id=source_id)


def as_recorded(updates: list[ImportedUpdate]) -> list[RecordedUpdate]:
    return [
        recorded(
            f"u{place}", iso(each.at), each.role, each.source_id, each.anchor, "", embargo=False
        )
        for place, each in enumerate(updates)
    ]


def match(before: list[ImportedUpdate], after: list[ImportedUpdate]) -> dict[int, int]:
    return match_updates(as_recorded(before), after)


FIRST = "Orders take minutes at the moment."
SECOND = "We have found the disk that is full."
THIRD = "The disk has been changed for a larger one."


def test_an_update_put_before_older_ones_takes_no_name() -> None:
    before = [update(0, FIRST, "first"), update(60, THIRD, "end")]
    after = [update(0, FIRST, "first"), update(30, SECOND), update(60, THIRD, "end")]
    assert match(before, after) == {0: 0, 2: 1}


def test_words_that_were_added_to() -> None:
    before = [update(0, FIRST, "first"), update(30, SECOND)]
    after = [update(0, f"{FIRST} Mail too.", "first"), update(45, f"{SECOND} It is old.")]
    assert match(before, after) == {0: 0, 1: 1}


def test_a_mended_typo_keeps_its_place() -> None:
    before = [update(0, FIRST), update(30, "We heve found it."), update(60, THIRD)]
    after = [update(0, FIRST), update(31, "We have found it."), update(60, THIRD)]
    assert match(before, after) == {0: 0, 1: 1, 2: 2}


def test_a_text_that_moves_takes_its_name_along() -> None:
    before = [update(0, FIRST, "first"), update(60, THIRD, "end")]
    after = [
        update(0, "Something else began.", "first"),
        update(20, FIRST),
        update(60, THIRD, "end"),
    ]
    found = match(before, after)
    assert found[1] == 0
    assert 0 not in found


def test_ids_of_the_source_win() -> None:
    before = [update(0, FIRST, source_id="a"), update(30, SECOND, source_id="b")]
    after = [update(0, SECOND, source_id="b"), update(30, FIRST, source_id="a")]
    assert match(before, after) == {0: 1, 1: 0}
    assert match(before, [update(0, FIRST, source_id="c")]) == {}


def test_an_end_without_words_and_one_with() -> None:
    before = [update(0, FIRST, "first"), update(60, "", "end")]
    after = [update(0, FIRST, "first"), update(75, THIRD, "end")]
    assert match(before, after) == {0: 0, 1: 1}


def test_nothing_is_matched_by_chance() -> None:
    before = [update(0, FIRST, "first"), update(30, SECOND), update(40, THIRD)]
    after = [update(0, FIRST, "first"), update(50, "All of it is over now, for good.")]
    assert match(before, after) == {0: 0}


TEXTS = st.lists(
    st.tuples(
        st.integers(0, 300), st.sampled_from([FIRST, SECOND, THIRD, "a", "b", "", FIRST * 2])
    ),
    max_size=6,
)


@given(TEXTS, TEXTS)
def test_a_match_is_one_to_one(old: list[tuple[int, str]], new: list[tuple[int, str]]) -> None:
    before = [update(*each) for each in sorted(old)]
    after = [update(*each) for each in sorted(new)]
    found = match(before, after)
    assert len(set(found.values())) == len(found)
    for place, each in found.items():
        words = before[each].anchor
        elsewhere = [text.anchor for at, text in enumerate(after) if at not in found]
        assert not words or after[place].anchor == words or words not in elsewhere


@given(TEXTS)
def test_what_is_the_same_is_matched_with_itself(texts: list[tuple[int, str]]) -> None:
    updates = [update(*each) for each in sorted(dict(texts).items())]
    assert match(updates, updates) == {place: place for place in range(len(updates))}
