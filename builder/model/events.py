"""Events of a maintenance's life as they were told: by the clock, or by an author in its stead.

What was told stays told, whatever is posted or withdrawn later. So the course is followed from one
instant to the next, and an event is told when it first turns up in it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from builder.model.incident import Incident
from builder.model.instants import instants
from builder.model.maintenance import Turn, course
from builder.model.standing import writes
from builder.vocabulary.statuses import Kind, Status

_STATUS_OF_EVENT = {"started": Status.IN_PROGRESS, "completed": Status.COMPLETED}
_UNDER_WAY = frozenset({Status.IN_PROGRESS, Status.VERIFYING})


@dataclass(frozen=True, slots=True)
class Event:
    """``started``, ``overrun`` or ``completed``; ``number`` counts those of a name from 1.

    ``at`` is when it was so, ``told`` since when readers are told, ``stage`` the one that it
    leaves the work in. ``update`` names the author's update that tells of it, empty where the clock
    does.
    """

    name: str
    number: int
    at: datetime
    told: datetime
    stage: Status
    update: str = ""


def told_events(incident: Incident, now: datetime) -> tuple[Event, ...]:
    """Return what was told by ``now`` of a maintenance, in that order; nothing of other kinds.

    The clock tells of nothing that was over before readers first heard of the maintenance.
    """
    if incident.kind is not Kind.MAINTENANCE:
        return ()
    first = min(update.visible_from for update in incident.updates)
    found: list[Event] = []
    numbers: Counter[str] = Counter()
    standing: set[tuple[str, datetime]] = set()
    for moment in instants(incident):
        if moment > now:
            break
        then = course(incident, writes(incident, moment), moment)
        for turn in then.turns:
            if _identity(turn) in standing:
                continue
            standing.add(_identity(turn))
            if _has_an_entry(turn, incident, moment, first):
                numbers[turn.name] += 1
                at = turn.at if turn.update else turn.clock or turn.at
                stage = _stage(turn, then.stage)
                found.append(Event(turn.name, numbers[turn.name], at, moment, stage, turn.update))
        standing = {_identity(turn) for turn in then.turns}
    return tuple(found)


def _stage(turn: Turn, now: Status) -> Status:
    """Return the stage that an event leaves the work in; what runs over may be in verification."""
    if turn.name == "overrun" and now in _UNDER_WAY:
        return now
    return _STATUS_OF_EVENT.get(turn.name, Status.IN_PROGRESS)


def _identity(turn: Turn) -> tuple[str, datetime]:
    """What makes a turn the same one, whether the clock or an author brings it about."""
    return turn.name, turn.clock or turn.at


def _has_an_entry(turn: Turn, incident: Incident, moment: datetime, first: datetime) -> bool:
    """Say whether a turn that is new at a moment is told as an event, and not as an update."""
    for update in incident.updates:
        if update.id == turn.update:
            in_time = turn.clock is None or moment <= turn.clock
            names_it = update.status is _STATUS_OF_EVENT.get(turn.name)
            return update.visible_from == moment and in_time and names_it
    return turn.at >= first
