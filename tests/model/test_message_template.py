"""Message templates: gaps that are filled once, and words that are chosen by a stated order."""

from dataclasses import replace

import pytest

from builder.model.message_template import (
    MessageTemplate,
    Occasion,
    Wanted,
    choose,
    filled,
    gaps,
    stray_braces,
)
from builder.vocabulary.statuses import Kind, Priority, Status

PLAIN = MessageTemplate(
    "plain", "en", "public", Kind.INCIDENT, Occasion.UPDATE, None, None, "", "Words."
)
WANTED = Wanted("public", "en", stage=Status.IDENTIFIED, priority=Priority.P1)


def test_gaps_are_filled_and_paragraphs_without_a_value_go() -> None:
    text = "{sentence}\n\nMeanwhile: {workaround}\n\nShare: {share}\n\nThat is all.\n"
    values = {"sentence": "Cards fail.", "workaround": "", "share": "31%"}
    assert filled(text, values) == "Cards fail.\n\nShare: 31%\n\nThat is all."


@pytest.mark.parametrize("word", ["{share}", "\\1", "{{ config }}"])
def test_what_is_put_in_is_never_looked_at(word: str) -> None:
    assert filled("{sentence}", {"sentence": word, "share": "no"}) == word


def test_braces_that_are_no_gap_are_found() -> None:
    text = "a {b} {{c}} {D} }"
    assert [each.name for each in gaps(text)] == ["b", "c"]
    assert list(stray_braces(text)) == [6, 10, 12, 14, 16]


def test_words_are_chosen_by_stage_then_priority_then_whose_they_are() -> None:
    stage = replace(PLAIN, id="stage", stage=Status.IDENTIFIED)
    both = replace(stage, id="both", priority=Priority.P1)
    priority = replace(PLAIN, id="priority", priority=Priority.P1)
    shipped = replace(both, id="a-shipped-one", shipped=True)
    order = [both, shipped, stage, priority, PLAIN]
    for start in range(len(order)):
        assert choose(reversed(order[start:]), WANTED) is order[start]


@pytest.mark.parametrize(
    "other",
    [
        {"audience": "executives"},
        {"language": "fr"},
        {"kind": Kind.MAINTENANCE},
        {"occasion": Occasion.HOLDING},
        {"stage": Status.RESOLVED},
        {"priority": Priority.P2},
    ],
)
def test_words_for_something_else_are_never_chosen(other: dict[str, object]) -> None:
    assert choose([replace(PLAIN, **other)], WANTED) is None  # type: ignore[arg-type]
