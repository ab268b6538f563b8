"""Answers to the questions of templates, by type and language."""

from datetime import UTC, datetime

import pytest

from builder.authoring.field_values import UnfitAnswer, joined, read_answer
from builder.model.message_template import Field, FieldType
from builder.vocabulary.readers import PUBLIC
from tests.views.fixtures import SITE

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def answer(kind: str, text: str, language: str = "en", **more: object) -> str:
    field = Field("name", FieldType(kind), "What?", 20, **more)  # type: ignore[arg-type]
    return read_answer(field, text, language, SITE, NOW, PUBLIC)


@pytest.mark.parametrize(
    ("kind", "text", "language", "expected"),
    [
        ("text", " A third of all. ", "en", "A third of all."),
        ("share", "31", "en", "31%"),
        ("share", "31.5 %", "fr", "31,5\N{NO-BREAK SPACE}%"),
        ("count", "2300", "en", "2,300"),
        ("count", "2300", "fr", "2\N{NARROW NO-BREAK SPACE}300"),
        ("regions", "Europe, Asia ,Africa", "fr", "Europe, Asia et Africa"),
        ("components", "checkout,api", "en", "Checkout and Payments API"),
        ("time", "13:52", "en", "13:52 UTC on 23 November 2026"),
        ("time", "13:52", "fr", "le 23 novembre 2026 à 13:52 UTC"),
    ],
)
def test_answers_are_read(kind: str, text: str, language: str, expected: str) -> None:
    assert answer(kind, text, language) == expected


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("text", "x" * 21, "20 are allowed"),
        ("text", "one\ntwo", "Write one line"),
        ("share", "101", "from 0 to 100"),
        ("count", "many", "whole number"),
        ("components", "chekout", "Did you mean `checkout`"),
        ("components", "acme-cluster", "There is no component"),
        ("time", "soon", "Write `14:30`"),
    ],
)
def test_what_does_not_fit_is_said(kind: str, text: str, said: str) -> None:
    with pytest.raises(UnfitAnswer, match=said):
        answer(kind, text)


def test_a_choice_is_made_by_number_or_word() -> None:
    assert answer("choice", "2", options=("hold", "keep")) == "keep"
    assert answer("choice", "hold", options=("hold", "keep")) == "hold"
    with pytest.raises(UnfitAnswer, match="1 hold, 2 keep"):
        answer("choice", "3", options=("hold", "keep"))


def test_names_are_joined_as_a_language_does() -> None:
    assert joined([], "en") == ""
    assert joined(["a"], "en") == "a"
    assert joined(["a", "b"], "de") == "a, b"
