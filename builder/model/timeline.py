"""State over time: which component an incident put into which state, from when to when.

Within an incident each write sets a component from its ``since`` on, in place of what stood there.
Across incidents the worst state wins; that is for whoever folds several of these.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from builder.model.incident import Incident, Update
from builder.model.maintenance import Course, course
from builder.model.pauses import Pause, resumed
from builder.model.standing import Write, writes
from builder.vocabulary.statuses import (
    ENDING,
    IMPACT_OF_STATE,
    Impact,
    Kind,
    State,
    Status,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A component in a state; ``until`` is ``None`` while it lasts."""

    component: str
    state: State
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class _Turn:
    """A component's turn to a state; ``said`` where an update says so of the component itself."""

    since: datetime
    state: State
    said: bool


class Board:
    """States of components over time, as one incident writes them."""

    def __init__(self) -> None:
        self._turns: dict[str, list[_Turn]] = {}

    def write(self, component: str, since: datetime, state: State, *, said: bool = True) -> None:
        """Set the component from ``since`` on, in place of what stood there."""
        turns = [turn for turn in self._turns.get(component, []) if turn.since < since]
        self._turns[component] = [*turns, _Turn(since, state, said)]

    def end(self, since: datetime) -> dict[str, State]:
        """Set all components operational from ``since`` on; return what held until then."""
        held: dict[str, State] = {
            component: turns[-1].state
            for component, turns in self._turns.items()
            if turns and turns[-1].state is not State.OPERATIONAL
        }
        for component in list(self._turns):
            self.write(component, since, State.OPERATIONAL, said=False)
        return held

    def clear(self) -> None:
        """Forget all that was written."""
        self._turns.clear()

    def stretches(self) -> tuple[Stretch, ...]:
        """Return who was not operational when, by component in order of its first mention, then
        time."""
        return _joined(self._wanted(lambda turn: turn.state is not State.OPERATIONAL))

    def clear_stretches(self) -> tuple[Stretch, ...]:
        """Return since when, and until when, a component was said to be operational."""
        return _joined(self._wanted(lambda turn: turn.state is State.OPERATIONAL and turn.said))

    def _wanted(self, wanted: Callable[[_Turn], bool]) -> Iterator[Stretch]:
        for component, turns in self._turns.items():
            ends = [*(turn.since for turn in turns[1:]), None]
            for turn, until in zip(turns, ends, strict=True):
                if wanted(turn):
                    yield Stretch(component, turn.state, turn.since, until)


