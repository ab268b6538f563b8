"""Lists in the JSON of our own: the site as it is now, and its history by month."""

import json
from collections.abc import Iterator
from functools import partial

from builder.render.addresses import month_path, own_path
from builder.render.outputs import Files, Output
from builder.render.status_api.own_incident import own_row
from builder.render.status_api.schema import SCHEMA
from builder.render.status_api.site import ApiSite, Json, as_json
from builder.views.fingerprint import fingerprint
from builder.views.types import (
    ComponentView,
    GroupView,
    IncidentView,
    Localised,
    MonthView,
    SiteView,
)
from builder.views.uptime_types import UptimeRule
from builder.vocabulary.times import iso


def own_outputs(view: SiteView, site: ApiSite, files: Files, digest: str) -> Iterator[Output]:
    """Yield the state, the months and the schema; ``digest`` stands for what the site itself gives
    them."""
    for month in view.months:
        path = own_path(f"history/{month.key}")
        make = partial(_printed_month, month, site)
        yield Output(path, fingerprint(path, digest, month), make)
    path = own_path("schema")
    yield Output(path, fingerprint(path), partial(as_json, SCHEMA))
    shown = (view.open, view.active, view.upcoming, view.notices)
    newest = view.months[0].key if view.months else ""
    yield Output(
        path=(path := own_path("status")),
        key=fingerprint(path, digest, view.updated, view.verdict, view.groups, newest, *shown),
        make=lambda: as_json(_status(view, site, files)),
        last=True,
    )


def _status(view: SiteView, site: ApiSite, files: Files) -> Json:
    frame = site.frame

    def full(incident: IncidentView) -> Json:
        # The word of others may keep one open that goes on in them.
        own = json.loads(files(own_path(f"incidents/{incident.id}")))
        return {**own, "open": incident.is_open}

    newest = view.months[0].key if view.months else None
    return {
        "name": frame.name,
        "url": frame.url,
        "time_zone": frame.time_zone,
        "languages": list(frame.languages),
        "updated": iso(view.updated or site.beginning),
        "indicator": view.verdict.indicator.value,
        "description": view.verdict.description,
        "uptime_policy": _uptime(site.inventory.uptime),
        "groups": [_group(group, site) for group in view.groups],
        "incidents": list(map(full, view.open)),
        "maintenance": {
            "active": list(map(full, view.active)),
            "upcoming": list(map(full, view.upcoming)),
        },
        "notices": list(map(full, view.notices)),
        "history": site.address(own_path(f"history/{newest}")) if newest else None,
    }


def _uptime(rule: UptimeRule) -> Json:
    weights = {
        state.value: weight if weight is None else weight / 1000
        for state, weight in rule.weights.items()
    }
    return {"name": rule.name, "weights": weights, "groups": rule.groups}


def _group(group: GroupView, site: ApiSite) -> Json:
    known = site.inventory.groups.get(group.id)
    return {
        "id": group.id or None,
        "code": known.code if known else None,
        "name": dict(group.name) if known else {},
        "description": _text(group.description),
        "state": group.state.value,
        "components": [_component(component, site) for component in group.components],
    }


def _component(component: ComponentView, site: ApiSite) -> Json:
    known = site.inventory.components[component.id]
    return {
        "id": component.id,
        "code": known.code,
        "name": dict(component.name),
        "description": _text(component.description),
        "url": component.url or None,
        "start_date": known.start.isoformat() if known.start else None,
        "archived": component.archived,
        "state": component.state.value,
        "since": iso(component.changed) if component.changed else None,
    }


def _text(text: Localised) -> Json:
    return {language: words for language, words in text.items() if words}


def _printed_month(month: MonthView, site: ApiSite) -> bytes:
    def address(key: str) -> str | None:
        return site.address(own_path(f"history/{key}")) if key else None

    return as_json(
        {
            "month": month.key,
            "page": site.address(month_path(month.key)),
            "earlier": address(month.earlier),
            "later": address(month.later),
            "incidents": [own_row(row, site) for row in month.rows],
        }
    )
