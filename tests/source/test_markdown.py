"""Markdown to blocks: cases in ``good_markdown.md``; what is refused is in ``bad_markdown.md``."""

import pytest

from builder.source.markdown import PAGE_HEADINGS, UPDATE_HEADINGS, parse
from tests.source.cases import Case, read_cases

PICTURES = {"graph.png": "incidents/outage/0123456789ab.png"}
LONGEST = 32 * 1024


@pytest.mark.parametrize("case", read_cases("good_markdown.md"), ids=str)
def test_cases(case: Case) -> None:
    text, faults = parse(case.input, UPDATE_HEADINGS, PICTURES)
    assert faults == []
    assert "".join(text.blocks) == case.expected


def test_blocks_and_where_they_begin() -> None:
    text, _ = parse("\n# a\n\nb\nb\n\n- c\n\n- d\n\n***\n", PAGE_HEADINGS, {})
    assert len(text.blocks) == 4
    assert text.starts == (1, 3, 6, 10)
    assert text.blocks[0] == "<h2>a</h2>\n"


def test_the_pictures_that_are_shown() -> None:
    text, _ = parse("![a](graph.png)", 3, PICTURES | {"other.png": "other"})
    assert text.pictures == {"incidents/outage/0123456789ab.png"}


def test_definitions_that_are_given_are_known_and_kept_apart() -> None:
    given = parse("[a]: https://a.example", 3, {})[0].definitions
    text, _ = parse("[a] [b]\n\n[b]: https://b.example", 3, {}, given)
    assert "a.example" in text.blocks[0]
    assert "b.example" in text.blocks[0]
    assert list(given) == ["A"]


@pytest.mark.parametrize("text", ["", "\n\n", "  \n\t", "[a]: https://a.example"])
def test_no_words(text: str) -> None:
    assert parse(text, 3, {})[0].blocks == ()


@pytest.mark.parametrize("deep", [10, 11, 40, 16_000])
@pytest.mark.parametrize("sign", ["> ", "- ", "1. "])
def test_nothing_is_lost_to_depth(sign: str, deep: int) -> None:
    text, faults = parse(f"{sign * deep}word"[-LONGEST:], 3, {})
    if faults:
        assert [fault.code for fault in faults] == ["text-too-deep"]
    else:
        assert "word" in "".join(text.blocks)
    assert bool(faults) == (deep > (19 if sign == "> " else 9))


HOSTILE = {
    "open links": "[a](",
    "open pictures": "![",
    "brackets": "[",
    "links in pictures": "[![",
    "references": "[x][",
    "marks": "*a **a ",
    "marks of two kinds": "*_",
    "strikes": "~~a",
    "backticks": "`a``b```c",
    "entities": "&#",
    "backslashes": "\\",
    "angles": "a <",
    "bare addresses": "https://a",
    "rows": "a|b\n-|-\n",
    "definitions": "[a]:\n",
    "lines": "a\n",
    "blanks": " ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_end(piece: str) -> None:
    """A parser that needs the square of the length would not come back in any test's time."""
    text = (piece * LONGEST)[:LONGEST]
    found, faults = parse(text, 3, {})
    assert found.blocks or faults or not text.strip() or piece == "[a]:\n"
