"""What was true of an incident at the moment of one entry of its news.

A published entry stays as it was, so nothing here looks at what became known later: updates posted
after the entry, corrections and withdrawals that came after it, a window that was moved since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from builder.views.types import Entry, IncidentView, Localised, UpdateView
from builder.vocabulary.statuses import (
    ENDING,
    IMPACT_OF_STATE,
    Impact,
    Kind,
    State,
    Status,
    worst,
)

_UNDER_WAY = frozenset({Status.IN_PROGRESS, Status.VERIFYING})


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """The state of things at an entry's moment.

    ``states`` are those of components that were affected then, and what the update itself wrote;
    ``components`` are all that the incident had named by then. ``began`` is set for an incident.
    ``due`` is the promise in force of the next update, if it lay ahead. ``window`` is a
    maintenance's, as it stood. ``impact`` is at least minor while an incident goes on that has
    named no component; ``impact_known`` is false then.
    """

    title: Localised
    stage: Status | None
    impact: Impact
    states: tuple[tuple[str, State], ...]
    components: tuple[str, ...]
    began: datetime | None = None
    due: datetime | None = None
    window: tuple[datetime, datetime] | None = None
    impact_known: bool = True


@dataclass(frozen=True, slots=True)
class _Said:
    """One update with its corrections, in the place of the update."""

    stage: Status | None
    since: datetime
    states: tuple[tuple[str, State], ...]
    reopens: bool
    no_impact: bool

    @property
    def ends(self) -> bool:
        return self.stage in ENDING


def entry_facts(incident: IncidentView, entry: Entry) -> EntryFacts:
    """Return what was true of the incident when the entry was posted."""
    known = _known(incident, entry)
    said = _said(incident, known, entry.posted)
    own = next((update for update in known if update.id == entry.update), None)
    stage = _stage(incident, entry, own, said)
    written = dict(own.states) if own and entry.label != "withdrawn" else {}
    if incident.kind is Kind.MAINTENANCE:
        standing, impact = _in_window(incident, said), Impact.MAINTENANCE
    else:
        standing, worst_so_far = _standing(said, entry.posted)
        impact = IMPACT_OF_STATE[worst_so_far]
    told = dict(written)
    if stage not in ENDING:
        told.update((component, state) for component, state in standing.items() if state.rank)
    named = _named(incident, said)
    goes_on = incident.kind is Kind.INCIDENT and stage not in (None, *ENDING)
    impact_known = not goes_on or bool(named)
    return EntryFacts(
        title=_title(incident, own, known, entry.posted),
        stage=stage,
        impact=impact if impact_known else Impact.MINOR,
        states=tuple((component, told[component]) for component in named if component in told),
        components=named,
        began=incident.began if incident.kind is Kind.INCIDENT else None,
        due=None if stage in ENDING else _promise(known, entry.posted),
        window=_window(incident, known, entry.posted),
        impact_known=impact_known,
    )


def _known(incident: IncidentView, entry: Entry) -> tuple[UpdateView, ...]:
    """The updates that were out when the entry was, itself included, in the view's order."""
    places = {update.id: place for place, update in enumerate(incident.updates)}
    own = places.get(entry.update, -1)
    return tuple(
        update
        for place, update in enumerate(incident.updates)
        if update.visible_from < entry.posted
        or place == own
        or (update.visible_from == entry.posted and (not entry.update or place < own))
    )


def _counts(update: UpdateView, moment: datetime) -> bool:
    return update.withdrawn is None or update.withdrawn > moment


def _said(
    incident: IncidentView, known: tuple[UpdateView, ...], moment: datetime
) -> tuple[_Said, ...]:
    """Fold each update that counts and its corrections into one: the newest word holds."""
    by_id = {update.id: update for update in known}
    heirs: dict[str, list[UpdateView]] = {}
    for update in known:
        root = update
        passed = {update.id}
        while root.corrects in by_id and root.corrects not in passed:
            root = by_id[root.corrects]
            passed.add(root.id)
        if root is not update and _counts(update, moment):
            heirs.setdefault(root.id, []).append(update)
    found = []
    for update in known:
        if update.corrects in by_id:
            continue
        words = [update] if _counts(update, moment) else []
        words += heirs.get(update.id, [])
        if words:
            first = update is incident.updates[0]
            found.append(_one_word(update, words, incident.began if first else update.at))
    return tuple(found)


