"""Lines, front matter and sections as the second cutter takes them."""

import pytest

from builder.publish.lines import for_everyone, has_words, sheet_of, text_of
from builder.publish.yaml_scalars import Unsure

CUT = {
    "no section": ("one\ntwo", "one\ntwo"),
    "a section is one empty line": ("one\n::: a\nx\ny\n:::\ntwo\n", "one\n\ntwo\n"),
    "first and last": ("::: a\nx\n:::\none\n::: account b c\ny\n:::", "\none\n"),
    "two in a row": ("::: a\n:::\n::: b\n:::\n", "\n\n"),
    "in a fence": ("```\n::: a\n```\n:::\n```\n", "```\n\n```\n"),
    "line ends stay": ("one  \r\n::: a\r\nx\r\n:::\r\ntwo\rthree", "one  \r\n\r\ntwo\rthree"),
    "colons in words": ("a::b and 12:30\n", "a::b and 12:30\n"),
}
REFUSED = {
    "not closed": "::: a\nx\n",
    "not opened": ":::\n",
    "nested": "::: a\n::: b\n:::\n:::\n",
    "a blank behind": "::: a \nx\n:::\n",
    "no blank between": ":::a\nx\n:::\n",
    "in a quote": "> ::: a\n",
    "four colons": "::::\n",
}


@pytest.mark.parametrize("name", CUT)
def test_sections_become_empty_lines(name: str) -> None:
    written, left = CUT[name]
    assert for_everyone(written, 1) == left


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_marker_is_refused(name: str) -> None:
    with pytest.raises(Unsure):
        for_everyone(REFUSED[name], 1)


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00"])
def test_no_other_character_ends_a_line(end: str) -> None:
    with pytest.raises(Unsure):
        text_of(f"one{end}two".encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Unsure) as refused:
        text_of(b"one\ntwo \xff")
    assert refused.value.line == 2


def test_a_byte_order_mark_is_no_text() -> None:
    assert text_of(b"\xef\xbb\xbf::: a\n") == "::: a\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_front_matter_is_between_two_lines(end: str) -> None:
    sheet = sheet_of(end.join(["---", "a: b", "---", "body", "---", ""]))
    assert (sheet.yaml, sheet.body, sheet.body_line) == ("a: b\n", f"body{end}---{end}", 4)


@pytest.mark.parametrize("text", ["", "a: b\n", "--- \na: b\n---\n", "---\na: b\n"])
def test_a_file_without_front_matter_is_refused(text: str) -> None:
    with pytest.raises(Unsure):
        sheet_of(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", False), (" \n\t\n", False), ("[a]: https://x\n", False), ("[a] x\n", True)],
)
def test_definitions_are_no_words(text: str, words: bool) -> None:
    assert has_words(text) is words
