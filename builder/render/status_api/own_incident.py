"""An incident, maintenance or notice in the JSON of our own: all that its page tells.

Times are in UTC. The keys of an incident are always there; an update lacks those that say what few
updates do.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from builder.render.addresses import incident_path, own_path
from builder.render.feed_html import with_addresses
from builder.render.status_api.posts import Texts
from builder.render.status_api.site import ApiSite, Json, own_time
from builder.views.types import (
    ClockEvent,
    IncidentRow,
    IncidentView,
    Plan,
    Span,
    Turned,
    UpdateView,
)
from builder.vocabulary.statuses import Kind, State


def own_incident(view: IncidentView, said: Texts, site: ApiSite) -> Json:
    """Return all of an incident, of which this is ``said`` as plain text."""
    page = site.address(incident_path(view.id))
    return {
        **own_row(view, site),
        "next_update": _time(view.due),
        "overrun": view.overrun,
        "shows_until": _time(view.shows_until),
        "plan": _plan(view.plan),
        "timeline": [_span(span) for span in (*view.spans, *view.clear)],
        "updates": [_update(view, update, page, said[update.id], site) for update in view.updates],
        "events": [_event(event) for event in view.events],
    }


def own_row(view: IncidentView | IncidentRow, site: ApiSite) -> Json:
    """Return what a list tells of an incident."""
    return {
        "id": view.id,
        "code": view.code,
        "kind": view.kind.value,
        "title": dict(view.title),
        "page": site.address(incident_path(view.id)),
        "data": site.address(own_path(f"incidents/{view.id}")),
        "stage": view.stage.value if view.stage is not None else None,
        "open": view.is_open,
        "impact": view.impact.value if view.kind is Kind.INCIDENT else None,
        "began": own_time(view.began),
        "ended": _time(view.ended),
        "updated": own_time(view.updated),
        "components": list(view.components),
        "scheduled_for": _time(view.scheduled_for),
        "scheduled_until": _time(view.scheduled_until),
        "merged_into": view.merged_into or None,
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else own_time(moment)


def _plan(plan: Plan | None) -> Json | None:
    if plan is None:
        return None
    return {
        "scheduled_for": own_time(plan.scheduled_for),
        "scheduled_until": own_time(plan.scheduled_until),
        "states": _states(plan.states),
    }


def _states(states: tuple[tuple[str, State], ...]) -> list[Json]:
    return [{"component": component, "state": state.value} for component, state in states]


def _span(span: Span) -> Json:
    return {
        "component": span.component,
        "state": span.state.value,
        "since": own_time(span.since),
        "until": _time(span.until),
    }


def _turned(turned: tuple[Turned, ...]) -> list[Json]:
    return [
        {"component": each.component, "before": each.before.value, "after": each.after.value}
        for each in turned
    ]


def _event(event: ClockEvent) -> Json:
    return {"name": event.name, "at": own_time(event.at), "turned": _turned(event.turned)}


def _update(
    view: IncidentView, update: UpdateView, page: str, said: Mapping[str, str], site: ApiSite
) -> Json:
    return {
        "id": update.id,
        "page": f"{page}#{update.id}",
        "at": own_time(update.at),
        "posted": own_time(update.visible_from),
        "stage": update.status.value if update.status is not None else None,
        "since": own_time(update.since),
        "states": _states(update.states),
        "turned": _turned(update.turned),
        "title": dict(update.title),
        "texts": _texts(view, update, said, site),
        "next_update": _time(update.due),
        **{key: value for key, value in _seldom(update) if value},
    }


def _seldom(update: UpdateView) -> Iterator[tuple[str, object]]:
    """Yield what few updates have; the others do not have the key."""
    yield "reopens", update.reopens
    yield "corrects", update.corrects
    yield "corrected_by", update.corrected_by
    yield "edited", list(map(own_time, update.edited))
    yield "withdrawn", _taken_back(update.withdrawn, update.withdrawn_reason)
    yield "redacted", _taken_back(update.redacted, update.redacted_reason)
    yield "merged_into", update.merged_into
    yield "scheduled_for", _time(update.scheduled_for)
    yield "scheduled_until", _time(update.scheduled_until)
    yield "data_loss", update.data_loss
    yield "postmortem_by", _time(update.postmortem_by)
    yield "no_postmortem", update.no_postmortem
    yield "no_impact", update.no_impact


def _taken_back(moment: datetime | None, reason: str) -> Json | None:
    return None if moment is None else {"at": own_time(moment), "reason": reason or None}


def _texts(view: IncidentView, update: UpdateView, said: Mapping[str, str], site: ApiSite) -> Json:
    found: Json = {}
    for language, passages in update.text.items():
        how = site.telling_in(language)
        html = with_addresses(passages, how.site, how.top, how.page(view.id))
        found[language] = {"html": html, "text": said[language]}
    return found
