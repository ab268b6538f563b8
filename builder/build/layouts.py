"""How a tree is laid out, and the layout of the public one: the site with its feeds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from builder.model.site import Site
from builder.output.remembered import RememberedIncident
from builder.render.addresses import incident_path
from builder.render.feed_items import FeedItem, FeedItems, Views
from builder.render.feeds import feed_outputs
from builder.render.outputs import Files, Output
from builder.render.pages import PageRenderer, shared_outputs, site_outputs
from builder.views.fingerprint import fingerprint
from builder.views.frame import editions, frame_of
from builder.views.types import Frame, FreePage, IncidentRow, IncidentView, SiteView
from builder.vocabulary.readers import PUBLIC
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
    where it has feeds of parts of the site."""

    site: Site
    digest: str
    has_feeds: bool

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

    def site_outputs(self, view: SiteView, views: Views, files: Files) -> Iterator[Output]:
        """Yield all other files; ``views`` gives the words of an incident, ``files`` the bytes of a
        file of one."""

    def items(self) -> Mapping[str, FeedItem]:
        """Return what feeds told, for the next build."""

    def borders(self) -> tuple[datetime, ...]:
        """Return the instants around now at which other incidents have pages."""


class PublicLayout:
    """The public site: every incident has a page, and feeds tell of all updates."""

    has_feeds = True

    def __init__(self, site: Site, theme: Theme, known: Mapping[str, FeedItem]) -> None:
        frame = frame_of(PUBLIC, site)
        self.site = site
        self.digest = fingerprint(without_words(frame), theme.digest)
        self._editions = editions(frame)
        self._renderers = tuple(
            PageRenderer(edition, theme, self._editions) for edition in self._editions
        )
        self._known = known
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
        """Yield the page of an incident in each language."""
        for renderer in self._renderers:
            yield renderer.incident_output(seen.view, key)

    def incident_paths(self, row: IncidentRow) -> tuple[str, ...]:
        """Return where the pages of an incident lie."""
        return tuple(frame.folder + incident_path(row.id) for frame in self._editions)

    def site_outputs(self, view: SiteView, views: Views, files: Files) -> Iterator[Output]:
        """Yield pages, assets and feeds."""
        self._made = [FeedItems(frame, views, self._known) for frame in self._editions]
        pages = (site_outputs(view, renderer) for renderer in self._renderers)
        feeds = (feed_outputs(view, items) for items in self._made)
        return chain(shared_outputs(self._renderers[0]), *pages, *feeds)

    def items(self) -> Mapping[str, FeedItem]:
        """Return what feeds told and may tell again."""
        if not any(items.is_new for items in self._made):
            return self._known
        return {key: item for items in self._made for key, item in items.told().items()}

    def borders(self) -> tuple[datetime, ...]:
        """Say that there are none."""
        return ()


def without_words(frame: Frame) -> Frame:
    """Leave out what the free pages say: other pages link to them by their names alone."""
    return replace(frame, pages=tuple(_untold(page) for page in frame.pages))


def _untold(page: FreePage) -> FreePage:
    return replace(page, text={})
