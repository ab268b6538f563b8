"""How findings are printed: text with a caret, JSON, annotations."""

import io
import json

import pytest

from builder.cli.findings import as_json, write_problems
from builder.vocabulary.problems import Place, Problem, Severity

NAIVE = Problem(
    Place("incidents/a/b.md", 3, 5),
    "naive-time",
    "`2026-11-23T08:10:00` does not say how far it is from UTC.",
    "Write `2026-11-23T08:10:00Z`.",
    excerpt="at: 2026-11-23T08:10:00",
)
LATE = Problem(
    Place("incidents/a/incident.md", 2, 1),
    "started-late",
    "Impact begins late.",
    "Mend `started`.",
    Severity.WARNING,
    "started: x",
)
FILE = Problem(Place("a,b:c%.md"), "symbolic-link", "This is\na link.", "Put the file here.")


def printed(problems: list[Problem], form: str = "text") -> str:
    stream = io.StringIO()
    write_problems(problems, form, stream)
    return stream.getvalue()


def test_text() -> None:
    assert printed([LATE, NAIVE, NAIVE]) == (
        "incidents/a/b.md:3:5: naive-time: `2026-11-23T08:10:00` does not say how far it is from "
        "UTC. Write `2026-11-23T08:10:00Z`.\n"
        "    at: 2026-11-23T08:10:00\n"
        "        ^\n"
        "incidents/a/incident.md:2:1: warning: started-late: Impact begins late. Mend `started`.\n"
        "    started: x\n"
        "    ^\n"
        "1 error, 1 warning in 2 files\n"
    )


def test_nothing_to_say() -> None:
    assert printed([]) == "no problems\n"
    assert printed([], "annotations") == ""
    assert json.loads(printed([], "json")) == {
        "problems": [],
        "errors": 0,
        "warnings": 0,
        "notes": 0,
    }


def lines_of(excerpt: str, column: int) -> tuple[str, str]:
    problem = Problem(Place("x.md", 1, column), "code", "Wrong.", excerpt=excerpt)
    first, second = printed([problem]).split("\n")[1:3]
    return first[4:], second[4:]


@pytest.mark.parametrize(
    ("excerpt", "column", "under"),
    [("abc", 2, "b"), ("\ta\tb", 4, "b"), ("日本x", 3, "x"), ("e\u0301x", 3, "x")],
)
def test_the_caret_stands_under_its_letter(excerpt: str, column: int, under: str) -> None:
    from unicodedata import combining, east_asian_width

    line, caret = lines_of(excerpt, column)
    columns = ""
    for letter in line:
        if not combining(letter):
            columns += letter + (" " if east_asian_width(letter) in "WF" else "")
    assert columns[len(caret) - 1] == under


def test_a_long_line_is_cut_around_the_place() -> None:
    line, caret = lines_of("x" * 200 + "HERE" + "y" * 100, 201)
    assert len(line) < 120
    assert line.startswith("...")
    assert line.endswith("...")
    assert line[len(caret) - 1 :].startswith("HERE")


def test_nothing_printed_can_steer_a_terminal() -> None:
    problem = Problem(
        Place("a\x1b[2J.md", 1, 3),
        "code",
        "Wrong \x9b31m.",
        "\u202e",
        excerpt="a\x1b]0;x\x07\u2066b",
    )
    said = printed([problem])
    assert all(letter.isprintable() or letter == "\n" for letter in said)
    assert "<U+001B>" in said
    assert "\u202e" not in said


def test_annotations() -> None:
    assert printed([NAIVE, LATE, FILE], "annotations") == (
        "::error file=a%2Cb%3Ac%25.md,title=symbolic-link::This is%0Aa link. Put the file here.\n"
        "::error file=incidents/a/b.md,line=3,col=5,title=naive-time::`2026-11-23T08:10:00` does "
        "not say how far it is from UTC. Write `2026-11-23T08:10:00Z`.\n"
        "::warning file=incidents/a/incident.md,line=2,col=1,title=started-late::"
        "Impact begins late. Mend `started`.\n"
    )


def test_a_note_is_a_notice_to_github() -> None:
    note = Problem(Place("x.md", 1, 1), "held", "Held.", severity=Severity.NOTE)
    assert printed([note], "annotations").startswith("::notice file=x.md,line=1,col=1,")


def test_json() -> None:
    found = json.loads(printed([LATE, NAIVE, NAIVE], "json"))
    assert (found["errors"], found["warnings"], found["notes"]) == (1, 1, 0)
    assert found["problems"] == as_json([NAIVE, LATE])
    assert found["problems"][0] == {
        "path": "incidents/a/b.md",
        "line": 3,
        "column": 5,
        "code": "naive-time",
        "severity": "error",
        "message": "`2026-11-23T08:10:00` does not say how far it is from UTC.",
        "mend": "Write `2026-11-23T08:10:00Z`.",
        "excerpt": "at: 2026-11-23T08:10:00",
    }
