"""A small site and its rows, for tests of what is folded from many incidents."""

from collections.abc import Mapping
from datetime import datetime

from builder.model.incident import Incident
from builder.model.site import Component, Group, Site
from builder.views.cut import cut
from builder.views.frame import component_limits
from builder.views.news import news
from builder.views.rows import row_of
from builder.views.site_view import in_full, site_view
from builder.views.types import IncidentView, SiteView
from builder.vocabulary.readers import PUBLIC, WHOLE_SITE, Reader, Scope

SITE = Site(
    name="Example",
    url="https://status.example.com",
    time_zone="Etc/UTC",
    languages=("en",),
    theme="default",
    authority="status.example.com",
    year=2026,
    groups=(
        Group(
            id="payments",
            name="Payments",
            components=(Component("checkout", "Checkout"), Component("api", "Payments API")),
        ),
    ),
    ungrouped=(
        Component("db", "Database"),
        Component("old", "Old reports", archived=True),
        Component("acme-cluster", "Acme cluster", audience=frozenset({"account:acme"})),
    ),
)


def views(
    incidents: Mapping[str, Incident],
    now: datetime,
    reader: Reader = PUBLIC,
    of: Site = SITE,
) -> dict[str, IncidentView]:
    """Cut several incidents for one reader."""
    limits = component_limits(of)
    cuts = (cut(reader, made, limits, now) for made in incidents.values())
    return {view.id: view for view in cuts if view is not None}


def site(
    incidents: Mapping[str, Incident],
    now: datetime,
    reader: Reader = PUBLIC,
    scope: Scope = WHOLE_SITE,
    of: Site = SITE,
) -> SiteView:
    """Fold the site of one reader."""
    seen = views(incidents, now, reader, of)
    rows = [row_of(view, view.id) for view in seen.values()]
    told = news(rows, now)
    full = {name: seen[name] for name in in_full(rows, scope)}
    return site_view(reader, scope, of, rows, full, told, now)
