"""One incident as one reader sees it: derived from what the cut has left."""

from collections.abc import Mapping
from datetime import datetime

from builder.model.incident import Incident, Update
from builder.model.standing import counts, visible
from builder.model.timeline import Timeline
from builder.views.entries import clock_events, entries
from builder.views.inside import asks, expectation, passages, priority, roles
from builder.views.types import IncidentView, Localised, Plan, Span, UpdateView
from builder.vocabulary.statuses import ENDING, Kind, Status


def incident_view(left: Incident, line: Timeline, now: datetime) -> IncidentView:
    """Fold the view of an incident that has at least one update to show at ``now``."""
    shown = visible(left, now)
    updates = _update_views(left, shown, line, now)
    due = _promise(shown, now) if _awaited(line) else None
    course = line.course
    return IncidentView(
        id=left.id,
        kind=left.kind,
        title=_title_in_force(left, shown, now),
        stage=line.stage,
        impact=line.impact,
        is_open=line.is_open,
        began=line.began,
        ended=line.ended,
        updated=_updated(shown, now),
        updates=updates,
        events=clock_events(left.id, line, shown),
        spans=tuple(
            Span(stretch.component, stretch.state, stretch.since, stretch.until)
            for stretch in line.stretches
        ),
        components=line.named,
        entries=entries(left, line, updates, shown, now),
        due=due,
        overdue=due is not None and due <= now,
        scheduled_for=course.scheduled_for if course else None,
        scheduled_until=course.scheduled_until if course else None,
        overrun=course.overrun if course else False,
        merged_into=line.merged_into,
        merged_at=line.merged_at,
        plan=_plan(left),
        asks=asks(shown, now),
        restored_by=expectation(shown, now) if _awaited(line) else None,
        priority=priority(left, shown, now),
        roles=roles(left, now),
    )


def _plan(left: Incident) -> Plan | None:
    if left.scheduled_for is None or left.scheduled_until is None:
        return None
    return Plan(left.scheduled_for, left.scheduled_until, tuple(left.components.items()))


def _update_views(
    left: Incident, shown: tuple[Update, ...], line: Timeline, now: datetime
) -> tuple[UpdateView, ...]:
    names = {update.id for update in shown}
    corrected_by = {
        update.corrects: update.id for update in shown if update.corrects and counts(update, now)
    }
    title = left.title
    stage: Status | None = None
    found = []
    for update in shown:
        stage = update.status or stage or _first_stage(left.kind)
        title = update.title or title
        to = update.audience or ()
        found.append(
            UpdateView(
                id=update.id,
                at=update.at,
                visible_from=update.visible_from,
                status=stage,
                states=tuple(update.components.items()),
                text={language: passages(body, to) for language, body in update.bodies.items()},
                title=title,
                since=update.since or update.at,
                due=next(iter(update.next_update.values()), None),
                reopens=update.id in line.reopened,
                corrects=update.corrects if update.corrects in names else "",
                corrected_by=corrected_by.get(update.id, ""),
                edited=update.edited,
                withdrawn=None if counts(update, now) else update.withdrawn,
                withdrawn_reason="" if counts(update, now) else update.withdrawn_reason,
                redacted=update.redacted.at if update.redacted else None,
                redacted_reason=update.redacted.reason if update.redacted else "",
                merged_into=update.merged_into or "",
                data_loss=update.data_loss or "",
                postmortem_by=update.postmortem_by,
                no_postmortem=update.no_postmortem or "",
                no_impact=update.outcome == "no_impact",
                scheduled_for=update.scheduled_for,
                scheduled_until=update.scheduled_until,
                to=tuple(sorted(to)),
                promises=dict(list(update.next_update.items())[1:]),
            )
        )
    return tuple(found)


def _first_stage(kind: Kind) -> Status | None:
    """The stage of an update that states none and follows none."""
    return {Kind.INCIDENT: Status.INVESTIGATING, Kind.MAINTENANCE: Status.SCHEDULED}.get(kind)


def _title_in_force(left: Incident, shown: tuple[Update, ...], now: datetime) -> Localised:
    renamed = (update.title for update in reversed(shown) if update.title and counts(update, now))
    return next(renamed, left.title)


def _awaited(line: Timeline) -> bool:
    """Say whether readers still wait for word."""
    return line.stage not in ENDING and not line.merged_into


def _promise(shown: tuple[Update, ...], now: datetime) -> datetime | None:
    """Return the newest promise; a correction that makes none leaves the one it finds."""
    for update in reversed(shown):
        if not counts(update, now):
            continue
        promised: Mapping[str, datetime] = update.next_update
        if promised or not update.corrects:
            return next(iter(promised.values()), None)
    return None


def _updated(shown: tuple[Update, ...], now: datetime) -> datetime:
    """Return when the reader last got to see something new."""
    moments = [update.visible_from for update in shown]
    moments += [update.withdrawn for update in shown if update.withdrawn]
    moments += [update.redacted.at for update in shown if update.redacted]
    moments += [edited for update in shown for edited in update.edited]
    return max((moment for moment in moments if moment <= now), default=shown[0].visible_from)
