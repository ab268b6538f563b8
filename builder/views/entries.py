"""News: what of an incident becomes an entry in feeds, under which key and from when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from builder.model.events import Event
from builder.model.incident import Incident
from builder.model.maintenance import course
from builder.model.standing import writes
from builder.views.types import ClockEvent, Entry, Turned, UpdateView
from builder.vocabulary.statuses import IMPACT_OF_STATE, Impact, Kind, State, Status

_UNDER_WAY = frozenset({Status.IN_PROGRESS, Status.VERIFYING})

_MAJOR = frozenset(
    state for state, impact in IMPACT_OF_STATE.items() if impact in (Impact.MAJOR, Impact.CRITICAL)
)


def clock_events(
    incident: str, told: Iterable[Event], turned: Mapping[str, tuple[Turned, ...]]
) -> tuple[ClockEvent, ...]:
    """Return what a maintenance's window made true before any author said so.

    ``turned`` is what became of components with an entry of a key.
    """
    return tuple(
        ClockEvent(
            event.name,
            key := _key(incident, event),
            event.at,
            event.told,
            event.stage,
            turned.get(key, ()),
        )
        for event in told
        if not event.update
    )


def entries(
    left: Incident, updates: tuple[UpdateView, ...], told: tuple[Event, ...]
) -> tuple[Entry, ...]:
    """Return the incident's entries in the order of their posting.

    One an update; one more where it was withdrawn; one an event of a maintenance's clock. Where an
    author tells of the event before the clock does, both are one entry, under the event's key. Of
    one second, what the clock tells stands first, but what it only makes up for stands after the
    word that made it so; and a correction after what it corrects.
    """
    named = {update.id for update in left.updates}
    corrections = {update.id for update in left.updates if update.corrects in named}
    by_author = {event.update: event for event in told if event.update}
    found = [
        Entry(_key(left.id, event), event.name, event.told, stage=event.stage)
        for event in told
        if not event.update
    ]
    for update in updates:
        event = by_author.get(update.id)
        key = f"{left.id}/{update.id}"
        posted = update.visible_from
        stage, to = update.status, _readers(update)
        if event is not None:
            found.append(Entry(_key(left.id, event), event.name, posted, update.id, stage, (), to))
        else:
            label = "correction" if update.id in corrections else _label(left, update)
            found.append(Entry(key, label, posted, update.id, stage, (), to))
        if update.withdrawn is not None:
            withdrawn = max(update.withdrawn, posted)
            found.append(Entry(f"{key}/withdrawn", "withdrawn", withdrawn, update.id, stage))
    if left.kind is Kind.MAINTENANCE:
        found = [_as_it_stood(left, entry) for entry in found]
    late = (event for event in told if not event.update and event.at < event.told)
    made_up_for = {_key(left.id, event) for event in late}
    found.sort(key=lambda entry: (entry.posted, entry.key in made_up_for))
    return tuple(_with_course(left, updates, found))


def _as_it_stood(left: Incident, entry: Entry) -> Entry:
    """Give what takes words back the stage of the work, which the clock may have moved on since
    they were said."""
    if entry.label not in ("correction", "withdrawn"):
        return entry
    said = writes(left, entry.posted)
    stage = course(left, said, entry.posted).stage if said else None
    return replace(entry, stage=stage)


def _with_course(
    left: Incident, updates: tuple[UpdateView, ...], found: Iterable[Entry]
) -> Iterator[Entry]:
    """Say of each entry what it brought that was not known before it.

    What was said once counts from then on, whatever became of it later: an incident that came into
    a feed stays in it.
    """
    by_id = {update.id: update for update in updates}
    asking = {each.id for each in left.updates if each.asks or each.answers or each.restored_by}
    waiting = tuple(left.components)
    named: set[str] = set()
    written: dict[str, State] = {}
    before: UpdateView | None = None
    major = False
    for entry in found:
        update = None if entry.label == "withdrawn" else by_id.get(entry.update)
        states = update.states if update is not None else ()
        said = (*waiting, *(component for component, _ in states))
        names = tuple(dict.fromkeys(each for each in said if each not in named))
        waiting = ()
        named.update(names)
        if left.kind is Kind.INCIDENT:
            major = major or any(state in _MAJOR for _, state in states)
        holding = (
            update is not None
            and before is not None
            and update.id not in asking
            and _holds(update, before, written)
        )
        written.update(states)
        before = update or before
        if names or major or holding:
            entry = replace(entry, names=names, major=major, holding=holding)
        yield entry


def _holds(update: UpdateView, before: UpdateView, written: dict[str, State]) -> bool:
    """Say whether an update has nothing to tell but that it goes on, and when the next one is due.

    One with words is taken to say something, unless its author says that it does not; it does
    where it has other words for some of its readers, or where stage, state or title are new.
    """
    return (
        update.status in (Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING)
        and update.status is before.status
        and update.title == before.title
        and not update.priority
        and all(written.get(component) is state for component, state in update.states)
        and (not any(update.text.values()) or (update.holding and _is_one_for_all(update)))
        and not (update.reopens or update.corrects or update.merged_into or update.redacted)
    )


def _is_one_for_all(update: UpdateView) -> bool:
    return all(passage.to == update.to for text in update.text.values() for passage in text)


def _readers(update: UpdateView) -> tuple[str, ...]:
    """Return the readers whom an update has words of their own for."""
    found = set(update.to)
    for text in update.text.values():
        for passage in text:
            found.update(passage.to)
    return tuple(sorted(found))


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
