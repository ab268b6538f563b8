"""News: what of an incident becomes an entry in feeds, under which key and from when."""

from collections.abc import Iterable

from builder.model.events import Event
from builder.model.incident import Incident
from builder.views.types import ClockEvent, Entry, UpdateView
from builder.vocabulary.statuses import Kind, Status

_UNDER_WAY = frozenset({Status.IN_PROGRESS, Status.VERIFYING})


def clock_events(incident: str, told: Iterable[Event]) -> tuple[ClockEvent, ...]:
    """Return what a maintenance's window made true before any author said so."""
    return tuple(
        ClockEvent(event.name, _key(incident, event), event.at)
        for event in told
        if not event.update
    )


def entries(
    left: Incident, updates: tuple[UpdateView, ...], told: tuple[Event, ...]
) -> tuple[Entry, ...]:
    """Return the incident's entries in the order of their posting.

    One an update; one more where it was withdrawn; one an event of a maintenance's clock. Where an
    author tells of the event before the clock does, both are one entry, under the event's key. Of
    one second, what the clock tells stands first and a correction after what it corrects.
    """
    named = {update.id for update in left.updates}
    corrections = {update.id for update in left.updates if update.corrects in named}
    by_author = {event.update: event for event in told if event.update}
    found = [
        Entry(_key(left.id, event), event.name, event.told) for event in told if not event.update
    ]
    for update in updates:
        event = by_author.get(update.id)
        key = f"{left.id}/{update.id}"
        posted = update.visible_from
        if event is not None:
            found.append(Entry(_key(left.id, event), event.name, posted, update.id))
        else:
            label = "correction" if update.id in corrections else _label(left, update)
            found.append(Entry(key, label, posted, update.id))
        if update.withdrawn is not None:
            withdrawn = max(update.withdrawn, posted)
            found.append(Entry(f"{key}/withdrawn", "withdrawn", withdrawn, update.id))
    return tuple(sorted(found, key=lambda entry: entry.posted))


def _key(incident: str, event: Event) -> str:
    """The second of a name is told apart by its number."""
    number = "" if event.number == 1 else f"-{event.number}"
    return f"{incident}/event/{event.name}{number}"


def _label(left: Incident, update: UpdateView) -> str:
    if update.merged_into:
        return "continues"
    if update.reopens:
        return "reopened"
    if left.kind is Kind.NOTICE or update.status is None:
        return "notice"
    if update.status is Status.SCHEDULED and (update.scheduled_for or update.scheduled_until):
        return "rescheduled"
    return "started" if _starts(left, update) else update.status.value


def _starts(left: Incident, update: UpdateView) -> bool:
    """Say whether it is the first by which an author says that the work goes on."""
    by_author = (each for each in left.updates if each.status in _UNDER_WAY)
    first = min(by_author, key=lambda each: each.visible_from, default=None)
    return first is not None and first.id == update.id and first.status is Status.IN_PROGRESS
