"""News: what of an incident becomes an entry in feeds, under which key and from when."""

from collections.abc import Iterator
from datetime import datetime

from builder.model.incident import Incident, Update
from builder.model.maintenance import Turn
from builder.model.timeline import Timeline
from builder.views.types import ClockEvent, Entry, UpdateView
from builder.vocabulary.statuses import Kind, Status

_EVENT_OF_STATUS = {Status.IN_PROGRESS: "started", Status.COMPLETED: "completed"}


def clock_events(
    incident: str, line: Timeline, shown: tuple[Update, ...]
) -> tuple[ClockEvent, ...]:
    """Return what a maintenance's window made true before any author said so."""
    return tuple(
        ClockEvent(turn.name, key, _border(turn))
        for key, turn in _keyed(incident, line)
        if not _told_by(turn, shown)
    )


def entries(
    left: Incident,
    line: Timeline,
    updates: tuple[UpdateView, ...],
    shown: tuple[Update, ...],
    now: datetime,
) -> tuple[Entry, ...]:
    """Return the incident's entries in the order of their posting.

    One an update; one more where it was withdrawn; one an event of a maintenance's clock. Where an
    author tells of the event before the clock does, both are one entry, under the event's key.
    """
    keys = {
        turn.update: key
        for key, turn in _keyed(left.id, line)
        if _told_by(turn, shown) and _names_event(turn, updates)
    }
    found = [
        Entry(
            key=keys.get(update.id, f"{left.id}/{update.id}"),
            label=_label(left.kind, update),
            posted=update.visible_from,
            update=update.id,
        )
        for update in updates
    ]
    found += [
        Entry(f"{left.id}/{update.id}/withdrawn", "withdrawn", update.withdrawn, update.id)
        for update in updates
        if update.withdrawn is not None and update.withdrawn <= now
    ]
    found += [
        Entry(event.key, event.name, event.at) for event in clock_events(left.id, line, shown)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.posted, entry.key)))


def _keyed(incident: str, line: Timeline) -> Iterator[tuple[str, Turn]]:
    """Give each turn its key; the second of a name is told apart by its number."""
    times: dict[str, int] = {}
    for turn in line.course.turns if line.course else ():
        times[turn.name] = times.get(turn.name, 0) + 1
        number = "" if times[turn.name] == 1 else f"-{times[turn.name]}"
        yield f"{incident}/event/{turn.name}{number}", turn


def _told_by(turn: Turn, shown: tuple[Update, ...]) -> bool:
    """Say whether an author's update tells of this turn, and no later than the clock does."""
    for update in shown:
        if update.id == turn.update:
            return turn.clock is None or update.visible_from <= turn.clock
    return False


def _names_event(turn: Turn, updates: tuple[UpdateView, ...]) -> bool:
    """Say whether the update that brought the turn about is the news of that very event."""
    return any(
        update.id == turn.update and _EVENT_OF_STATUS.get(update.status) == turn.name
        for update in updates
        if update.status is not None
    )


def _border(turn: Turn) -> datetime:
    """When the clock tells of it, or would have."""
    return turn.clock or turn.at


def _label(kind: Kind, update: UpdateView) -> str:
    if update.corrects:
        return "correction"
    if update.merged_into:
        return "continues"
    if update.reopens:
        return "reopened"
    if kind is Kind.NOTICE or update.status is None:
        return "notice"
    if kind is Kind.MAINTENANCE:
        if update.status is Status.SCHEDULED and (update.scheduled_for or update.scheduled_until):
            return "rescheduled"
        return {"in_progress": "started"}.get(update.status, update.status)
    return update.status