def _one_word(place: UpdateView, words: list[UpdateView], unsaid: datetime) -> _Said:
    """``unsaid`` is since when its states hold where no ``since`` was written."""
    newest = words[::-1]
    stage = newest[0].status
    fallback = place.at if stage in ENDING else unsaid
    return _Said(
        stage=stage,
        since=min(
            next((word.since for word in newest if word.since != word.at), fallback), newest[0].at
        ),
        states=tuple(dict(state for word in words for state in word.states).items()),
        reopens=any(word.reopens for word in words),
        no_impact=any(word.no_impact for word in words),
    )


def _standing(said: tuple[_Said, ...], moment: datetime) -> tuple[dict[str, State], State]:
    """Return each component's state at the end, and the worst there was on the way."""
    turns: dict[str, list[tuple[datetime, State]]] = {}

    def write(component: str, since: datetime, state: State) -> None:
        kept = [turn for turn in turns.get(component, []) if turn[0] < since]
        turns[component] = [*kept, (since, state)]

    held: dict[str, State] = {}
    over = False
    for each in said:
        states = dict(each.states) or (held if each.reopens else {})
        for component, state in states.items():
            write(component, each.since, state)
        if each.ends and not over:
            held = {component: own[-1][1] for component, own in turns.items()}
        if each.ends:
            for component in list(turns):
                write(component, each.since, State.OPERATIONAL)
        over = each.ends
        if each.no_impact:
            turns.clear()
            held = {}
    reached = {
        component: [state for since, state in own if since <= moment]
        for component, own in turns.items()
    }
    standing = {component: states[-1] for component, states in reached.items() if states}
    return standing, worst([state for states in reached.values() for state in states])


def _in_window(incident: IncidentView, said: tuple[_Said, ...]) -> dict[str, State]:
    """The states of a maintenance: those of its plan, then what was written while it went on."""
    planned = dict(incident.plan.states) if incident.plan else {}
    states = dict(planned)
    for each in said:
        if each.ends:
            states = dict(planned)
        elif each.stage in _UNDER_WAY:
            states.update(each.states)
    return states


def _stage(
    incident: IncidentView, entry: Entry, own: UpdateView | None, said: tuple[_Said, ...]
) -> Status | None:
    if own is None or incident.kind is Kind.MAINTENANCE:
        return entry.stage
    if entry.label in ("correction", "withdrawn"):
        return said[-1].stage if said else None
    return own.status


def _named(incident: IncidentView, said: Iterable[_Said]) -> tuple[str, ...]:
    mentions = [component for each in said for component, _ in each.states]
    if incident.plan:
        mentions = [component for component, _ in incident.plan.states] + mentions
    return tuple(dict.fromkeys(mentions))


def _title(
    incident: IncidentView, own: UpdateView | None, known: tuple[UpdateView, ...], moment: datetime
) -> Localised:
    if own is not None:
        return own.title
    return next(
        (update.title for update in reversed(known) if _counts(update, moment)), incident.title
    )


def _promise(known: tuple[UpdateView, ...], moment: datetime) -> datetime | None:
    """The newest promise that lay ahead; a correction that makes none leaves the one it finds."""
    for update in reversed(known):
        if _counts(update, moment) and (update.due or not update.corrects):
            return update.due if update.due and update.due > moment else None
    return None


def _window(
    incident: IncidentView, known: tuple[UpdateView, ...], moment: datetime
) -> tuple[datetime, datetime] | None:
    if incident.plan is None:
        return None
    begins, ends = incident.plan.scheduled_for, incident.plan.scheduled_until
    for update in known:
        if _counts(update, moment):
            begins = update.scheduled_for or begins
            ends = update.scheduled_until or ends
    return begins, ends
