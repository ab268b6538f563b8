"""Atom 1.0 (RFC 4287) from a feed, through feedgen."""

from typing import Any

from builder.render.feed_addresses import ATOM_TYPE
from builder.render.feed_format import FeedFormat
from builder.render.feed_items import Feed, FeedItem
from builder.render.feed_xml import around, printed_entry
from builder.vocabulary.times import iso

NAMESPACE = "http://www.w3.org/2005/Atom"
GENERATOR = "Tocsin"
_IN_ATOM = f"{{{NAMESPACE}}}"


def atom_entry(item: FeedItem, language: str) -> bytes:
    """Print an entry as it stands in feeds of this language."""
    from feedgen.entry import FeedEntry

    entry = FeedEntry()
    entry.id(item.id)
    entry.title(item.title)
    entry.published(item.published)
    entry.updated(item.updated)
    entry.link({"href": item.link})
    entry.content(item.html, type="html")
    for category in item.categories:
        entry.category({"term": category.term, "scheme": category.scheme, "label": category.label})
    element = entry.atom_entry()
    _mend_links(element, language)
    element.find("published").text = iso(item.published)
    element.find("updated").text = iso(item.updated)
    return printed_entry(element)


def atom_document(feed: Feed, address: str, entries: bytes) -> bytes:
    """Print the feed as it is served at ``address``, around its entries."""
    from feedgen.feed import FeedGenerator
    from lxml import etree

    document = FeedGenerator()
    document.id(feed.id)
    document.title(feed.title)
    document.subtitle(feed.description)
    document.language(feed.language)
    document.author({"name": feed.author})
    document.generator(GENERATOR)
    document.updated(feed.updated)
    document.link({"href": address, "rel": "self", "type": ATOM_TYPE})
    document.link(
        {"href": feed.page, "rel": "alternate", "type": "text/html", "hreflang": feed.language}
    )
    root = etree.fromstring(document.atom_str())
    # Dates end with Z, as other programs of the field have them; feedgen writes +00:00.
    root.find(f"{_IN_ATOM}updated").text = iso(feed.updated)
    before, after = around(root, b"</feed>")
    return before + entries + after


def _mend_links(entry: Any, language: str) -> None:
    """Give an entry's links what feedgen 1.0.0 drops: all attributes but ``href`` (its bug 135)."""
    for link in entry.iterfind("link"):
        link.set("rel", "alternate")
        link.set("type", "text/html")
        link.set("hreflang", language)


ATOM = FeedFormat("atom", atom_entry, atom_document)
