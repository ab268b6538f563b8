"""Times as they are typed, and as they are told back."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from builder.authoring.typed_time import UnreadTime, echoed, read_typed
from builder.vocabulary.times import iso

UTC_ZONE = ZoneInfo("Etc/UTC")
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("now", UTC_ZONE, "2026-11-23T14:05:00Z"),
        ("14:30", UTC_ZONE, "2026-11-23T14:30:00Z"),
        ("9:05", UTC_ZONE, "2026-11-23T09:05:00Z"),
        ("15:30", PARIS, "2026-11-23T14:30:00Z"),
        ("+20m", UTC_ZONE, "2026-11-23T14:25:00Z"),
        ("-2h", UTC_ZONE, "2026-11-23T12:05:00Z"),
        ("02:00", UTC_ZONE, "2026-11-24T02:00:00Z"),
        ("2026-11-25T09:00+01:00", UTC_ZONE, "2026-11-25T08:00:00Z"),
        ("2026-11-25 09:00", PARIS, "2026-11-25T08:00:00Z"),
    ],
)
def test_times_are_read(text: str, zone: ZoneInfo, expected: str) -> None:
    assert iso(read_typed(text, NOW, zone)) == expected


@pytest.mark.parametrize("text", ["", "24:00", "+20", "tomorrow", "2026-11-31 09:00"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(UnreadTime, match="Write `14:30`"):
        read_typed(text, NOW, UTC_ZONE)


def test_a_time_that_the_clocks_skip_is_no_time() -> None:
    spring = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    with pytest.raises(UnreadTime, match="02:30 is skipped"):
        read_typed("02:30", spring, PARIS)
    with pytest.raises(UnreadTime, match="clocks skip 2026-03-29 02:30"):
        read_typed("2026-03-29 02:30", spring, PARIS)


def test_a_time_is_told_back_with_zone_and_distance() -> None:
    soon = datetime(2026, 11, 23, 14, 17, tzinfo=UTC)
    assert echoed(soon, NOW, UTC_ZONE, PARIS) == "14:17 UTC = 15:17 here, in 12 min"
    assert echoed(soon, NOW, PARIS, PARIS) == "15:17 CET, in 12 min"
    late = datetime(2026, 11, 24, 15, 5, tzinfo=UTC)
    assert echoed(late, NOW, UTC_ZONE, UTC_ZONE) == "2026-11-24 15:05 UTC, in 25 h 00 min"
    assert echoed(NOW, soon, UTC_ZONE, UTC_ZONE) == "14:05 UTC, 12 min ago"
