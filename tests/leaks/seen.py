"""What each reader sees of a made-up site, as values without any trace of how it was read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from builder.model.incident import Incident
from builder.model.site import Site
from builder.source.incidents import read_incident
from builder.source.scan import scan
from builder.source.site import read_site
from builder.views.component_months import component_months
from builder.views.cut import cut
from builder.views.frame import component_limits
from builder.views.news import news
from builder.views.rows import carried, row_of
from builder.views.site_view import in_full, site_view
from builder.views.types import IncidentView, SiteView
from builder.views.uptime_types import ComponentHistory, MonthOfComponent
from builder.vocabulary.readers import PUBLIC, WHOLE_SITE, Reader, Scope

HALF = Scope("half", "half", frozenset({"part-0-0", "part-0-1"}))
"""A status page beside the one of the whole site."""


@dataclass(frozen=True)
class Sources:
    """A site as it was read."""

    site: Site
    incidents: tuple[Incident, ...]

    def readers(self) -> dict[str, Reader]:
        """Return everyone who reads, by name."""
        people = [each.reader for each in self.site.audiences.values() if not each.accounts]
        people += [each.reader for each in self.site.accounts.values()]
        return {PUBLIC.name: PUBLIC} | {
            reader.name: reader for reader in people if reader.name != PUBLIC.name
        }


@dataclass(frozen=True)
class Seen:
    """All that a reader sees: the site and a second status page of it, the months of its
    components, and each incident in full."""

    site: SiteView
    half: SiteView
    months: tuple[tuple[MonthOfComponent, ComponentHistory], ...]
    incidents: Mapping[str, IncidentView]


def read(root: Path) -> Sources:
    """Read a site that has no error."""
    snapshot = scan(root)
    reading = read_site(snapshot)
    known = frozenset(folder.id for folder in snapshot.folders)
    site = reading.site
    assert site is not None, reading.problems
    readings = [read_incident(folder, site, root, known, None) for folder in snapshot.folders]
    problems = [*snapshot.problems, *reading.problems]
    problems += [problem for each in readings for problem in each.problems]
    errors = [problem for problem in problems if problem.is_error]
    assert not errors, errors
    return Sources(site, tuple(_incidents(each.incident for each in readings)))


def _incidents(found: Iterator[Incident | None]) -> Iterator[Incident]:
    return (incident for incident in found if incident is not None)


def seen_by(reader: Reader, sources: Sources, now: datetime) -> Seen:
    """Return what a reader sees at a moment."""
    limits = component_limits(sources.site)
    cuts = (cut(reader, incident, limits, now) for incident in sources.incidents)
    views = {view.id: view for view in cuts if view is not None}
    # The digest of a row stands for what was read and not for what is seen.
    rows = [replace(row_of(view, "digest"), digest=view.id) for view in views.values()]
    told = news(rows, now)

    def page(scope: Scope) -> SiteView:
        full = {name: views[name] for name in in_full(rows, scope)}
        return site_view(reader, scope, sources.site, rows, full, told, now)

    months = component_months(reader, sources.site, carried(rows), now)
    listed = ((name, month) for name in months.listed for month in months.of(name))
    held = tuple((month, months.history(name, month.key)) for name, month in listed)
    return Seen(page(WHOLE_SITE), page(HALF), held, views)
