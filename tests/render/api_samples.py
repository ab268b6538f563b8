"""The files for programs of a small site, made from incidents that are written a line each."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from builder.model.incident import Incident
from builder.render.status_api.outputs import api_outputs, incident_api_outputs
from builder.render.status_api.site import ApiSite
from builder.views.frame import editions
from builder.views.inventory import inventory_of
from builder.vocabulary.readers import PUBLIC
from tests.model.written import incident, moment
from tests.views.fixtures import SITE, site, views

V2 = (
    "summary",
    "status",
    "components",
    "incidents",
    "incidents/unresolved",
    "scheduled-maintenances",
    "scheduled-maintenances/upcoming",
    "scheduled-maintenances/active",
)


def files(now: str, **written: str) -> dict[str, Any]:
    """Make all files at a moment of the day; each keyword is an incident."""
    return files_of({name: incident(text, name) for name, text in written.items()}, moment(now))


def files_of(incidents: Mapping[str, Incident], now: datetime) -> dict[str, Any]:
    """Make all files for programs: their content by path."""
    view = site(incidents, now)
    api = ApiSite(editions(view.frame), inventory_of(PUBLIC, SITE))
    made: dict[str, bytes] = {}
    for each in views(incidents, now).values():
        for output in incident_api_outputs(each, api, "key"):
            assert output.path not in made
            made[output.path] = output.make()
    for output in api_outputs(view, api, lambda path: made[path], "digest"):
        made[output.path] = output.make()
    return {path: json.loads(data) for path, data in made.items()}


def v2(found: Mapping[str, Any], name: str) -> Any:
    """Return a list of the v2 API."""
    return found[f"api/v2/{name}.json"]
