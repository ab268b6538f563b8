"""What some days of one component held, and the figure of those that are over."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from builder.model.uptime import Held, Measured, Window, percent
from builder.model.uptime_policy import Policy
from builder.views.types import IncidentRow
from builder.views.uptime_types import ComponentHistory, DayHistory, Seconds, ToldOf
from builder.vocabulary.statuses import State, worst


@dataclass(frozen=True)
class Days:
    """Days that follow each other. ``borders`` are the seconds at which each of them begins, and at
    which the last of those that are over ends: where that is one of the days itself, it goes on."""

    days: Sequence[date]
    borders: Sequence[int]

    @property
    def whole(self) -> Window:
        """The days that are over."""
        return Window(self.borders[0], self.borders[-1])

    def of(self, second: int) -> int:
        """Return the position of the day in which a second lies."""
        return bisect_right(self.borders, second) - 1


def incident_behind(held: Held) -> str:
    """Return the id of the incident that told of a state."""
    return held.source.partition("/")[0]


def history_of(
    measured: Measured,
    held: Iterable[Held],
    here: Window,
    days: Days,
    rows: Mapping[str, IncidentRow],
    policy: Policy,
) -> ComponentHistory:
    """Return the days of a component from what was ``held`` of it.

    ``measured`` are those that are over, ``here`` is when there is data of it, and ``rows`` are the
    incidents that told of it, by their ids.
    """
    there = here.seconds > 0
    return ComponentHistory(
        figure="" if measured.uptime is None else percent(measured.uptime, policy.digits),
        counted=measured.counted,
        weighted=measured.weighted,
        seconds=_by_state((piece.state, piece.seconds) for piece in measured.pieces),
        first=days.days[days.of(here.since)] if there else None,
        last=days.days[days.of(here.until - 1)] if there else None,
        days=_told_days(measured, held, here, days, rows),
    )


def _told_days(
    measured: Measured,
    held: Iterable[Held],
    here: Window,
    days: Days,
    rows: Mapping[str, IncidentRow],
) -> tuple[DayHistory, ...]:
    """Return the days on which it was not operational for some time."""
    seconds = _seconds_by_day(measured, days)
    today: list[State] = []
    incidents: dict[int, dict[str, IncidentRow]] = {}
    for each in held:
        since = max(each.since, here.since)
        until = here.until if each.until is None else min(each.until, here.until)
        if since >= until:
            continue
        incident = incident_behind(each)
        for day in range(days.of(since), days.of(until - 1) + 1):
            incidents.setdefault(day, {})[incident] = rows[incident]
        if until > days.borders[-1]:
            today.append(each.state)
    found = []
    for day in sorted(incidents):
        by_state = _by_state(seconds.get(day, ()))
        state = worst(today) if day == len(days.borders) - 1 else by_state[0][0]
        listed = sorted(incidents[day].values(), key=lambda row: (row.began, row.id))
        found.append(
            DayHistory(
                days.days[day], state, by_state, tuple(ToldOf(row.id, row.title) for row in listed)
            )
        )
    return tuple(found)


def _seconds_by_day(measured: Measured, days: Days) -> dict[int, list[tuple[State, int]]]:
    found: dict[int, list[tuple[State, int]]] = {}
    for piece in measured.pieces:
        for day in range(days.of(piece.since), days.of(piece.until - 1) + 1):
            since = max(piece.since, days.borders[day])
            until = min(piece.until, days.borders[day + 1])
            found.setdefault(day, []).append((piece.state, until - since))
    return found


def _by_state(parts: Iterable[tuple[State, int]]) -> Seconds:
    """Add seconds up by state, the worst state first."""
    found: dict[State, int] = {}
    for state, seconds in parts:
        found[state] = found.get(state, 0) + seconds
    return tuple(sorted(found.items(), key=lambda each: each[0].rank, reverse=True))
