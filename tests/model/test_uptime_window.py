"""Windows by name: their borders in a zone, and what is none."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from builder.model.uptime_window import WindowError, midnight, parse_window
from builder.vocabulary.times import iso, parse_time

NOW = parse_time("2026-11-23T08:20:00Z")


def borders(name: str, zone: str = "Etc/UTC") -> tuple[str, str]:
    window = parse_window(name).bounds(NOW, ZoneInfo(zone))
    since, until = (datetime.fromtimestamp(each, UTC) for each in (window.since, window.until))
    return iso(since), iso(until)


@pytest.mark.parametrize(
    ("name", "zone", "since", "until"),
    [
        ("90d", "Etc/UTC", "2026-08-25T08:20:00Z", "2026-11-23T08:20:00Z"),
        ("90d", "Europe/Paris", "2026-08-25T08:20:00Z", "2026-11-23T08:20:00Z"),
        ("24h", "Etc/UTC", "2026-11-22T08:20:00Z", "2026-11-23T08:20:00Z"),
        ("2026-10", "Etc/UTC", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"),
        ("2026-10", "Europe/Paris", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
        ("2026-Q3", "America/New_York", "2026-07-01T04:00:00Z", "2026-10-01T04:00:00Z"),
        ("2025-Q4", "Etc/UTC", "2025-10-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2025-12", "Etc/UTC", "2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2026-11", "Etc/UTC", "2026-11-01T00:00:00Z", "2026-11-23T08:20:00Z"),
        ("2026-Q4", "Etc/UTC", "2026-10-01T00:00:00Z", "2026-11-23T08:20:00Z"),
    ],
)
def test_borders(name: str, zone: str, since: str, until: str) -> None:
    assert borders(name, zone) == (since, until)


def test_90_days_are_90_times_86_400_seconds() -> None:
    window = parse_window("90d").bounds(NOW, ZoneInfo("Europe/Paris"))
    assert window.seconds == 90 * 86_400 == timedelta(days=90).total_seconds()


@pytest.mark.parametrize("name", ["", "0d", "90", "2026-13", "2026-Q5", "2026-1", "0000-01", "all"])
def test_what_is_no_window(name: str) -> None:
    with pytest.raises(WindowError):
        parse_window(name)


@pytest.mark.parametrize("name", ["2026-12", "2027-Q1", "999999d"])
def test_windows_without_a_second(name: str) -> None:
    with pytest.raises(WindowError):
        parse_window(name).bounds(NOW, ZoneInfo("Etc/UTC"))


def test_a_day_that_begins_at_one_o_clock() -> None:
    began = midnight(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo"))
    assert iso(datetime.fromtimestamp(began, UTC)) == "2018-11-04T03:00:00Z"
