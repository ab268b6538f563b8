"""One incident as one reader sees it: derived from what the cut has left."""

from dataclasses import replace
from datetime import datetime

from builder.model.board import Stretch
from builder.model.events import told_events
from builder.model.incident import Incident, Update
from builder.model.standing import counts, visible
from builder.model.timeline import Timeline
from builder.views.as_posted import Posting
from builder.views.entries import clock_events, entries
from builder.views.inside import asks, expectation, passages, priority, roles
from builder.views.promises import is_awaited, promise_in_force
from builder.views.turns import turns
from builder.views.types import Away, Entry, IncidentView, Localised, Plan, Span, UpdateView
from builder.vocabulary.statuses import State


def incident_view(left: Incident, line: Timeline, now: datetime) -> IncidentView:
    """Fold the view of an incident that has at least one update to show at ``now``."""
    shown = visible(left, now)
    updates = _update_views(left, shown, now)
    told = told_events(left, now)
    news = entries(left, updates, told)
    turned = turns(left, line, updates, news)
    updates = tuple(
        replace(update, turned=turned[update.id]) if update.id in turned else update
        for update in updates
    )
    awaited = is_awaited(line)
    promise = promise_in_force(shown, now) if awaited else None
    due = promise.due if promise else None
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
        updated=_updated(updates, news, now),
        updates=updates,
        events=clock_events(left.id, told, turned),
        spans=_spans(line.stretches),
        clear=_spans(line.clear),
        components=line.named,
        entries=news,
        due=due,
        overdue=due is not None and due <= now,
        scheduled_for=course.scheduled_for if course else None,
        scheduled_until=course.scheduled_until if course else None,
        overrun=course.overrun if course else False,
        merged_into=line.merged_into,
        away=tuple(Away(each.since, each.said, each.until, each.into) for each in line.pauses),
        plan=_plan(left),
        asks=asks(shown, now),
        restored_by=expectation(shown, now) if awaited else None,
        priority=priority(left, shown, now),
        roles=roles(left, now),
        shows_until=left.shows_until,
        origin=left.origin,
        apart=tuple((each.account, each.component, each.state) for each in line.apart),
    )


def _theirs(update: Update) -> tuple[tuple[str, State], ...]:
    """Return the states that an update brought about for accounts alone."""
    return tuple(
        (name, state) for name, state in update.components.items() if name in update.theirs
    )


def _spans(stretches: tuple[Stretch, ...]) -> tuple[Span, ...]:
    return tuple(Span(each.component, each.state, each.since, each.until) for each in stretches)


def _plan(left: Incident) -> Plan | None:
    if left.scheduled_for is None or left.scheduled_until is None:
        return None
    return Plan(left.scheduled_for, left.scheduled_until, tuple(left.components.items()))


def _update_views(
    left: Incident, shown: tuple[Update, ...], now: datetime
) -> tuple[UpdateView, ...]:
    names = {update.id for update in shown}
    corrected_by = {
        update.corrects: update.id for update in shown if update.corrects and counts(update, now)
    }
    found = []
    for position, update in enumerate(shown):
        posting = Posting(left, shown, position)
        to = update.audience or ()
        new_priority = posting.new_priority()
        found.append(
            UpdateView(
                id=update.id,
                at=update.at,
                visible_from=update.visible_from,
                status=posting.stage(),
                states=tuple(posting.states().items()),
                theirs=_theirs(update),
                text={language: passages(body, to) for language, body in update.bodies.items()},
                title=posting.title(),
                since=update.since or update.at,
                due=next(iter(update.next_update.values()), None),
                reopens=posting.reopens(),
                holding=update.holding,
                corrects=update.corrects if update.corrects in names else "",
                corrected_by=corrected_by.get(update.id, ""),
                edited=tuple(moment for moment in update.edited if moment <= now),
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
                promises=update.promised,
                priority=new_priority,
                reason=update.reason if new_priority else "",
            )
        )
    return tuple(found)


def _title_in_force(left: Incident, shown: tuple[Update, ...], now: datetime) -> Localised:
    renamed = (update.title for update in reversed(shown) if update.title and counts(update, now))
    return next(renamed, left.title)


def _updated(updates: tuple[UpdateView, ...], news: tuple[Entry, ...], now: datetime) -> datetime:
    """Return when the reader last got to see something new."""
    moments = [entry.posted for entry in news]
    moments += [update.redacted for update in updates if update.redacted]
    moments += [edited for update in updates for edited in update.edited]
    return max(moment for moment in moments if moment <= now)
