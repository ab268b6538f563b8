"""The last 90 days of each component as one reader sees them, and the figures over them.

Days are those of the page's zone, also those of 23 and 25 hours. Figures cover whole days up to the
last midnight, so that they stand still until the next one; the day that is not over shows its worst
state so far and no seconds.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from builder.model.site import Site
from builder.model.uptime import Held, Measured, Window, measure, percent
from builder.model.uptime_policy import Policy
from builder.model.uptime_window import midnight
from builder.views.fingerprint import fingerprint
from builder.views.frame import readable_components
from builder.views.types import IncidentRow
from builder.views.uptime import group_figures, lives, told
from builder.views.uptime_types import (
    ComponentHistory,
    DayHistory,
    Seconds,
    ToldOf,
    UptimeRule,
    UptimeView,
)
from builder.vocabulary.readers import Reader
from builder.vocabulary.statuses import State, worst

DAYS = 90
"""Whole days that figures on pages cover."""


Alike = dict[tuple[object, ...], tuple[Measured, ComponentHistory]]
"""What was measured in a build so far, by all that it was measured from: readers who were told the
same of a component share its days."""


@dataclass(frozen=True)
class _Days:
    """The days of a page. ``borders`` are the seconds at which each of them begins; the last one is
    the day that is not over, ``now`` lies in it."""

    days: Sequence[date]
    borders: Sequence[int]
    now: int

    @property
    def whole(self) -> Window:
        """The days that are over."""
        return Window(self.borders[0], self.borders[-1])

    def of(self, second: int) -> int:
        """Return the position of the day in which a second lies."""
        return bisect_right(self.borders, second) - 1


def uptime_rule(policy: Policy) -> UptimeRule:
    """Return a policy as pages and programs are told of it."""
    return UptimeRule(
        name=policy.name,
        weights={state: policy.weight(state) for state in State},
        groups=policy.groups.value,
        digits=policy.digits,
    )


def midnights(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return when the day of ``now`` began in a zone (an IANA name) and when the next one does: the
    instants at which figures move on."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = (today, today + timedelta(days=1))
    began, ends = (datetime.fromtimestamp(midnight(each, ZoneInfo(zone)), UTC) for each in days)
    return began, ends


def uptime_view(
    reader: Reader,
    site: Site,
    rows: Iterable[IncidentRow],
    now: datetime,
    wanted: Collection[str] | None = None,
    alike: Alike | None = None,
) -> UptimeView | None:
    """Measure the components that the reader may read, or ``wanted`` ones of them; ``None`` where
    there is none.

    ``rows`` are those of this reader's incidents, merged ones already carried on. ``alike`` is
    what was measured for others of the same site at the same moment, and is added to.
    """
    known = {
        each.id: each
        for each in readable_components(reader, site)
        if wanted is None or each.id in wanted
    }
    if not known:
        return None
    zone, policy = ZoneInfo(site.time_zone), site.uptime_policy
    days = _days(now, zone)
    listed = tuple(rows)
    heard = told(listed, Window(days.borders[0], days.now + 1))
    whole = lives(known.values(), days.whole, zone)
    here = lives(known.values(), Window(days.borders[0], days.now + 1), zone)
    by_id = {row.id: row for row in listed}
    known_days = {} if alike is None else alike
    found: dict[str, tuple[Measured, ComponentHistory]] = {}
    for name in known:
        held = heard.get(name, ())
        named = tuple(_named(by_id[_incident(each)]) for each in held)
        key = (site.time_zone, whole[name], here[name], tuple(held), named)
        if key not in known_days:
            measured = measure(held, (whole[name],), policy)
            history = _history(measured, held, here[name], days, by_id, policy)
            known_days[key] = measured, history
        found[name] = known_days[key]
    measured_here = {name: measured for name, (measured, _) in found.items()}
    groups = group_figures(site, measured_here, whole, heard, policy)
    return UptimeView(
        rule=uptime_rule(policy),
        since=days.days[0],
        today=days.days[-1],
        components={name: history for name, (_, history) in found.items()},
        groups={
            each.id: "" if each.uptime is None else percent(each.uptime, policy.digits)
            for each in groups
        },
    )


def _days(now: datetime, zone: ZoneInfo) -> _Days:
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    return _Days(days, [midnight(each, zone) for each in days], int(now.timestamp()))


def _incident(held: Held) -> str:
    return held.source.partition("/")[0]


def _named(row: IncidentRow) -> tuple[object, ...]:
    """Return what a day depends on of an incident that told of it."""
    return row.began, *row.title.items()


def _history(
    measured: Measured,
    held: Iterable[Held],
    here: Window,
    days: _Days,
    rows: Mapping[str, IncidentRow],
    policy: Policy,
) -> ComponentHistory:
    there = here.seconds > 0
    found = ComponentHistory(
        figure="" if measured.uptime is None else percent(measured.uptime, policy.digits),
        counted=measured.counted,
        weighted=measured.weighted,
        seconds=_by_state((piece.state, piece.seconds) for piece in measured.pieces),
        first=days.days[days.of(here.since)] if there else None,
        last=days.days[days.of(here.until - 1)] if there else None,
        days=_told_days(measured, held, here, days, rows),
    )
    return replace(found, digest=fingerprint(found))


def _told_days(
    measured: Measured,
    held: Iterable[Held],
    here: Window,
    days: _Days,
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
        incident = _incident(each)
        for day in range(days.of(since), days.of(until - 1) + 1):
            incidents.setdefault(day, {})[incident] = rows[incident]
        if until > days.borders[-1]:
            today.append(each.state)
    found = []
    for day in sorted(incidents):
        by_state = _by_state(seconds.get(day, ()))
        state = worst(today) if day == len(days.days) - 1 else by_state[0][0]
        listed = sorted(incidents[day].values(), key=lambda row: (row.began, row.id))
        found.append(
            DayHistory(
                days.days[day], state, by_state, tuple(ToldOf(row.id, row.title) for row in listed)
            )
        )
    return tuple(found)


def _seconds_by_day(measured: Measured, days: _Days) -> dict[int, list[tuple[State, int]]]:
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
