"""Sections are cut out before Markdown is parsed: cases in ``good_sections.md``."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.source.bodies import read_body
from builder.source.files import SourceText
from builder.source.names import Names
from builder.source.sections import cut_sections
from builder.vocabulary.readers import Reader
from tests.source.cases import Case, read_cases

READERS = ("audience:strategic", "audience:executives", "account:acme", "account:globex")
NAMES = Names(("en",), {}, {name: Reader(name, frozenset({name})) for name in READERS})


@pytest.mark.parametrize("case", read_cases("good_sections.md"), ids=str)
def test_cases(case: Case) -> None:
    source = SourceText("update.md", case.input, "")
    reading = read_body(source, case.input, 1, NAMES, {}, 3)
    assert reading.problems == ()
    lines = [("everyone", reading.body.blocks)]
    for section in reading.body.sections:
        readers = ", ".join(sorted(section.audience)).replace("audience:", "")
        lines.append((f"{readers} after {section.after}", section.blocks))
    said = "".join(
        f"{who}: {line}\n" for who, blocks in lines for line in "".join(blocks).splitlines()
    )
    assert said == case.expected


LINES = st.sampled_from(
    ["words", "", "- item", "> quote", "```", "    code", "# title", "[a]", "[a]: /x.html", "***"]
)
PRIVATE = st.lists(LINES, max_size=4)


@given(st.lists(st.one_of(LINES, PRIVATE), max_size=12))
def test_what_is_hidden_is_one_empty_line_to_everyone(pieces: list[str | list[str]]) -> None:
    """The text for everyone is that of a file which has an empty line where each section stands."""
    written, public = [], []
    for piece in pieces:
        if isinstance(piece, str):
            written.append(piece)
            public.append(piece)
        else:
            written += ["::: strategic", *piece, ":::"]
            public.append("")
    source = SourceText("update.md", "\n".join(written), "")
    cut, problems = cut_sections(source, source.text, 1, NAMES)
    assert problems == []
    assert cut.text == "\n".join(public)
    assert len(cut.lines) == len(public) or not public
    whole = read_body(source, source.text, 1, NAMES, {}, 3)
    alone = read_body(SourceText("u.md", cut.text, ""), cut.text, 1, NAMES, {}, 3)
    assert whole.body.blocks == alone.body.blocks


def test_each_line_keeps_its_number() -> None:
    body = "one\n::: strategic\ntwo\n:::\nthree\n"
    cut, _ = cut_sections(SourceText("u.md", body, ""), body, 7, NAMES)
    assert list(zip(cut.text.split("\n"), cut.lines, strict=True)) == [
        ("one", 7),
        ("", 8),
        ("three", 11),
        ("", 12),
    ]


def test_without_known_readers_no_name_is_wrong() -> None:
    body = "::: nobody\nwords\n:::\n"
    _, problems = cut_sections(SourceText("u.md", body, ""), body, 1, Names(None, None, None))
    assert problems == []


@pytest.mark.parametrize(
    "line",
    [
        ":\ufe0f:\ufe0f:\ufe0f executives",
        ":\u0301:\u0301: executives",
        "\u2237: executives",
        "\u2237 executives",
    ],
    ids=ascii,
)
def test_what_looks_like_a_marker_is_refused(line: str) -> None:
    for text in (line, f"Before.\n> {line}\nafter"):
        source = SourceText("update.md", text, "")
        assert [each.code for each in cut_sections(source, text, 1, NAMES)[1]] == ["bad-marker"]


@pytest.mark.parametrize(
    "line",
    ["std\\::vector", "Note\\: &#58; it", "e\u0301:x", "see: a::b", "\\:\\:\\: as it is printed"],
)
def test_colons_that_are_words(line: str) -> None:
    """Within a line, or written so that Markdown prints them."""
    source = SourceText("update.md", line, "")
    assert cut_sections(source, line, 1, NAMES)[1] == []
