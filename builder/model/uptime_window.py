"""Windows of time that people name: ``90d``, ``2026-10``, ``2026-Q3``."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from builder.model.uptime import Window
from builder.vocabulary.times import TimeError, parse_duration

_MONTHS = re.compile(r"(\d{4})-(?:(\d\d)|Q([1-4]))")
_OLDEST = 1970


class WindowError(ValueError):
    """A window that can't be read or has no second in it; the message says why."""


@dataclass(frozen=True, slots=True)
class NamedWindow:
    """A window by its name: so long up to now, or whole months of the calendar.

    ``months`` are year, first month, and how many.
    """

    name: str
    length: timedelta | None = None
    months: tuple[int, int, int] | None = None

    def bounds(self, now: datetime, zone: tzinfo) -> Window:
        """Return its seconds up to ``now``; months begin and end at midnight in ``zone``.

        Raises:
            WindowError: it has not begun at ``now``, or reaches back too far.
        """
        end = int(now.timestamp())
        if self.months is None:
            assert self.length is not None
            since = end - int(self.length.total_seconds())
            if since < 0:
                raise WindowError(f"{self.name} reaches back before {_OLDEST}")
            return Window(since, end)
        year, month, count = self.months
        last = month - 1 + count
        since = midnight(date(year, month, 1), zone)
        until = midnight(date(year + last // 12, last % 12 + 1, 1), zone)
        if since >= end:
            raise WindowError(f"{self.name} has not begun")
        return Window(since, min(until, end))


def parse_window(text: str) -> NamedWindow:
    """Read ``90d`` or another duration, ``2026-10`` or ``2026-Q3``.

    Raises:
        WindowError: it is none of these.
    """
    match = _MONTHS.fullmatch(text)
    if match is not None:
        year, month, quarter = match.groups()
        first = int(month) if month else int(quarter) * 3 - 2
        if int(year) in range(_OLDEST, 9999) and first in range(1, 13):
            return NamedWindow(text, months=(int(year), first, 1 if month else 3))
        raise WindowError(f"{text!r} does not exist")
    try:
        return NamedWindow(text, parse_duration(text))
    except TimeError:
        raise WindowError(f"{text!r} is no window") from None


def midnight(day: date, zone: tzinfo) -> int:
    """Return the second at which a day begins in a zone."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
