"""The record that a later import reads."""

import pytest

from builder.importers.writing.record import (
    Record,
    RecordedIncident,
    RecordError,
    read_record,
    recorded,
    write_record,
)


def test_it_reads_what_it_writes() -> None:
    one = recorded(
        "20240301T1000Z-a", "2024-03-01T10:00:00Z", "first", "", "Words.", "f", embargo=True
    )
    record = Record({"cstate": {"a.md": RecordedIncident("a", "x", (one,), ("gone",))}})
    assert read_record(write_record(record)) == record


def test_it_holds_no_words() -> None:
    secret = "The password of the router is on the wall."  # noqa: S105
    one = recorded("n", "2024-03-01T10:00:00Z", "", "", secret, "f", embargo=False)
    text = write_record(Record({"cstate": {"a.md": RecordedIncident("a", "x", (one,))}}))
    assert "password" not in text


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 2, "systems": {}}', '{"format": 1}', "[" * 9999]
)
def test_a_damaged_one_is_an_error(text: str) -> None:
    with pytest.raises(RecordError):
        read_record(text)
