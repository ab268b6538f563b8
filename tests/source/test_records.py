"""Documents held against schemas; words and places are in the ``bad_*`` fixtures."""

from pydantic import BaseModel

from builder.source.document import read_document
from builder.source.files import MOST_PROBLEMS, SourceText
from builder.source.records import read_record
from builder.source.schemas.incident import IncidentRecord, UpdateRecord
from builder.vocabulary.problems import Problem


class Counted(BaseModel):
    number: int = 0
    title: str


def read(text: str, model: type[BaseModel]) -> tuple[BaseModel | None, list[Problem]]:
    document, problems = read_document(SourceText("x.yml", text, ""), text)
    assert problems == []
    return read_record(document, model)


def test_what_is_wrong_is_left_out_and_the_rest_is_read() -> None:
    record, problems = read(
        "status: identified\nat: never\ncomponents: {a: down, b: operational}\n", UpdateRecord
    )
    assert isinstance(record, UpdateRecord)
    assert record.status == "identified"
    assert record.at is None
    assert list(record.components) == ["b"]
    assert [problem.code for problem in problems] == ["bad-time", "unknown-state"]


def test_what_is_missing_does_not_hide_what_else_is_wrong() -> None:
    record, problems = read("priority: P9\nstarted: 2026-11-23T08:00:00Z\n", IncidentRecord)
    assert isinstance(record, IncidentRecord)
    assert record.started is not None
    assert sorted(problem.code for problem in problems) == ["missing-key", "unknown-priority"]


def test_a_complaint_that_has_no_words_of_ours() -> None:
    record, problems = read("number: x\ntitle: a\n", Counted)
    assert record == Counted(title="a")
    assert [problem.code for problem in problems] == ["bad-value"]


def test_thousands_of_unknown_keys_are_fifty_problems() -> None:
    _, problems = read("".join(f"key{number}: x\n" for number in range(3_000)), UpdateRecord)
    assert len(problems) == MOST_PROBLEMS
