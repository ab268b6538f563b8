"""The order and the times of news: which entries a reader is told, and since when.

An entry's time is that of its posting, moved on by as many seconds as keep times strictly rising;
it is worked out once over all that the reader may read, so that every feed gives it the same.
Of one second the clock's entries stand first, since what an author writes of it comes later, and
with it what the clock makes up for; these stand by incident, each incident's in its own order.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from builder.views.types import Entry, IncidentRow

_STEP = timedelta(seconds=1)

Item = tuple[IncidentRow, Entry, datetime]


@dataclass(frozen=True, slots=True)
class News:
    """All that one reader has been told by a moment, newest first.

    ``waiting`` is when the next entry is told that was posted already and has to stand in line.
    """

    items: tuple[Item, ...]
    waiting: datetime | None = None


def news(rows: Iterable[IncidentRow], now: datetime) -> News:
    """Give each entry its time, and leave out what lies in the future."""
    timed = _timed(rows)
    told = bisect_right(timed, now, key=lambda item: item[2])
    return News(tuple(timed[:told][::-1]), timed[told][2] if told < len(timed) else None)


def _timed(rows: Iterable[IncidentRow]) -> list[Item]:
    # No two have the same first four, so rows and entries are never held against each other.
    posted = sorted(
        (entry.posted, by_author, row.id, place, row, entry)
        for row in rows
        for place, (entry, by_author) in enumerate(_with_causes(row.entries))
    )
    found: list[Item] = []
    before: datetime | None = None
    for moment, *_, row, entry in posted:
        time = moment if before is None or moment > before else before + _STEP
        found.append((row, entry, time))
        before = time
    return found


def _with_causes(entries: Iterable[Entry]) -> Iterator[tuple[Entry, bool]]:
    """Yield an incident's entries, and whether each comes of what an author wrote of its second."""
    written: datetime | None = None
    for entry in entries:
        if entry.update:
            written = entry.posted
        yield entry, entry.posted == written
