"""Windows of maintenance that come again: at the same time of day, in the site's zone."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from builder.authoring.typed_time import in_zone

MOST = 60
"""Windows that one command writes."""


class Repeat(StrEnum):
    """How often a window comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Window:
    """From one instant to another (aware, UTC)."""

    begins: datetime
    ends: datetime


class UnfitWindows(ValueError):
    """The windows can't be meant; the message says why."""


def windows(
    first: Window, repeat: Repeat | None, until: date | None, zone: ZoneInfo
) -> list[Window]:
    """Return the first window and those that follow it, up to and with a day of the zone.

    Each begins at the first one's time of day and is as long, whatever the clocks do; a time that
    they skip is that much later. A month without such a day has none.

    Raises:
        UnfitWindows: there would be more than can be meant, or each would run into the next.
    """
    if repeat is None or until is None:
        return [first]
    local = first.begins.astimezone(zone)
    length = first.ends - first.begins
    found: list[Window] = []
    for day in _days(local.date(), repeat, until):
        written = datetime.combine(day, local.time())
        begins = in_zone(written, zone) or written.replace(tzinfo=zone).astimezone(
            first.begins.tzinfo
        )
        if found and begins < found[-1].ends:
            raise UnfitWindows("Each window would run into the next one.")
        found.append(Window(begins, begins + length))
        if len(found) > MOST:
            raise UnfitWindows(f"These are more than {MOST} windows: write a nearer day.")
    if not found:
        raise UnfitWindows("The last day lies before the first window.")
    return found


def _days(first: date, repeat: Repeat, until: date) -> Iterator[date]:
    if repeat is Repeat.MONTHLY:
        for number in range(12 * 100):
            year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
            if date(year, month + 1, 1) > until:
                return
            if first.day <= monthrange(year, month + 1)[1]:
                day = date(year, month + 1, first.day)
                if day <= until:
                    yield day
        return
    step = timedelta(days=1 if repeat is Repeat.DAILY else 7)
    day = first
    while day <= until:
        yield day
        day += step
