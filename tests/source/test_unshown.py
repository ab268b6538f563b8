"""Words that nobody is shown: each is told of, and none that somebody sees."""

import pytest

from builder.source.bodies import BodyReading, read_body
from builder.source.files import MOST_PROBLEMS, SourceText
from builder.source.names import Names
from builder.vocabulary.readers import Reader

EXECUTIVES = "audience:executives"
READERS = {EXECUTIVES: Reader(EXECUTIVES, frozenset({EXECUTIVES}), internal=True)}


def read(body: str) -> BodyReading:
    return read_body(SourceText("x.md", body, ""), body, 1, Names(("en",), {}, READERS), {}, 3)


def told(body: str) -> list[str]:
    reading = read(body)
    assert reading.problems == ()
    return [
        f"{one.place.line}:{one.place.column} {one.message.partition(' is shown')[0]}"
        for one in reading.warnings
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[14:05]: restarted", ["1:1 `[14:05]: restarted`"]),
        (
            "Slow.\n\n[14:05]: restarted\n[14:10]: up\n",
            ["3:1 `[14:05]: restarted`", "4:1 `[14:10]: up`"],
        ),
        ('[14:05]: restarted "the database"', ['1:1 `[14:05]: restarted "the database"`']),
        ("[14:05]:\nrestarted", ["1:1 `[14:05]:`"]),
        ("> - [14:05]: restarted", ["1:5 `[14:05]: restarted`"]),
        ("[14:05]: restarting the database", []),
        ("Slow.\n[14:05]: restarted", []),
        ("\\[14:05]: restarted", []),
        ("    [14:05]: restarted", []),
        ("```\n[14:05]: restarted\n```", []),
    ],
)
def test_a_time_in_brackets(body: str, expected: list[str]) -> None:
    assert told(body) == expected


@pytest.mark.parametrize(
    "use", ["[a]", "[A]", "[a][]", "[words][a]", "# [a]", "> - [a]", "|[a]|\n|-|", "***[a]***"]
)
def test_a_definition_that_is_used(use: str) -> None:
    assert told(f"{use}\n\n[a]: https://a.example") == []


def test_a_second_definition_of_a_name() -> None:
    assert told("[a]\n\n[a]: https://a.example\n[a]: https://b.example\n") == [
        "4:1 `[a]: https://b.example`"
    ]
    assert told("[a]\n\n[a]: https://a.example\n[a]: https://a.example\n") == []


def test_a_definition_that_a_section_uses() -> None:
    assert told("Slow.\n\n[a]: https://a.example\n\n::: executives\nSee [a].\n:::\n") == []


def test_the_text_for_everyone_uses_no_definition_of_a_section() -> None:
    section = "::: executives\n[a]: https://a.example\n:::\n"
    assert told(f"See [a].\n\n{section}") == ["4:1 `[a]: https://a.example`"]


def test_a_section_gives_a_name_of_the_text_for_everyone_another_address() -> None:
    body = "See [a].\n\n[a]: https://a.example\n\n::: executives\n[a] [b]\n\n{}\n:::\n"
    assert told(body.format("[a]: https://b.example\n[b]: https://b.example")) == [
        "8:1 `[a]: https://b.example`"
    ]


@pytest.mark.parametrize(
    ("fence", "expected"),
    [
        ("```", []),
        ("```console", []),
        ("``` 14:05 restarted", ["1:5 `14:05 restarted`"]),
        ("~~~~ restarted it ", ["1:6 `restarted it`"]),
        ("> ```restarted it", ["1:6 `restarted it`"]),
    ],
)
def test_words_behind_the_sign_that_opens_code(fence: str, expected: list[str]) -> None:
    assert told(f"{fence}\nx\n") == expected


def test_what_to_write_instead() -> None:
    [warning] = read("[14:05]: restarted").warnings
    assert not warning.is_error
    assert warning.mend == (
        "If these are words, begin them with a backslash, `\\[`; else take the line out."
    )


def test_not_more_than_a_person_would_read() -> None:
    assert len(read("[a]: b\n" * 2_000).warnings) == MOST_PROBLEMS


def test_where_a_text_has_an_error_nobody_knows_what_it_would_have_used() -> None:
    assert read("<b>\n\n[a]\n\n[a]: https://a.example").warnings == ()
