"""Events of a maintenance's life as they were told: by the clock, or by an author in its stead.

What was told stays told, whatever is posted or withdrawn later. So the course is followed from one
instant to the next, and an event is told when it first turns up in it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from builder.model.incident import Incident
from builder.model.instants import instants
from builder.model.maintenance import Course, Turn, course
from builder.model.standing import counts, writes
from builder.vocabulary.statuses import Kind, Status

_STATUS_OF_EVENT = {"started": Status.IN_PROGRESS, "completed": Status.COMPLETED}
_UNDER_WAY = frozenset({Status.IN_PROGRESS, Status.VERIFYING})
_SAYS_IT_ITSELF = frozenset({*_UNDER_WAY, Status.COMPLETED, Status.CANCELLED})

_Identity: TypeAlias = tuple[str, datetime]


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
    standing: dict[_Identity, str] = {}
    for moment in instants(incident):
        if moment > now:
            break
        then = course(incident, writes(incident, moment), moment)
        turns = (*_overtaken(incident, then, moment), *then.turns)
        tellers: dict[_Identity, str] = {}
        for turn in turns:
            same = _identity(turn)
            teller = standing.get(same)
            if teller is None or (not turn.update and _taken_back(incident, teller, moment)):
                teller = ""
                if _has_an_entry(turn, incident, moment, first):
                    teller = turn.update
                    numbers[turn.name] += 1
                    at = turn.at if turn.update else turn.clock or turn.at
                    stage = _stage(turn, then.stage)
                    found.append(Event(turn.name, numbers[turn.name], at, moment, stage, teller))
            tellers[same] = teller
        standing = {_identity(turn): tellers[_identity(turn)] for turn in then.turns}
    return tuple(found)


def _overtaken(incident: Incident, then: Course, moment: datetime) -> tuple[Turn, ...]:
    """Return what the clock told in a second in which something was posted that undoes it."""
    changes = (at for update in incident.updates for at in (update.visible_from, update.withdrawn))
    if moment not in changes:
        return ()
    before = course(incident, writes(incident, moment - timedelta.resolution), moment)
    kept = {_identity(turn) for turn in then.turns}
    return tuple(
        turn
        for turn in before.turns
        if not turn.update and turn.clock == moment and _identity(turn) not in kept
    )


def _taken_back(incident: Incident, teller: str, moment: datetime) -> bool:
    """Say whether an author had told of it and took that back, which leaves it to the clock."""
    return any(update.id == teller and not counts(update, moment) for update in incident.updates)


def _stage(turn: Turn, now: Status) -> Status:
    """Return the stage that an event leaves the work in; what runs over may be in verification."""
    if turn.name == "overrun" and now in _UNDER_WAY:
        return now
    return _STATUS_OF_EVENT.get(turn.name, Status.IN_PROGRESS)


def _identity(turn: Turn) -> _Identity:
    """What makes a turn the same one, whether the clock or an author brings it about."""
    return turn.name, turn.clock or turn.at


def _has_an_entry(turn: Turn, incident: Incident, moment: datetime, first: datetime) -> bool:
    """Say whether a turn that is new at a moment is told as an event, and not as an update."""
    for update in incident.updates:
        if update.id == turn.update:
            in_time = turn.clock is None or moment <= turn.clock
            names_it = update.status is _STATUS_OF_EVENT.get(turn.name)
            return update.visible_from == moment and in_time and names_it
    return turn.at >= first and not _is_said_by_an_author(turn, incident, moment)


def _is_said_by_an_author(turn: Turn, incident: Incident, moment: datetime) -> bool:
    """Say whether the clock only makes up for what an update of the moment lets everybody know."""
    return (
        turn.name != "overrun"
        and turn.at < moment
        and any(
            update.visible_from == moment and update.status in _SAYS_IT_ITSELF
            for update in incident.updates
        )
    )
