"""Times as people write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from builder.importers.reading.source_times import (
    NotATimeError,
    Span,
    ZoneNeededError,
    find_written,
    read_time,
)

SPAN = Span(datetime(2024, 3, 1, 10, tzinfo=UTC), datetime(2024, 3, 1, 16, tzinfo=UTC))
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-01T10:00:00Z", "2024-03-01T10:00:00"),
        ("2024-03-01T10:00:00-00:00", "2024-03-01T10:00:00"),
        ("2024-03-01T9:06:14+01:00", "2024-03-01T08:06:14"),
        ("2024-03-01 10:00 UTC", "2024-03-01T10:00:00"),
        ("2024-03-01T10:00:59.999Z", "2024-03-01T10:00:59"),
        ("2024-03-01T011:00:00-00:00", "2024-03-01T11:00:00"),
        ("2024-03-01 10:00:00", "2024-03-01T09:00:00"),
        ("2024-07-01 10:00:00", "2024-07-01T08:00:00"),
        ("2024-03-01", "2024-02-29T23:00:00"),
    ],
)
def test_times_of_front_matter(text: str, expected: str) -> None:
    assert read_time(text, PARIS).at.isoformat() == f"{expected}+00:00"


@pytest.mark.parametrize(
    "text", ["", "soon", "2024-02-30T10:00Z", "2024-03-01T25:00Z", "2024-03-01:10:00:30:00"]
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(NotATimeError):
        read_time(text, PARIS)


def test_a_zone_is_needed_where_none_stands() -> None:
    with pytest.raises(ZoneNeededError):
        read_time("2024-03-01 10:00:00", None)
    assert read_time("2024-03-01 10:00:00Z", None).at.hour == 10


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("2024-03-01 11h30 UTC", "01T11:30", ""),
        ("2024-03-01, at 11:30 UTC: x", "01T11:30", ": x"),
        ("1st of March 2024 - 11:30 UTC", "01T11:30", ""),
        ("Friday 1 March 2024 at 11:30am UTC", "01T11:30", ""),
        ("March 1, 2024 1:30PM UTC", "01T13:30", ""),
        ("Fri Mar 1 11:30:00 UTC: x", "01T11:30", ": x"),
        ("11:30 UTC - x", "01T11:30", " - x"),
        ("12:30 CET", "01T11:30", ""),
    ],
)
def test_times_in_a_text(text: str, expected: str, rest: str) -> None:
    found = find_written(text, None, SPAN)
    assert found is not None
    assert (found[0].at.isoformat()[8:16], found[1]) == (expected, rest)


@pytest.mark.parametrize("text", ["", "at noon", "09:00 UTC", "17:00 UTC", "4th July", "in 2024"])
def test_no_time_is_invented(text: str) -> None:
    assert find_written(text, None, SPAN) is None


def test_a_clock_time_on_two_days_is_none() -> None:
    long = Span(SPAN.start, datetime(2024, 3, 3, 16, tzinfo=UTC))
    assert find_written("11:30 UTC", None, long) is None


def test_a_clock_time_after_midnight() -> None:
    night = Span(datetime(2024, 3, 1, 22, tzinfo=UTC), datetime(2024, 3, 2, 4, tzinfo=UTC))
    found = find_written("01:30 UTC", None, night)
    assert found is not None
    assert found[0].at == datetime(2024, 3, 2, 1, 30, tzinfo=UTC)
