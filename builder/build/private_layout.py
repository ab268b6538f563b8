"""The layout of a private tree: pages made for one audience or account."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from builder.build.cuts import Seen
from builder.build.layouts import NO_OTHERS, Others, without_words
from builder.model.site import Site
from builder.output.remembered import RememberedIncident
from builder.render.addresses import incident_path
from builder.render.feed_items import FeedItem, Views
from builder.render.outputs import Files, Output
from builder.render.press import Press
from builder.render.private_pages import PrivatePageRenderer, private_outputs
from builder.views.alike import setting_as_named
from builder.views.audience_view import (
    audience_incident,
    audience_setting,
    audience_view,
    has_page,
    kept_since,
    measured_for,
    month_borders,
    site_for,
)
from builder.views.day_history import midnights
from builder.views.fingerprint import fingerprint
from builder.views.service_types import ServiceView
from builder.views.types import IncidentRow, IncidentView, SiteView
from builder.views.uptime_types import ComponentMonths
from builder.vocabulary.readers import Reader

if TYPE_CHECKING:
    from markupsafe import Markup


class PrivateLayout:
    """The pages of one audience or account: what goes on, and the last two years of what is its."""

    has_feeds = False

    def __init__(self, reader: Reader, site: Site, press: Press, now: datetime) -> None:
        self.site = site_for(reader, site)
        self._press = press
        self._now = now
        self._setting = audience_setting(reader, site)
        self.measured = measured_for(self._setting)
        self._since = kept_since(now, self.site.time_zone)
        self.months_since: datetime | None = self._since
        self._renderer = PrivatePageRenderer(self._setting, press)
        self._many = fingerprint(self._setting.of_many)
        words = replace(self._setting, frame=without_words(self._setting.frame))
        self.digest = fingerprint(words, press.theme.digest)

    def has_page(self, incident: IncidentRow | IncidentView) -> bool:
        """Say whether it is of this reader, and not too old."""
        return has_page(incident, self._setting, self._since)

    def leads_to(self, remembered: RememberedIncident) -> tuple[str, ...]:
        """Return the incidents that its reader finds named: some have a page in the tree, some a
        public one."""
        return remembered.leads_to

    def incident_outputs(
        self, seen: Seen, key: str, others: Others = NO_OTHERS
    ) -> Iterator[Output]:
        """Yield the page of an incident."""
        yield self._renderer.incident_output(
            seen.view.id, key, lambda: self._incident_body(seen, others)
        )

    def incident_paths(self, row: IncidentRow) -> tuple[str, ...]:
        """Return where the page of an incident lies."""
        return (incident_path(row.id),)

    def _incident_body(self, seen: Seen, others: Others) -> "Markup":
        """Return what all who are alike are told, laid out once for all of them.

        It is made from nothing that one of them has alone, so whoever comes first leaves no trace.
        """
        contact = self._setting.contact if seen.view.is_open else None
        made_from = fingerprint(self._many, contact, others)
        if made_from not in seen.bodies:
            setting = setting_as_named(self._setting, seen.reader, seen.view)
            seen.bodies[made_from] = self._renderer.incident_body(
                audience_incident(seen.view, setting), setting, others.inside, others.limited
            )
        return seen.bodies[made_from]

    def site_outputs(
        self,
        view: SiteView,
        months: ComponentMonths,
        views: Views,
        files: Files,
        services: Sequence[ServiceView] = (),
    ) -> Iterator[Output]:
        """Return all pages but those of incidents."""
        seen = audience_view(self._setting, view, self._since, tuple(services))
        return private_outputs(seen, months, self._press)

    def items(self) -> Mapping[str, FeedItem]:
        """Say that there are none: a private feed is made whole."""
        return {}

    def borders(self) -> tuple[datetime, ...]:
        """Return the midnights around now where there is a component with figures, else when this
        month began and when the next one does."""
        if self._setting.frame.component_names:
            return midnights(self._now, self.site.time_zone)
        return month_borders(self._now, self.site.time_zone)
