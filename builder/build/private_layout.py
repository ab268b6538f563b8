"""The layout of a private tree: pages made for one audience or account."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from builder.build.layouts import without_words
from builder.model.site import Site
from builder.render.outputs import Output
from builder.render.press import Press
from builder.render.private_pages import PrivatePageRenderer, private_outputs
from builder.views.audience_view import (
    audience_incident,
    audience_setting,
    audience_view,
    has_page,
    kept_since,
    next_border,
    site_for,
)
from builder.views.fingerprint import fingerprint
from builder.views.types import IncidentRow, IncidentView, SiteView
from builder.vocabulary.readers import Reader


class PrivateLayout:
    """The pages of one audience or account: what goes on, and the last two years of what is its."""

    def __init__(self, reader: Reader, site: Site, press: Press, now: datetime) -> None:
        self.site = site_for(reader, site)
        self._press = press
        self._now = now
        self._setting = audience_setting(reader, site)
        self._since = kept_since(now, self.site.time_zone)
        self._renderer = PrivatePageRenderer(self._setting, press)
        words = replace(self._setting, frame=without_words(self._setting.frame))
        self.digest = fingerprint(words, press.theme.digest)

    def has_page(self, incident: IncidentRow | IncidentView) -> bool:
        """Say whether it is of this reader, and not too old."""
        return has_page(incident, self._setting, self._since)

    def incident_output(self, view: IncidentView, key: str) -> Output:
        """Return the page of an incident."""
        return self._renderer.incident_output(audience_incident(view, self._setting), key)

    def site_outputs(self, view: SiteView) -> Iterator[Output]:
        """Return all pages but those of incidents."""
        return private_outputs(audience_view(self._setting, view, self._since), self._press)

    def borders(self) -> tuple[datetime, ...]:
        """Return when this month began in the reader's zone, and when the next one does."""
        zone = ZoneInfo(self.site.time_zone)
        first = self._now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0)
        return first.astimezone(UTC), next_border(self._now, self.site.time_zone).astimezone(UTC)
