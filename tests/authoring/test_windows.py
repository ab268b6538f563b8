"""Windows that come again, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from builder.authoring.windows import Repeat, UnfitWindows, Window, windows
from builder.vocabulary.times import iso

PARIS = ZoneInfo("Europe/Paris")


def begins(first: str, repeat: Repeat, until: str, hours: int = 2) -> list[str]:
    moment = datetime.fromisoformat(first).astimezone(UTC)
    window = Window(moment, moment + timedelta(hours=hours))
    found = windows(window, repeat, date.fromisoformat(until), PARIS)
    assert {each.ends - each.begins for each in found} == {timedelta(hours=hours)}
    return [iso(each.begins) for each in found]


def test_a_window_keeps_its_time_of_day() -> None:
    assert begins("2026-10-18T22:00+02:00", Repeat.WEEKLY, "2026-11-01") == [
        "2026-10-18T20:00:00Z",
        "2026-10-25T21:00:00Z",
        "2026-11-01T21:00:00Z",
    ]


def test_a_time_that_the_clocks_skip_is_later_that_day() -> None:
    assert begins("2026-03-28T02:30+01:00", Repeat.DAILY, "2026-03-30")[1:] == [
        "2026-03-29T01:30:00Z",
        "2026-03-30T00:30:00Z",
    ]


def test_a_month_without_the_day_has_none() -> None:
    found = begins("2026-12-31T10:00+01:00", Repeat.MONTHLY, "2027-03-31")
    assert [each[:10] for each in found] == ["2026-12-31", "2027-01-31", "2027-03-31"]


@pytest.mark.parametrize(
    ("repeat", "until", "hours", "said"),
    [
        (Repeat.DAILY, "2027-06-01", 2, "more than 60"),
        (Repeat.DAILY, "2026-12-05", 25, "run into the next"),
        (Repeat.DAILY, "2026-11-01", 2, "before the first"),
    ],
)
def test_what_can_not_be_meant_is_said(repeat: Repeat, until: str, hours: int, said: str) -> None:
    with pytest.raises(UnfitWindows, match=said):
        begins("2026-12-01T22:00+01:00", repeat, until, hours)
