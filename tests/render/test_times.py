from datetime import timedelta

import pytest

from builder.render.times import Times
from builder.render.words import ENGLISH
from tests.render.samples import at


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        ("Etc/UTC", "2026-11-23 14:05:59", "23 Nov 2026, 14:05 UTC"),
        ("Europe/Paris", "2026-12-31 23:30", "1 Jan 2027, 00:30 CET"),
        ("Europe/Paris", "2026-07-01 00:00", "1 Jul 2026, 02:00 CEST"),
        ("Asia/Kathmandu", "2026-07-01 00:00", "1 Jul 2026, 05:45 UTC+05:45"),
        ("America/Sao_Paulo", "2026-07-01 00:00", "30 Jun 2026, 21:00 UTC-03:00"),
    ],
)
def test_time_has_date_year_and_zone(zone: str, moment: str, expected: str) -> None:
    assert Times(zone, ENGLISH).plain(at(moment)) == expected


def test_clock_that_is_put_back_tells_both_hours_apart() -> None:
    times = Times("Europe/Paris", ENGLISH)
    assert times.plain(at("2026-10-25 00:30")) == "25 Oct 2026, 02:30 CEST"
    assert times.plain(at("2026-10-25 01:30")) == "25 Oct 2026, 02:30 CET"


def test_element_is_exact_for_programs() -> None:
    element = Times("Europe/Paris", ENGLISH).element(at("2026-11-23 14:05:07"))
    assert element == '<time datetime="2026-11-23T14:05:07Z">23 Nov 2026, 15:05 CET</time>'


def test_month_lies_in_the_zone_of_the_page() -> None:
    midnight = at("2026-10-31 23:30")
    assert Times("Etc/UTC", ENGLISH).month_of(midnight) == "2026-10"
    assert Times("Europe/Paris", ENGLISH).month_of(midnight) == "2026-11"
    assert Times("Etc/UTC", ENGLISH).month("2026-11") == "November 2026"


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(0), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(minutes=1, seconds=59), "1 min"),
        (timedelta(hours=4, minutes=24), "4 h 24 min"),
        (timedelta(hours=24), "1 d"),
        (timedelta(hours=22), "22 h"),
        (timedelta(days=3, hours=2, minutes=59), "3 d 2 h"),
        (timedelta(minutes=-5), "0 s"),
    ],
)
def test_duration_is_told_in_two_units(length: timedelta, expected: str) -> None:
    found = Times("Etc/UTC", ENGLISH).duration(length)
    assert found.replace("\N{NO-BREAK SPACE}", " ") == expected


def test_stretch_that_lasts_has_no_end() -> None:
    times = Times("Etc/UTC", ENGLISH)
    start, end = at("2026-11-23 14:05"), at("2026-11-23 15:00")
    assert times.stretch(start, None) == f"since {times.element(start)}"
    assert times.stretch(start, end) == f"{times.element(start)} to {times.element(end)}"
