"""How a tree is laid out, and the layout of the public one: the site with its feeds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, unquote, urlsplit

from builder.model.site import Site
from builder.output.remembered import RememberedIncident
from builder.render.addresses import event_path, incident_path
from builder.render.calendar import calendar_outputs, event_outputs
from builder.render.feed_items import FeedItem, FeedItems, Views
from builder.render.feeds import feed_outputs
from builder.render.outputs import Files, Output
from builder.render.pages import PageRenderer, shared_outputs, site_outputs
from builder.render.sitemap import sitemap_outputs
from builder.render.status_api.outputs import (
    api_outputs,
    incident_api_outputs,
    incident_api_paths,
)
from builder.render.status_api.site import ApiSite
from builder.render.status_badges import badge_outputs
from builder.render.stylesheet import stylesheet
from builder.render.widget import widget_outputs
from builder.seal.hosts_public import HEADERS_FILE, PublicSite, headers_file
from builder.views.calendars import has_window
from builder.views.component_months import component_months
from builder.views.day_history import midnights
from builder.views.fingerprint import fingerprint
from builder.views.frame import editions, frame_of
from builder.views.inventory import inventory_of
from builder.views.rows import carried
from builder.views.service_types import ServiceView
from builder.views.types import Frame, FreePage, IncidentRow, IncidentView, SiteView
from builder.views.uptime_types import ComponentMonths
from builder.vocabulary.readers import PUBLIC, Reader
from builder.vocabulary.theme import Theme

if TYPE_CHECKING:
    from builder.build.cuts import Seen


@dataclass(frozen=True, slots=True)
class Others:
    """Incidents that a page leads to: which of them have a page ``inside`` its tree, and which are
    ``limited``, so that no public page tells of them."""

    inside: frozenset[str] = frozenset()
    limited: frozenset[str] = frozenset()


NO_OTHERS = Others()


class Layout(Protocol):
    """Which pages a tree has. ``site`` is the site in the reader's own zone; ``digest`` changes
    with all that every page of an incident depends on besides the incident. ``has_feeds`` is true
    where it has feeds of parts of the site. ``measured`` are the components whose days it shows,
    ``None`` for all; months that were over before ``months_since`` have no page."""

    site: Site
    digest: str
    has_feeds: bool
    measured: frozenset[str] | None
    months_since: datetime | None

    def has_page(self, incident: IncidentRow | IncidentView) -> bool:
        """Say whether the incident has a page in the tree."""

    def leads_to(self, remembered: RememberedIncident) -> tuple[str, ...]:
        """Return the incidents on which the page of an incident depends besides it: where they have
        their pages."""

    def incident_outputs(
        self, seen: "Seen", key: str, others: "Others" = NO_OTHERS
    ) -> Iterator[Output]:
        """Yield the files of an incident under this key. ``others`` are those that it leads to."""

    def incident_paths(self, row: IncidentRow) -> tuple[str, ...]:
        """Return the paths of the files of an incident."""

    def site_outputs(
        self,
        view: SiteView,
        months: ComponentMonths,
        views: Views,
        files: Files,
        services: Sequence[ServiceView] = (),
    ) -> Iterator[Output]:
        """Yield all other files; ``months`` are those of components that are over, ``views`` gives
        the words of an incident, ``files`` the bytes of a file of one, ``services`` are the
        contracts that its reader is told of."""

    def items(self) -> Mapping[str, FeedItem]:
        """Return what feeds told, for the next build."""

    def borders(self) -> tuple[datetime, ...]:
        """Return the instants around now at which its bytes change by time alone, besides those of
        incidents: when figures of uptime move on, and when other incidents have pages."""


def months_of(
    layout: Layout, reader: Reader, rows: Iterable[IncidentRow], now: datetime
) -> ComponentMonths:
    """Return the months of components that have a page in a tree; ``rows`` are its reader's."""
    measured, since = layout.measured, layout.months_since
    return component_months(reader, layout.site, carried(rows), now, measured, since)


