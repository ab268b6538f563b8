"""A body as a whole; its parts are in ``test_sections`` and ``test_markdown``."""

import pytest

from builder.source.bodies import LONGEST_BODY, read_body
from builder.source.files import MOST_PROBLEMS, SourceText
from builder.source.names import Names

NAMES = Names(("en",), {}, {})


@pytest.mark.parametrize("letter", ["x", "é", "語"])
def test_the_longest_body(letter: str) -> None:
    length = LONGEST_BODY // len(letter.encode())
    for body, codes in (
        (letter * length, []),
        (letter * (length + 1), ["body-too-long"]),
        (letter * 200_000, ["body-too-long"]),
    ):
        reading = read_body(SourceText("x.md", body, ""), body, 1, NAMES, {}, 3)
        assert [problem.code for problem in reading.problems] == codes


def test_what_is_wrong_in_a_body_that_begins_further_down() -> None:
    source = SourceText("x.md", "---\na: 1\n---\nA <b>c</b>.\n", "")
    reading = read_body(source, "A <b>c</b>.\n", 4, NAMES, {}, 3)
    first = reading.problems[0]
    assert (first.place.line, first.place.column, first.excerpt) == (4, 3, "A <b>c</b>.")


@pytest.mark.parametrize("line", [":::", "<b>", "[a](b)", "<!-- -->", "::: x"])
def test_a_body_of_nothing_but_faults_is_told_of_fifty_times(line: str) -> None:
    body = f"{line}\n\n" * 2_500
    source = SourceText("x.md", body, "")
    reading = read_body(source, body, 1, NAMES, {}, 3)
    assert 0 < len(reading.problems) <= 2 * MOST_PROBLEMS
    assert any("further down" in problem.mend for problem in reading.problems)
