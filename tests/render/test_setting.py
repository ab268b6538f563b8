from dataclasses import replace

import pytest

from builder.render.badges import badges
from builder.render.setting import Setting, shortened
from builder.render.times import Times
from builder.render.words import ENGLISH
from builder.vocabulary.statuses import State
from tests.render.samples import frame, said

SETTING = Setting(frame(), ENGLISH, Times("Etc/UTC", ENGLISH), badges(ENGLISH), "../")


def test_spoken_falls_back_to_the_first_language_there_is() -> None:
    assert SETTING.spoken({"fr": "Bonjour", "en": "Hello"}) == ("Hello", "en")
    assert SETTING.spoken({"en": "", "fr": "", "de": "Hallo"}) == ("Hallo", "de")
    assert SETTING.spoken({}) == ("", "")


def test_name_is_isolated_and_marked_where_it_is_in_another_language() -> None:
    assert SETTING.name({"en": "A <b>"}) == "<bdi>A &lt;b&gt;</bdi>"
    assert SETTING.name({"fa": "x"}) == '<bdi lang="fa" dir="rtl">x</bdi>'


@pytest.mark.parametrize(
    ("language", "default", "expected"),
    [
        ("en", "en", "A <b>"),
        ("fr", "en", '<bdi lang="en" dir="ltr">A &lt;b&gt;</bdi>'),
        ("en", "ar", '<bdi lang="ar" dir="rtl">A &lt;b&gt;</bdi>'),
        ("ar", "ar", "<bdi>A &lt;b&gt;</bdi>"),
    ],
)
def test_what_an_author_wrote_once_is_marked_in_another_language(
    language: str, default: str, expected: str
) -> None:
    around = frame(languages=(language, "en"), default_language=default)
    assert replace(SETTING, frame=around).aside("A <b>") == expected


def test_plain_text_turns_no_direction() -> None:
    assert SETTING.plain({"en": "a\u202eb\u2066c\u200fd"}) == "abc\u200fd"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short", "short"),
        ("one two three four", "one two…"),
        ("onetwothreefour", "onetwothr…"),
        ("exactly 10", "exactly 10"),
    ],
)
def test_shortened(text: str, expected: str) -> None:
    assert shortened(text, 10) == expected


@pytest.mark.parametrize(
    ("html", "level", "expected"),
    [
        ("<h4>a</h4><h6>b</h6><h4>c</h4>", 4, "<h4>a</h4><h5>b</h5><h4>c</h4>"),
        ("<h6>a</h6>", 5, "<h5>a</h5>"),
        ("<h1>a</h1><h2>b</h2><h3>c</h3>", 5, "<h5>a</h5><h6>b</h6><h6>c</h6>"),
        ("<hr><p>&lt;h1&gt;</p>", 4, "<hr><p>&lt;h1&gt;</p>"),
    ],
)
def test_headings_of_a_text_begin_where_the_page_stands(
    html: str, level: int, expected: str
) -> None:
    assert SETTING.passages(said(html), level) == expected


def test_text_without_words_is_empty() -> None:
    assert SETTING.passages({}, 4) == ""
    assert SETTING.passages({"en": ()}, 4) == ""


def test_component_that_is_not_known_is_no_link() -> None:
    assert SETTING.component("old<") == "<bdi>old&lt;</bdi>"
    assert SETTING.component("search") == (
        '<a href="../components/search.html"><bdi>Search</bdi></a>'
    )


def test_state_is_a_word_and_a_shape() -> None:
    line = '<bdi>Search</bdi>: <span class="is major">Partial outage</span>'
    assert SETTING.state("search", State.PARTIAL_OUTAGE) == line
    assert SETTING.state("search", State.PARTIAL_OUTAGE) == line


def test_many_components_are_folded_and_none_is_lost() -> None:
    few, many = [f"c{number}" for number in range(6)], [f"c{number}" for number in range(8)]
    assert "details" not in SETTING.components(few)
    folded = SETTING.components(many)
    assert "<summary>and 3 more</summary>" in folded
    assert all(f"<bdi>{name}</bdi>" in folded for name in many)
    assert SETTING.component_names(few) == "c0, c1, c2, c3, c4, c5"
    assert SETTING.component_names(many) == "c0, c1, c2, c3, c4 and 3 more"
