"""The lists of the Statuspage v2 API: eight files, put together from those of the incidents.

Which incidents each holds is the pages' own choice; components stand in their present state.
"""

import json
from collections.abc import Callable, Iterator
from functools import cached_property, partial

from builder.render.addresses import v2_incident_path, v2_path
from builder.render.outputs import Files, Output
from builder.render.status_api.site import ApiSite, Json, as_json
from builder.render.status_api.v2_objects import (
    PresentComponents,
    page_object,
    present_components,
    status_object,
)
from builder.views.fingerprint import fingerprint
from builder.views.types import IncidentRow, IncidentView, SiteView
from builder.vocabulary.statuses import ENDING, Kind, Status

Listed = tuple[IncidentRow, ...] | tuple[IncidentView, ...]


def v2_outputs(view: SiteView, site: ApiSite, files: Files, digest: str) -> Iterator[Output]:
    """Yield the eight files; ``digest`` stands for all that the site itself gives them."""
    lists = _Lists(view, site, files)
    present = fingerprint(digest, view.updated, [page.component for page in view.components])
    all_of_it = fingerprint(present, view.groups)
    running = (*view.active, *view.upcoming)

    def output(name: str, make: Callable[[], Json], *depends: object) -> Output:
        path = v2_path(name)
        return Output(path, fingerprint(path, *depends), lambda: as_json(make()), last=True)

    incidents: tuple[tuple[str, Listed], ...] = (
        ("incidents", view.incidents),
        ("incidents/unresolved", view.open),
    )
    maintenance: tuple[tuple[str, Listed], ...] = (
        ("scheduled-maintenances", view.maintenance),
        ("scheduled-maintenances/upcoming", view.upcoming),
        ("scheduled-maintenances/active", view.active),
    )
    for name, kept in incidents:
        yield output(name, partial(lists.page, incidents=kept), present, kept)
    for name, kept in maintenance:
        yield output(name, partial(lists.page, maintenance=kept), present, kept)
    yield output("components", lists.components, all_of_it)
    yield output("status", lists.status, digest, view.updated, view.verdict)
    yield output("summary", lists.summary, all_of_it, view.verdict, view.open, running)


class _Lists:
    """The content of the files."""

    def __init__(self, view: SiteView, site: ApiSite, files: Files) -> None:
        self._view = view
        self._site = site
        self._files = files
        self._made: dict[str, Json] = {}

    def page(self, *, incidents: Listed | None = None, maintenance: Listed | None = None) -> Json:
        """Return the page with a list of incidents, of maintenance, or of both."""
        found: Json = {"page": page_object(self._site, self._view.updated)}
        if incidents is not None:
            found["incidents"] = list(map(self._present, incidents))
        if maintenance is not None:
            found["scheduled_maintenances"] = list(map(self._present, maintenance))
        return found

    def components(self) -> Json:
        """Return the page with all components."""
        return {**self.page(), "components": list(self._components.listed)}

    def status(self) -> Json:
        """Return the page with its state."""
        return {**self.page(), "status": status_object(self._view.verdict)}

    def summary(self) -> Json:
        """Return what goes on now, and what will."""
        view = self._view
        running = (*view.active, *view.upcoming)
        return {
            **self.components(),
            **self.page(incidents=view.open, maintenance=running),
            "status": status_object(view.verdict),
        }

    @cached_property
    def _components(self) -> PresentComponents:
        return present_components(self._view, self._site)

    def _present(self, listed: IncidentRow | IncidentView) -> Json:
        """Return an incident as its own file has it, its components as they are now.

        One that goes on in another is over by itself; where that is not there, it is not.
        """
        found = self._made.get(listed.id)
        if found is None:
            found = json.loads(self._files(v2_incident_path(listed.code)))
            by_code = self._components.by_code
            found["components"] = [by_code[each["id"]] for each in found["components"]]
            if listed.kind is Kind.INCIDENT and listed.is_open and listed.stage is not None:
                updates = found["incident_updates"]
                stage = _open_stage(listed.stage, updates)
                found["status"] = updates[0]["status"] = stage
                found["resolved_at"] = None
            self._made[listed.id] = found
        return found


def _open_stage(stage: Status, updates: list[Json]) -> str:
    """Return the newest stage of an open incident that was not the end: a postmortem of one that
    went on elsewhere is none."""
    stages = (stage.value, *(each["status"] for each in updates))
    over = {each.value for each in ENDING}
    return next((stage for stage in stages if stage not in over), Status.INVESTIGATING.value)
