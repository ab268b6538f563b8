"""What a format of feeds is: how it prints one entry, and a whole feed around printed entries.

An entry's bytes are the same in every feed that holds it, so each is printed once for all of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, takewhile

from builder.render.feed_check import LARGEST, checked
from builder.render.feed_items import Feed, FeedItem


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """A format by the ending of its files.

    ``entry`` prints an item in a language; ``document`` prints a feed that is served at an address
    around its entries, between which stands the ``separator``.
    """

    ending: str
    entry: Callable[[FeedItem, str], bytes]
    document: Callable[[Feed, str, bytes], bytes]
    separator: bytes = b""


@dataclass
class PrintedEntries:
    """Entries that were printed already: an item is in the feed of the site and in those of parts
    of it."""

    _known: dict[tuple[str, str, FeedItem], bytes] = field(default_factory=dict)

    def of(self, feed: Feed, form: FeedFormat) -> list[bytes]:
        """Return the entries of a feed in a format."""
        return [self._entry(item, feed.language, form) for item in feed.items]

    def _entry(self, item: FeedItem, language: str, form: FeedFormat) -> bytes:
        key = (form.ending, language, item)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = form.entry(item, language)
        return found


def feed_bytes(
    feed: Feed,
    path: str,
    form: FeedFormat,
    entries: PrintedEntries | None = None,
    largest: int = LARGEST,
) -> bytes:
    """Print the newest items that fit into ``largest`` bytes, at least one, and check them.

    ``path`` is where the feed lies below its site's root.

    Raises:
        FeedProblem: the bytes break a rule of their format.
    """
    address = f"{feed.site}{path}"
    printed = (entries or PrintedEntries()).of(feed, form)
    data = form.document(feed, address, form.separator.join(printed))
    if len(data) > largest:
        room = largest - len(form.document(feed, address, b""))
        fit = _fitting(printed, len(form.separator), room)
        shorter = replace(feed, items=feed.items[:fit])
        data = form.document(shorter, address, form.separator.join(printed[:fit]))
    return checked(path, data, address, feed.foreign_ids)


def _fitting(entries: Sequence[bytes], between: int, room: int) -> int:
    """Return how many entries fit, at least one."""
    lengths = accumulate(len(entry) + between for entry in entries)
    return max(1, sum(1 for _ in takewhile(lambda length: length - between <= room, lengths)))