class PublicLayout:
    """The public site: every incident has a page, feeds tell of all updates, and programs
    find the same as data."""

    has_feeds = True
    measured: frozenset[str] | None = None
    months_since: datetime | None = None

    def __init__(
        self, site: Site, theme: Theme, known: Mapping[str, FeedItem], now: datetime
    ) -> None:
        frame = frame_of(PUBLIC, site)
        self.site = site
        self._theme = theme
        inventory = inventory_of(PUBLIC, site)
        self._site_digest = fingerprint(without_words(frame), inventory)
        self.digest = fingerprint(self._site_digest, theme.digest)
        self._editions = editions(frame)
        self._api = ApiSite(self._editions, inventory)
        self._renderers = tuple(
            PageRenderer(edition, theme, self._editions) for edition in self._editions
        )
        self._known = known
        self._now = now
        self._made: list[FeedItems] = []

    def has_page(self, incident: IncidentRow | IncidentView) -> bool:
        """Say yes."""
        return True

    def leads_to(self, remembered: RememberedIncident) -> tuple[str, ...]:
        """Say none: all have a page."""
        return ()

    def incident_outputs(
        self, seen: "Seen", key: str, others: Others = NO_OTHERS
    ) -> Iterator[Output]:
        """Yield the page of an incident in each language, the window of a maintenance, and files
        for programs."""
        for renderer, frame in zip(self._renderers, self._editions, strict=True):
            yield renderer.incident_output(seen.view, key)
            yield from event_outputs(seen.view, frame, key)
        yield from incident_api_outputs(seen.view, self._api, key)

    def incident_paths(self, row: IncidentRow) -> tuple[str, ...]:
        """Return where the files of an incident lie."""
        paths = (incident_path(row.id), *((event_path(row.id),) if has_window(row) else ()))
        pages = tuple(frame.folder + path for frame in self._editions for path in paths)
        return pages + incident_api_paths(row)

    def site_outputs(
        self,
        view: SiteView,
        months: ComponentMonths,
        views: Views,
        files: Files,
        services: Sequence[ServiceView] = (),
    ) -> Iterator[Output]:
        """Yield pages, assets, feeds, calendars and lists for programs."""
        self._made = [FeedItems(frame, views, self._known) for frame in self._editions]
        pages = (site_outputs(view, months, renderer) for renderer in self._renderers)
        feeds = (feed_outputs(view, items) for items in self._made)
        calendars = (calendar_outputs(view, frame, files) for frame in self._editions)
        badges = (badge_outputs(view, frame) for frame in self._editions)
        shared = (
            shared_outputs(self._renderers[0]),
            widget_outputs(),
            _hosting_outputs(self.site, self._theme),
            sitemap_outputs(view, self._editions),
        )
        lists = api_outputs(view, self._api, files, self._site_digest)
        return chain(*shared, *pages, *feeds, *calendars, *badges, lists)

    def items(self) -> Mapping[str, FeedItem]:
        """Return what feeds told and may tell again."""
        if not any(items.is_new for items in self._made):
            return self._known
        return {key: item for items in self._made for key, item in items.told().items()}

    def borders(self) -> tuple[datetime, ...]:
        """Return the midnights around now where there is a component with figures."""
        if not self._editions[0].component_names:
            return ()
        return midnights(self._now, self.site.time_zone)


def hosted_site(site: Site, theme: Theme) -> PublicSite:
    """Return what the host of the public tree must know of it."""
    path = quote(unquote(urlsplit(site.url).path.strip("/")), "/")
    return PublicSite(
        path=f"/{path}" if path else "",
        translated=len(site.languages) > 1,
        style=stylesheet(theme).hash,
    )


def _hosting_outputs(site: Site, theme: Theme) -> Iterator[Output]:
    """Yield the file that some hosts look for in the tree itself."""
    key = fingerprint(HEADERS_FILE, site.url, site.languages, theme.digest)
    yield Output(HEADERS_FILE, key, lambda: headers_file(hosted_site(site, theme)))


def without_words(frame: Frame) -> Frame:
    """Leave out what the free pages say: other pages link to them by their names alone."""
    return replace(frame, pages=tuple(_untold(page) for page in frame.pages))


def _untold(page: FreePage) -> FreePage:
    return replace(page, text={})
