"""The feeds of a site in one language as outputs.

What a feed says is made once, for all formats; the libraries that print it are loaded only when
there is something to print.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from builder.render import addresses
from builder.render.atom import ATOM
from builder.render.feed_addresses import HISTORY, feed_name
from builder.render.feed_format import FeedFormat, PrintedEntries, feed_bytes
from builder.render.feed_items import Feed, FeedItem, FeedItems, feed_of, foreign_id, site_name
from builder.render.json_feed import JSON
from builder.render.outputs import Output, RenderProblem
from builder.render.rss import RSS
from builder.render.telling import in_language
from builder.views.fingerprint import fingerprint
from builder.views.types import FeedOf, FeedView, Localised, SiteView
from builder.vocabulary.problems import Place, Problem

FORMATS = (ATOM, RSS, JSON)
"""Formats of feeds with one entry an update."""

HISTORY_FORMATS = (ATOM, RSS)
"""Formats of the feed with one entry an incident."""


def feed_outputs(site: SiteView, items: FeedItems) -> Iterator[Output]:
    """Yield the feeds of a site in the language of ``items``.

    Their ``make`` raises ``FeedProblem`` where the bytes would break a rule of their format.
    """
    entries = PrintedEntries()
    for part in (FeedView(FeedOf.SITE, site.feed), *site.feeds):
        yield from _outputs(_news_file(part, items), FORMATS, items, entries)
    yield from _outputs(_history_file(site, items), HISTORY_FORMATS, items, entries)


def site_feed(site: SiteView, items: FeedItems) -> Feed:
    """Return the feed of all news."""
    return _news_file(FeedView(FeedOf.SITE, site.feed), items).feed


def history_feed(site: SiteView, items: FeedItems) -> Feed:
    """Return the feed with one entry an incident."""
    return _history_file(site, items).feed


def feed_title(of: FeedOf, name: Localised, items: FeedItems) -> str:
    """Return what a feed is called; ``name`` is that of a component or group."""
    how = items.telling
    words = {"site": site_name(items.frame), "part": in_language(name, how.language)}
    return how.own_words[_WORDS[of][0]].format_map(words)


def _outputs(
    file: "_FeedFile", formats: Iterable[FeedFormat], items: FeedItems, entries: PrintedEntries
) -> Iterator[Output]:
    for form in formats:
        name = f"{file.name}.{form.ending}"
        path = f"{items.frame.folder}{name}"
        yield Output(
            path=path,
            key=fingerprint(path, file.key),
            make=partial(file.printed, name, form, entries),
            last=True,
        )


@dataclass
class _FeedFile:
    """Where a feed lies, and what it says, which is made when the first format needs it."""

    name: str
    key: str
    make: Callable[[], Feed]

    @cached_property
    def feed(self) -> Feed:
        """What it says."""
        return self.make()

    def printed(self, path: str, form: FeedFormat, entries: PrintedEntries) -> bytes:
        """Return the bytes of the feed in a format."""
        return feed_bytes(self.feed, path, form, entries)


def _news_file(view: FeedView, items: FeedItems) -> _FeedFile:
    name = feed_name(view.of, view.id)

    def make() -> Feed:
        return feed_of(
            items,
            name,
            feed_title(view.of, view.name, items),
            items.telling.own_words[_WORDS[view.of][1]],
            addresses.component_path(view.id) if view.of is FeedOf.COMPONENT else "",
            map(items.item, view.entries),
        )

    key = fingerprint(items.place, view.name, *map(items.key, view.entries))
    return _FeedFile(name, key, make)


def _history_file(site: SiteView, items: FeedItems) -> _FeedFile:
    words = items.telling.own_words
    told: Iterable[FeedItem] = map(items.whole, site.told)

    def make() -> Feed:
        return feed_of(
            items,
            HISTORY,
            words["history_title"].format(site=site_name(items.frame)),
            words["history_description"],
            addresses.HISTORY,
            told,
            foreign_ids=_foreign_ids(site, items),
        )

    return _FeedFile(HISTORY, fingerprint(items.place, *map(items.whole_key, site.told)), make)


def _foreign_ids(site: SiteView, items: FeedItems) -> frozenset[str]:
    """Return the ids that incidents brought along.

    Raises:
        RenderProblem: two brought the same.
    """
    found: dict[str, str] = {}
    for told in site.told:
        foreign = foreign_id(told.row, items.frame)
        if foreign and found.setdefault(foreign, told.row.id) != told.row.id:
            raise RenderProblem(
                Problem(
                    Place(f"incidents/{told.row.id}/incident.md"),
                    "same-feed-id",
                    f"The incident {found[foreign]} has the same `feed_id` under `origin`.",
                    "Leave it to the one that really had it, and take it out of the other.",
                )
            )
    return frozenset(found)


_WORDS = {
    FeedOf.SITE: ("title", "description"),
    FeedOf.MAJOR: ("major_title", "major_description"),
    FeedOf.COMPONENT: ("title_of", "part_description"),
    FeedOf.GROUP: ("title_of", "part_description"),
}
