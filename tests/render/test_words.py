import re
from dataclasses import replace

import pytest

from builder.render import feed_words
from builder.render.words import ENGLISH, direction, words_in
from builder.vocabulary.catalogue import NO_CATALOGUE
from builder.vocabulary.statuses import Impact, Kind, State, Status
from tests.render.samples import THEME_FOLDER


def test_every_word_of_the_field_is_there() -> None:
    assert set(ENGLISH.states) == set(State)
    assert set(ENGLISH.stages) == set(ENGLISH.unsaid) == set(Status)
    assert set(ENGLISH.impacts) == set(Impact)
    assert set(ENGLISH.kinds) == set(Kind)
    assert set(ENGLISH.events) == {"started", "overrun", "completed"}
    assert len(ENGLISH.months) == 12


def test_templates_ask_for_labels_that_are_there() -> None:
    source = "".join(
        file.read_text(encoding="utf-8") for file in (THEME_FOLDER / "templates").glob("*.html")
    )
    asked = set(re.findall(r'words(?:\.sentence\(|\[)"([^"]+)"', source))
    assert asked
    assert asked <= set(ENGLISH.labels)


def test_slots_and_words_are_escaped() -> None:
    words = replace(ENGLISH, labels={"said": "A & B: {text}"})
    assert words.sentence("said", text="<b>") == "A &amp; B: &lt;b&gt;"


def test_slots_of_what_is_filled_in_stay_as_they_are() -> None:
    words = replace(ENGLISH, labels={"said": "{text}"})
    assert words.sentence("said", text="{text.__class__}") == "{text.__class__}"


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "1 earlier update"), (2, "2 earlier updates")]
)
def test_counted(number: int, expected: str) -> None:
    assert ENGLISH.counted("earlier", number) == expected


def test_missing_label_is_a_fault() -> None:
    with pytest.raises(KeyError):
        ENGLISH["nothing"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "ltr"), ("he", "rtl"), ("ar-EG", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr")],
)
def test_direction(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_language_without_a_catalogue_is_in_english() -> None:
    assert words_in(NO_CATALOGUE) is ENGLISH


def test_words_of_feeds_and_of_pages_do_not_hide_each_other() -> None:
    assert set(ENGLISH.labels).isdisjoint(feed_words.ENGLISH)
