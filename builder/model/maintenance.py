"""The course of a maintenance, by the clock and by its authors.

Its states hold from ``scheduled_for`` to ``scheduled_until`` by the clock alone. Once an author has
written ``in_progress`` or ``verifying``, only an author ends it, and running past the window is
told as an overrun.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from builder.model.incident import Incident
from builder.model.pauses import Pause, resumed
from builder.model.standing import Write
from builder.vocabulary.statuses import Status

_STARTING = frozenset({Status.IN_PROGRESS, Status.VERIFYING})


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of time in which the work is going on; ``until`` is ``None`` while it lasts."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An event of the maintenance's life: ``started``, ``overrun`` or ``completed``.

    ``update`` names the author's update that brought it about, empty where the clock did; ``clock``
    is when the clock brings it about, ``None`` where only an author can.
    """

    name: str
    at: datetime
    update: str = ""
    clock: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Where a maintenance stands at one moment, and how it came there."""

    stage: Status
    scheduled_for: datetime
    scheduled_until: datetime
    runs: tuple[Run, ...] = ()
    turns: tuple[Turn, ...] = ()
    pauses: tuple[Pause, ...] = ()
    """When it was completed or cancelled, and until when."""

    ended: datetime | None = None
    """When it was completed or cancelled; ``None`` before."""

    by_author: bool = False
    """True once an author has said that the work goes on."""

    overrun: bool = False
    rescheduled: tuple[str, ...] = ()
    """Ids of the updates that moved the window."""


def course(incident: Incident, said: tuple[Write, ...], now: datetime) -> Course:
    """Follow window and writes up to ``now``; where nothing was said the clock does nothing."""
    assert incident.scheduled_for is not None and incident.scheduled_until is not None
    plan = Course(Status.SCHEDULED, incident.scheduled_for, incident.scheduled_until)
    if not said:
        return plan
    for write in said:
        plan = _by_clock(plan, write.since, including=False)
        plan = _by_author(plan, write)
        if write.scheduled_for or write.scheduled_until:
            plan = _moved(plan, write)
    return _by_clock(plan, now, including=True)


def _by_clock(plan: Course, moment: datetime, *, including: bool) -> Course:
    """Let the window's own borders act up to ``moment``."""

    def reached(border: datetime) -> bool:
        return border < moment or (including and border == moment)

    if plan.stage is Status.SCHEDULED and reached(plan.scheduled_for):
        plan = _started(plan, plan.scheduled_for, clock=plan.scheduled_for)
    if plan.stage in _STARTING and reached(plan.scheduled_until):
        if not plan.by_author:
            plan = _over(plan, Status.COMPLETED, plan.scheduled_until, plan.scheduled_until)
        elif not plan.overrun and plan.scheduled_until > plan.runs[-1].since:
            turns = (*plan.turns, Turn("overrun", plan.scheduled_until))
            plan = replace(plan, overrun=True, turns=turns)
    return plan


def _by_author(plan: Course, write: Write) -> Course:
    status = write.status
    if status in _STARTING:
        if plan.stage not in _STARTING:
            clock = plan.scheduled_for if plan.stage is Status.SCHEDULED else None
            plan = _started(plan, write.since, write.update, clock=clock)
        return replace(plan, stage=status, by_author=True)
    if status in (Status.COMPLETED, Status.CANCELLED):
        if plan.stage in _STARTING or plan.stage is Status.SCHEDULED:
            return _over(plan, status, write.since, write.at, write.update)
        return replace(plan, stage=status)
    return plan


def _moved(plan: Course, write: Write) -> Course:
    """Put the window elsewhere; a run that the clock began ends where its window went away."""
    stage = plan.stage
    plan = replace(
        plan,
        scheduled_for=write.scheduled_for or plan.scheduled_for,
        scheduled_until=write.scheduled_until or plan.scheduled_until,
        overrun=False,
        rescheduled=(*plan.rescheduled, write.update),
    )
    if write.status is not Status.SCHEDULED or stage is Status.SCHEDULED:
        return plan
    ahead = plan.scheduled_for > write.since
    if stage in _STARTING:
        if not ahead:
            return plan
        plan = replace(plan, runs=_closed(plan.runs, write.since))
    plan = replace(
        plan,
        stage=Status.SCHEDULED,
        by_author=False,
        pauses=resumed(plan.pauses, write.since),
        ended=None,
    )
    return plan if ahead else _started(plan, write.since, clock=write.since)


def _started(plan: Course, at: datetime, update: str = "", *, clock: datetime | None) -> Course:
    return replace(
        plan,
        stage=Status.IN_PROGRESS,
        ended=None,
        pauses=resumed(plan.pauses, at),
        runs=(*plan.runs, Run(at)),
        turns=(*plan.turns, Turn("started", at, update, clock)),
    )


def _over(plan: Course, stage: Status, at: datetime, said: datetime, update: str = "") -> Course:
    running = plan.stage in _STARTING
    at = max(at, plan.runs[-1].since) if running else at
    turns = plan.turns
    if stage is Status.COMPLETED:
        clock = None if plan.by_author else plan.scheduled_until
        turns = (*turns, Turn("completed", at, update, clock))
    runs = _closed(plan.runs, at) if running else plan.runs
    pauses = (*plan.pauses, Pause(at, said))
    return replace(
        plan, stage=stage, runs=runs, turns=turns, pauses=pauses, overrun=False, ended=at
    )


def _closed(runs: tuple[Run, ...], at: datetime) -> tuple[Run, ...]:
    last = runs[-1]
    return (*runs[:-1], Run(last.since, max(at, last.since)))