def _joined(found: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Make one of neighbours in the same state."""
    joined: list[Stretch] = []
    for each in found:
        last = joined[-1] if joined else None
        if last and (last.component, last.state, last.until) == (
            each.component,
            each.state,
            each.since,
        ):
            joined[-1] = Stretch(each.component, each.state, last.since, each.until)
        else:
            joined.append(each)
    return tuple(joined)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What an incident amounts to at one moment.

    ``stage`` is ``None`` for a notice, and where nothing counts any more. ``began`` and ``ended``
    bound the incident, the window or the notice. ``reopened`` names the updates that opened it
    again. ``merged_into`` is the incident that it goes on in. ``pauses`` are when it was over or
    went on in another one. ``course`` is a maintenance's. ``stretches`` are of states other than
    operational; ``clear`` of what was said to be operational while the incident went on.
    """

    stage: Status | None
    is_open: bool
    began: datetime
    ended: datetime | None
    impact: Impact
    stretches: tuple[Stretch, ...]
    clear: tuple[Stretch, ...]
    named: tuple[str, ...]
    reopened: frozenset[str]
    merged_into: str = ""
    pauses: tuple[Pause, ...] = ()
    course: Course | None = None


def timeline(incident: Incident, now: datetime) -> Timeline:
    """Derive stage, states and bounds of an incident that has something to show at ``now``."""
    if incident.kind is Kind.MAINTENANCE:
        return _maintenance(incident, now)
    if incident.kind is Kind.NOTICE:
        return _notice(incident, now)
    return _incident(incident, writes(incident, now))


def _incident(incident: Incident, said: tuple[Write, ...]) -> Timeline:
    board = Board()
    stage: Status | None = None
    stage_while_open = Status.INVESTIGATING
    ended: datetime | None = None
    held: Mapping[str, State] = {}
    reopened: set[str] = set()
    merged_into = ""
    pauses: tuple[Pause, ...] = ()
    for write in said:
        stage = write.status or stage or stage_while_open
        if write.ends:
            if merged_into and write.status is Status.POSTMORTEM:
                continue  # where it goes on, it is said when it was over
            for component, state in write.components.items():
                board.write(component, write.since, state)
            before = board.end(write.since)
            if ended is None:
                held = before
            ended = write.since if ended is None else min(ended, write.since)
            if not merged_into:
                pauses = (*resumed(pauses, ended), Pause(ended))
            if write.no_impact:
                board.clear()
                held = {}
            continue
        states = write.components
        if _opens(write) and (ended is not None or (merged_into and not write.merged_into)):
            reopened.add(write.update)
            if ended is not None:
                states = states or held
            stage = write.status or stage_while_open
            ended, merged_into = None, ""
            pauses = resumed(pauses, write.since)
        for component, state in states.items():
            board.write(component, write.since, state)
        stage_while_open = write.status or stage_while_open
        if write.merged_into:
            merged_into = write.merged_into
            pauses = (*resumed(pauses, write.at), Pause(write.at, into=merged_into))
    stretches = board.stretches()
    first = _first_posted(incident)
    return Timeline(
        stage=stage,
        is_open=bool(said) and stage not in ENDING and not merged_into,
        began=min(incident.started or first.since or first.at, first.at),
        ended=ended,
        impact=worst_impact(stretches),
        stretches=stretches,
        clear=board.clear_stretches(),
        named=_named(write.components for write in said),
        reopened=frozenset(reopened),
        merged_into=merged_into,
        pauses=pauses,
    )


def _opens(write: Write) -> bool:
    """Say whether the write, in a stage that ends nothing, opens what was closed: by its stage, or
    where it has none by a component that ails."""
    ails = any(state is not State.OPERATIONAL for state in write.components.values())
    return write.status is not None or ails


def _first_posted(incident: Incident) -> Update:
    """The update at which readers met the incident: what is posted later does not change it."""
    return min(incident.updates, key=lambda update: update.visible_from)


def _maintenance(incident: Incident, now: datetime) -> Timeline:
    said = writes(incident, now)
    plan = course(incident, said, now)
    board = Board()
    for run in plan.runs:
        for component, state in incident.components.items():
            board.write(component, run.since, state)
        for write in said:
            if write.at >= run.since and not write.ends:
                for component, state in write.components.items():
                    board.write(component, max(write.since, run.since), state)
        if run.until is not None:
            board.end(run.until)
    began = plan.runs[0].since if plan.runs else plan.ended or plan.scheduled_for
    return Timeline(
        stage=plan.stage if said else None,
        is_open=plan.stage in (Status.IN_PROGRESS, Status.VERIFYING),
        began=began,
        ended=plan.ended,
        impact=Impact.MAINTENANCE,
        stretches=board.stretches(),
        clear=board.clear_stretches(),
        named=_named([incident.components, *(write.components for write in said)]),
        reopened=frozenset(),
        pauses=plan.pauses,
        course=plan,
    )


def _notice(incident: Incident, now: datetime) -> Timeline:
    counted = writes(incident, now)
    began = incident.shows_from or _first_posted(incident).at
    over = incident.shows_until is not None and incident.shows_until <= now
    return Timeline(
        stage=None,
        is_open=bool(counted) and began <= now and not over,
        began=began,
        ended=incident.shows_until if over else None,
        impact=Impact.NONE,
        stretches=(),
        clear=(),
        named=(),
        reopened=frozenset(),
    )


def worst_impact(stretches: Iterable[Stretch]) -> Impact:
    """Return the incident's impact: that of the worst state so far."""
    order = list(Impact)
    impacts = (IMPACT_OF_STATE[stretch.state] for stretch in stretches)
    return max(impacts, key=order.index, default=Impact.NONE)


def _named(mentions: Iterable[Mapping[str, State]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(component for each in mentions for component in each))
