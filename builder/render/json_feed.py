"""JSON Feed 1.1 from a feed, with an extension of our own, ``_status``, at each item.

``_status`` has ``kind`` (``incident``, ``maintenance``, ``notice``; ``holding`` for a post that
says nothing new), ``state`` (the stage, ``null`` for a notice), ``impact``, and ``components``:
those that were named by then, each with ``id``, ``name`` and ``state`` (``null`` where none is
told).
"""

import json

from builder.render.feed_format import FeedFormat
from builder.render.feed_items import Feed, FeedItem
from builder.vocabulary.times import iso

VERSION = "https://jsonfeed.org/version/1.1"
EXTENSION = "_status"
_ITEMS = '"items":['


def json_entry(item: FeedItem, language: str) -> bytes:
    """Print an item."""
    told: dict[str, object] = {
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "date_published": iso(item.published),
        "date_modified": iso(item.updated),
        "language": language,
    }
    if item.categories:
        told |= {"tags": _tags(item), EXTENSION: _status(item)}
    return _encoded(told)


def json_document(feed: Feed, address: str, entries: bytes) -> bytes:
    """Print the feed as it is served at ``address``, around its items."""
    told = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": address,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author, "url": feed.site}],
    }
    return b"".join((_encoded(told)[:-1], b",\n", _ITEMS.encode(), b"\n", entries, b"\n]}\n"))


def _tags(item: FeedItem) -> list[str]:
    labels = (each.label for each in item.categories if not each.about.endswith("/state"))
    return list(dict.fromkeys(labels))


def _status(item: FeedItem) -> dict[str, object]:
    first: dict[str, str] = {}
    for each in item.categories:
        first.setdefault(each.about, each.term)
    return {
        "kind": first["kind"],
        "state": first.get("state"),
        "impact": first["impact"],
        "components": [
            {
                "id": each.term,
                "name": each.label,
                "state": first.get(f"component/{each.term}/state"),
            }
            for each in item.categories
            if each.about == "component"
        ],
    }


def _encoded(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


JSON = FeedFormat("json", json_entry, json_document, separator=b",\n")
