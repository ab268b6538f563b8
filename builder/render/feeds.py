"""The feeds of a site in one language as outputs.

A format is a function that prints a feed. What a feed says is made once, for all formats; the
libraries that print it are loaded only when there is something to print.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property, partial

from builder.render import addresses
from builder.render.atom import atom
from builder.render.feed_check import LARGEST, checked
from builder.render.feed_items import Feed, FeedItems, feed_of, site_name
from builder.render.outputs import Output
from builder.render.rss import rss
from builder.render.telling import in_language
from builder.views.fingerprint import fingerprint
from builder.views.types import FeedOf, FeedView, SiteView

Print = Callable[[Feed, str], bytes]
"""Prints a feed that is served at an address."""

FORMATS: tuple[tuple[str, Print], ...] = (("atom", atom), ("rss", rss))
"""Endings of feeds, and what prints them."""


def feed_outputs(site: SiteView, items: FeedItems) -> Iterator[Output]:
    """Yield the feeds of a site in the language of ``items``.

    Their ``make`` raises ``FeedProblem`` where the bytes would break a rule of their format.
    """
    yield from _outputs(FeedView(FeedOf.SITE, site.feed), items)
    for part in site.feeds:
        yield from _outputs(part, items)


def site_feed(site: SiteView, items: FeedItems) -> Feed:
    """Return the feed of all news."""
    return _FeedFile(FeedView(FeedOf.SITE, site.feed), items).feed


def _outputs(view: FeedView, items: FeedItems) -> Iterator[Output]:
    file = _FeedFile(view, items)
    said = fingerprint(items.place, view.name, *map(items.key, view.entries))
    for ending, printed in FORMATS:
        path = f"{items.frame.folder}{file.name}.{ending}"
        yield Output(
            path=path,
            key=fingerprint(path, said),
            make=partial(file.printed, ending, printed),
            last=True,
        )


class _FeedFile:
    """Where a feed lies, and what it says, which is made when the first format needs it."""

    def __init__(self, view: FeedView, items: FeedItems) -> None:
        self._view = view
        self._items = items
        self.name = _NAMES[view.of].format(id=view.id)

    def printed(self, ending: str, printed: Print) -> bytes:
        """Return the bytes of the feed in a format."""
        return feed_bytes(self.feed, f"{self.name}.{ending}", printed)

    @cached_property
    def feed(self) -> Feed:
        """What it says."""
        view, how = self._view, self._items.telling
        label, description = _WORDS[view.of]
        words = {"site": site_name(self._items.frame), "part": in_language(view.name, how.language)}
        return feed_of(
            self._items,
            self.name,
            how.own_words[label].format_map(words),
            how.own_words[description],
            _PAGES[view.of].format(id=view.id),
            view.entries,
        )


_NAMES = {
    FeedOf.SITE: "updates",
    FeedOf.MAJOR: "major",
    FeedOf.COMPONENT: "components/{id}/updates",
    FeedOf.GROUP: "groups/{id}/updates",
}
_PAGES = {
    FeedOf.SITE: "",
    FeedOf.MAJOR: "",
    FeedOf.COMPONENT: addresses.component_path("{id}"),
    FeedOf.GROUP: "",
}
_WORDS = {
    FeedOf.SITE: ("title", "description"),
    FeedOf.MAJOR: ("major_title", "major_description"),
    FeedOf.COMPONENT: ("title_of", "part_description"),
    FeedOf.GROUP: ("title_of", "part_description"),
}


def feed_bytes(feed: Feed, path: str, printed: Print, largest: int = LARGEST) -> bytes:
    """Print the newest items that fit into ``largest`` bytes, at least one, and check them.

    ``path`` is where the feed lies below its site's root.

    Raises:
        FeedProblem: the bytes break a rule of their format.
    """
    address = f"{feed.site}{path}"
    data = printed(feed, address)
    if len(data) > largest:
        data = printed(_largest_that_fits(feed, address, printed, largest), address)
    return checked(path, data, address)


def _largest_that_fits(feed: Feed, address: str, printed: Print, largest: int) -> Feed:
    """Search by halves for the number of newest items that fit."""
    fits, too_many = 1, len(feed.items)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        shorter = replace(feed, items=feed.items[:middle])
        if len(printed(shorter, address)) <= largest:
            fits = middle
        else:
            too_many = middle
    return replace(feed, items=feed.items[:fits])
