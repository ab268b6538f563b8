import pytest

from builder.render import plain_text
from builder.render.plain_text import paragraphs
from builder.source.markdown import UPDATE_HEADINGS, parse
from builder.views.types import Passage

SITE = "https://status.example.com/fr/"
PAGE = "https://status.example.com/fr/incidents/one.html"

CASES = {
    "A paragraph\nof two lines.\n\nAnother one.": "A paragraph of two lines.\n\nAnother one.",
    "Less < more & *some* `code` **here**.": "Less < more & some code here.",
    "One\\\ntwo": "One\ntwo",
    "- one\n- two *words*\n- three": "- one\n- two words\n- three",
    "3. three\n4. four": "3. three\n4. four",
    "1. one\n2. two *words*\n3.\n4. four": "1. one\n2. two words\n3.\n4. four",
    "- one\n  - inner\n  - more\n- two": "- one\n  - inner\n  - more\n- two",
    "- one\n\n- two": "- one\n- two",
    "> Quoted\n> words.": "Quoted words.",
    "```\nfirst  line\n  second\n```": "first  line\n  second",
    "#### A heading\n\nText.": "A heading\n\nText.",
    "See [our page](https://example.com/a?b=1&c=2).": (
        "See our page (https://example.com/a?b=1&c=2)."
    ),
    "See <https://example.com/a>.": "See https://example.com/a.",
    "See [the page](/p/about.html).": (
        "See the page (https://status.example.com/fr/p/about.html)."
    ),
    "Mail <help@example.com>.": "Mail help@example.com.",
    "| a | b |\n|---|---|\n| 1 | 2 |": "a | b\n1 | 2",
}


def read(source: str) -> list[Passage]:
    text, faults = parse(source, UPDATE_HEADINGS, {})
    assert not faults
    return [Passage(block) for block in text.blocks]


@pytest.mark.parametrize("source", CASES)
def test_words_keep_their_lines(source: str) -> None:
    assert paragraphs(read(source), SITE, PAGE) == CASES[source]


@pytest.mark.parametrize("source", CASES)
def test_the_short_way_says_what_the_long_one_does(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages = read(source)
    short = paragraphs(passages, SITE, PAGE)
    monkeypatch.setattr(plain_text, "_plain_block", lambda *_: "")
    assert paragraphs(passages, SITE, PAGE) == short


def test_nothing_says_nothing() -> None:
    assert paragraphs([], SITE, PAGE) == ""
