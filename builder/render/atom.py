"""Atom 1.0 (RFC 4287) from a feed, through feedgen."""

from typing import Any

from builder.render.feed_items import Feed
from builder.vocabulary.times import iso

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
GENERATOR = "Tocsin"
_IN_ATOM = f"{{{NAMESPACE}}}"


def atom(feed: Feed, address: str) -> bytes:
    """Print the feed as it is served at ``address``."""
    from lxml import etree

    root = etree.fromstring(_generated(feed, address))
    _mend_links(root, feed)
    _write_dates(root, feed)
    printed: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return printed


def _generated(feed: Feed, address: str) -> bytes:
    from feedgen.feed import FeedGenerator

    document = FeedGenerator()
    document.id(feed.id)
    document.title(feed.title)
    document.subtitle(feed.description)
    document.language(feed.language)
    document.author({"name": feed.author})
    document.generator(GENERATOR)
    document.updated(feed.updated)
    document.link({"href": address, "rel": "self", "type": MEDIA_TYPE})
    document.link(
        {"href": feed.page, "rel": "alternate", "type": "text/html", "hreflang": feed.language}
    )
    for item in feed.items:
        entry = document.add_entry(order="append")
        entry.id(item.id)
        entry.title(item.title)
        entry.published(item.published)
        entry.updated(item.updated)
        entry.link({"href": item.link})
        entry.content(item.html, type="html")
        for category in item.categories:
            entry.category(
                {"term": category.term, "scheme": category.scheme, "label": category.label}
            )
    printed: bytes = document.atom_str()
    return printed


def _mend_links(root: Any, feed: Feed) -> None:
    """Give entries' links what feedgen 1.0.0 drops: all attributes but ``href`` (its bug 135)."""
    for link in root.iterfind(f"{_IN_ATOM}entry/{_IN_ATOM}link"):
        link.set("rel", "alternate")
        link.set("type", "text/html")
        link.set("hreflang", feed.language)


def _write_dates(root: Any, feed: Feed) -> None:
    """Spell dates with ``Z``, as other programs of the field do; feedgen writes ``+00:00``."""
    root.find(f"{_IN_ATOM}updated").text = iso(feed.updated)
    for entry, item in zip(root.iterfind(f"{_IN_ATOM}entry"), feed.items, strict=True):
        entry.find(f"{_IN_ATOM}published").text = iso(item.published)
        entry.find(f"{_IN_ATOM}updated").text = iso(item.updated)
