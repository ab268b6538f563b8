"""How an organisation did in a month: how soon readers heard, how soon it worked again, and what
was promised, corrected and posted without approval.

Measured of incidents that everyone may read, in everyone's view, by the priority that insiders gave
them last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from builder.model.incident import Incident
from builder.model.standing import visible
from builder.model.uptime_window import midnight
from builder.views.cut import ComponentLimits, cut
from builder.views.inside import priority
from builder.views.types import IncidentView
from builder.vocabulary.readers import PUBLIC
from builder.vocabulary.statuses import ENDING, Kind, Priority

UNRATED = "none"
"""The row of incidents without a priority."""


@dataclass(frozen=True, slots=True)
class IncidentTimes:
    """What is measured of one incident; lengths are whole seconds.

    ``declared`` is when it was known. ``first_post`` runs from there to the first word to everyone,
    ``restored`` from the beginning of the impact to its end, ``None`` while it goes on.
    ``promised`` are the times promised for a next update whose outcome is known, ``kept`` those of
    them that were. ``corrections`` and ``overrides`` count updates, those for some readers too.
    """

    id: str
    priority: Priority | None
    declared: datetime
    first_post: int
    restored: int | None
    promised: int
    kept: int
    corrections: int
    overrides: int


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """The incidents of one priority: how many, the median and the longest of their lengths, and
    sums; ``priority`` is ``none`` for those without one, ``all`` for all together."""

    priority: str
    incidents: int
    first_post: tuple[int, int]
    restored: tuple[int, int] | None
    kept: int
    promised: int
    corrections: int
    overrides: int


def incident_times(
    incident: Incident, components: ComponentLimits, now: datetime
) -> IncidentTimes | None:
    """Measure an incident at ``now``; ``None`` where it is of another kind, or not for everyone."""
    if incident.kind is not Kind.INCIDENT:
        return None
    view = cut(PUBLIC, incident, components, now)
    if view is None:
        return None
    shown = visible(incident, now)
    declared = incident.declared or min(update.at for update in shown)
    posted = min(update.visible_from for update in view.updates)
    kept, promised = _promises(view, now)
    return IncidentTimes(
        id=incident.id,
        priority=priority(incident, shown, now),
        declared=declared,
        first_post=max(_seconds(declared, posted), 0),
        restored=None if view.ended is None else max(_seconds(view.began, view.ended), 0),
        promised=promised,
        kept=kept,
        corrections=sum(update.corrects is not None for update in shown),
        overrides=sum(update.override for update in shown),
    )


def declared_in(
    found: Iterable[IncidentTimes], month: tuple[int, int], zone: str
) -> tuple[IncidentTimes, ...]:
    """Return the incidents that were declared in a month (year, month) of a zone, in order."""
    from zoneinfo import ZoneInfo

    year, number = month
    since = midnight(date(year, number, 1), ZoneInfo(zone))
    until = midnight(date(year + number // 12, number % 12 + 1, 1), ZoneInfo(zone))
    inside = (each for each in found if since <= each.declared.timestamp() < until)
    return tuple(sorted(inside, key=lambda each: (each.declared, each.id)))


def by_priority(found: Sequence[IncidentTimes]) -> tuple[PriorityLine, ...]:
    """Return a line a priority that there is, the most urgent first, and one of all together."""
    lines = []
    for rated in (*Priority, None):
        own = [each for each in found if each.priority is rated]
        if own:
            lines.append(_line(rated.value if rated else UNRATED, own))
    return (*lines, _line("all", found)) if found else ()


def _line(name: str, found: Sequence[IncidentTimes]) -> PriorityLine:
    restored = [each.restored for each in found if each.restored is not None]
    return PriorityLine(
        priority=name,
        incidents=len(found),
        first_post=_spread([each.first_post for each in found]),
        restored=_spread(restored) if restored else None,
        kept=sum(each.kept for each in found),
        promised=sum(each.promised for each in found),
        corrections=sum(each.corrections for each in found),
        overrides=sum(each.overrides for each in found),
    )


def _spread(lengths: Sequence[int]) -> tuple[int, int]:
    """Return the median, of an even number the lower one in the middle, and the longest."""
    ordered = sorted(lengths)
    return ordered[(len(ordered) - 1) // 2], ordered[-1]


def _promises(view: IncidentView, now: datetime) -> tuple[int, int]:
    """Return how many promises of a next update were kept, and of how many that is known.

    One is kept where a later update came not after its time, broken once that has passed. One that
    was made anew before is that update's. What ends the incident awaits none.
    """
    kept = promised = 0
    for number, update in enumerate(view.updates):
        if update.due is None or update.status in ENDING:
            continue
        later = view.updates[number + 1 :]
        came = min((each.visible_from for each in later), default=None)
        if came is not None:
            promised += 1
            kept += came <= update.due
        elif update.due < now:
            promised += 1
    return kept, promised


def _seconds(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds())
