"""State over time: which component an incident put into which state, from when to when.

Within an incident each write sets a component from its ``since`` on, in place of what stood there.
Across incidents the worst state wins; that is for whoever folds several of these.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from builder.model.board import AccountState, Boards, Stretch
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
class Timeline:
    """What an incident amounts to at one moment.

    ``stage`` is ``None`` for a notice, and where nothing counts any more. ``is_open`` is true also
    where it goes on only for accounts whose text an insider reads. ``began`` and ``ended``
    bound the incident, the window or the notice. ``reopened`` names the updates that opened it
    again; ``steps`` are the components that ailed, with their states, after each write of an
    incident. ``merged_into`` is the incident that it goes on in. ``pauses`` are when it was over or
    went on in another one. ``course`` is a maintenance's. ``stretches`` are of states other than
    operational; ``clear`` of what was said to be operational while the incident went on. ``kept``
    are components that an account's own word holds, ``apart`` what is said to accounts whose text
    an insider reads, in place of what it is told itself.
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
    steps: tuple[Mapping[str, State], ...] = ()
    merged_into: str = ""
    pauses: tuple[Pause, ...] = ()
    kept: frozenset[str] = frozenset()
    apart: tuple[AccountState, ...] = ()
    course: Course | None = None


def timeline(incident: Incident, now: datetime) -> Timeline:
    """Derive stage, states and bounds of an incident that has something to show at ``now``."""
    if incident.kind is Kind.MAINTENANCE:
        return _maintenance(incident, now)
    if incident.kind is Kind.NOTICE:
        return _notice(incident, now)
    return _incident(incident, writes(incident, now))


def _incident(incident: Incident, said: tuple[Write, ...]) -> Timeline:
    boards = Boards()
    board = boards.reader
    stage: Status | None = None
    stage_while_open = Status.INVESTIGATING
    ended: datetime | None = None
    said_over: datetime | None = None
    merged_into = ""
    pauses: tuple[Pause, ...] = ()
    reopened: set[str] = set()
    steps: list[Mapping[str, State]] = []
    for number, write in enumerate(said):
        if number:
            steps.append(board.present())
        stage = write.status or stage or stage_while_open
        if write.ends:
            if merged_into and write.status is Status.POSTMORTEM:
                continue  # where it goes on, it is said when it was over
            for component, state in write.components.items():
                board.write(component, write.since, state)
            boards.end(write.since, again=ended is not None)
            said_over = write.at if ended is None or said_over is None else said_over
            ended = write.since if ended is None else min(ended, write.since)
            if not merged_into:
                pauses = (*resumed(pauses, ended), Pause(ended, said_over))
            if write.no_impact:
                boards.clear()
            boards.write_own_words(write)
            continue
        if _opens(write) and (ended is not None or (merged_into and not write.merged_into)):
            reopened.add(write.update)
            if ended is not None and not (write.components or write.own):
                boards.resume(write.since, write.update)
            stage = write.status or stage_while_open
            ended, merged_into = None, ""
            pauses = resumed(pauses, write.since)
        boards.write(write)
        stage_while_open = write.status or stage_while_open
        if write.merged_into:
            merged_into = write.merged_into
            pauses = (*resumed(pauses, write.at), Pause(write.at, write.at, into=merged_into))
    steps.append(board.present())
    stretches = board.stretches()
    apart = boards.apart_states()
    ails = any(each.state is not State.OPERATIONAL for each in apart)
    first = _first_posted(incident)
    return Timeline(
        stage=stage,
        is_open=bool(said) and (stage not in ENDING or ails) and not merged_into,
        began=min(incident.started or first.since or first.at, first.at),
        ended=ended,
        impact=worst_impact((*stretches, *boards.apart_stretches())),
        stretches=stretches,
        clear=board.clear_stretches(),
        named=_named(said),
        reopened=frozenset(reopened),
        steps=tuple(steps),
        merged_into=merged_into,
        pauses=pauses,
        kept=board.kept(),
        apart=apart,
    )


def _opens(write: Write) -> bool:
    """Say whether the write, in a stage that ends nothing, opens what was closed: by its stage, or
    where it has none by a component that ails."""
    states = (*write.components.values(), *write.own.values())
    ails = any(state not in (State.OPERATIONAL, None) for state in states)
    return write.status is not None or ails


def _first_posted(incident: Incident) -> Update:
    """The update at which readers met the incident: what is posted later does not change it."""
    return min(incident.updates, key=lambda update: update.visible_from)


def _maintenance(incident: Incident, now: datetime) -> Timeline:
    said = writes(incident, now)
    plan = course(incident, said, now)
    boards = Boards()
    board = boards.reader
    for run in plan.runs:
        for component, state in incident.components.items():
            board.write(component, run.since, state)
        for write in said:
            if write.at >= run.since and not write.ends:
                boards.write(write, earliest=run.since)
        if run.until is not None:
            boards.end(run.until)
    began = plan.runs[0].since if plan.runs else plan.ended or plan.scheduled_for
    return Timeline(
        stage=plan.stage if said else None,
        is_open=plan.stage in (Status.IN_PROGRESS, Status.VERIFYING),
        began=began,
        ended=plan.ended,
        impact=Impact.MAINTENANCE,
        stretches=board.stretches(),
        clear=board.clear_stretches(),
        named=_named(said, incident.components),
        reopened=frozenset(),
        pauses=plan.pauses,
        kept=board.kept(),
        apart=boards.apart_states(),
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


def _named(said: Iterable[Write], first: Iterable[str] = ()) -> tuple[str, ...]:
    named = dict.fromkeys(first)
    for write in said:
        named.update(dict.fromkeys((*write.components, *write.own)))
        named.update(dict.fromkeys(name for states in write.apart.values() for name in states))
    return tuple(named)
