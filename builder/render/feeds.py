"""The feeds of a site as outputs: ``updates.atom`` and ``updates.rss``.

A format is a function that prints a feed. What a feed says is made once, for all formats; the
libraries that print it are loaded only when there is something to print.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from builder.render.atom import atom
from builder.render.feed_check import LARGEST, checked
from builder.render.feed_items import Feed, updates_feed
from builder.render.outputs import Output
from builder.render.rss import rss
from builder.views.fingerprint import fingerprint
from builder.views.types import SiteView

Print = Callable[[Feed, str], bytes]
"""Prints a feed that is served at an address."""

FORMATS: tuple[tuple[str, Print], ...] = (("updates.atom", atom), ("updates.rss", rss))


def feed_outputs(site: SiteView) -> Iterator[Output]:
    """Yield the feeds of all updates, in the site's default language.

    Their ``make`` raises ``FeedProblem`` where the bytes would break a rule of their format.
    """
    feed = updates_feed(site)
    said = fingerprint(feed)
    for path, printed in FORMATS:
        yield Output(
            path=path,
            key=fingerprint(path, said),
            make=partial(feed_bytes, feed, path, printed),
            last=True,
        )


def feed_bytes(feed: Feed, path: str, printed: Print, largest: int = LARGEST) -> bytes:
    """Print the newest items that fit into ``largest`` bytes, at least one, and check them.

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
