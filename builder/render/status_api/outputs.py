"""Files for programs: those of one incident, and those about all."""

from collections.abc import Iterator
from functools import cache, partial

from builder.render.addresses import own_path, v2_incident_path
from builder.render.outputs import Files, Output
from builder.render.status_api.own_incident import own_incident
from builder.render.status_api.own_lists import own_outputs
from builder.render.status_api.posts import texts
from builder.render.status_api.site import ApiSite, as_json
from builder.render.status_api.v2_incident import incident_object
from builder.render.status_api.v2_lists import v2_outputs
from builder.views.types import IncidentRow, IncidentView, SiteView
from builder.vocabulary.statuses import Kind


def incident_api_outputs(view: IncidentView, site: ApiSite, key: str) -> Iterator[Output]:
    """Yield the files of an incident under this key. Notices are not in the v2 API."""
    said = cache(partial(texts, view, site))
    path = own_path(f"incidents/{view.id}")
    yield Output(path, key, lambda: as_json(own_incident(view, said(), site)))
    if view.kind is not Kind.NOTICE:
        path = v2_incident_path(view.code)
        yield Output(path, key, lambda: as_json(incident_object(view, said(), site)))


def incident_api_paths(row: IncidentRow) -> tuple[str, ...]:
    """Return where the files of an incident lie."""
    own = own_path(f"incidents/{row.id}")
    return (own,) if row.kind is Kind.NOTICE else (own, v2_incident_path(row.code))


def api_outputs(view: SiteView, site: ApiSite, files: Files, digest: str) -> Iterator[Output]:
    """Yield all lists; ``files`` gives the bytes of a file of an incident, ``digest`` stands for
    all that the site itself gives them."""
    yield from own_outputs(view, site, files, digest)
    yield from v2_outputs(view, site, files, digest)
