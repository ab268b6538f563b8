"""RSS 2.0 from a feed, through feedgen, by the profile of the RSS Advisory Board."""

import re
from html import escape

from builder.render.atom import GENERATOR
from builder.render.feed_addresses import RSS_TYPE
from builder.render.feed_format import FeedFormat
from builder.render.feed_items import Feed, FeedItem
from builder.render.feed_xml import NAMESPACES, around, printed_entry
from builder.vocabulary.times import iso

MINUTES_TO_LIVE = 5
_TITLE = re.compile(rb"<title>.*?</title>", re.DOTALL)
_NUMERIC = {b"&lt;": b"&#60;", b"&gt;": b"&#62;", b"&amp;": b"&#38;"}
_NAMED = re.compile(b"|".join(_NUMERIC))


def rss_entry(item: FeedItem, language: str) -> bytes:
    """Print an item; ``language`` is the channel's alone, an item has none."""
    from feedgen.entry import FeedEntry
    from lxml import etree

    entry = FeedEntry()
    entry.guid(item.id, permalink=False)
    entry.title(item.title)
    entry.published(item.published)
    entry.link({"href": item.link})
    # Readers take a description for HTML, even where it is plain.
    entry.description(escape(item.summary, quote=False))
    entry.content(item.html)
    for category in item.categories:
        entry.category({"term": category.term, "scheme": category.scheme, "label": category.label})
    element = entry.rss_entry()
    if item.updated != item.published:
        # RSS has no word of its own for it.
        moved = etree.SubElement(element, f"{{{NAMESPACES['atom']}}}updated")
        moved.text = iso(item.updated)
    return _TITLE.sub(_with_numeric_references, printed_entry(element))


def rss_document(feed: Feed, address: str, entries: bytes) -> bytes:
    """Print the feed as it is served at ``address``, around its items."""
    from feedgen.feed import FeedGenerator
    from lxml import etree

    document = FeedGenerator()
    document.title(feed.title)
    document.description(feed.description)
    document.language(feed.language)
    document.generator(GENERATOR)
    document.ttl(MINUTES_TO_LIVE)
    document.updated(feed.updated)
    document.link({"href": address, "rel": "self", "type": RSS_TYPE})
    # The last link added becomes the channel's.
    document.link({"href": feed.page, "rel": "alternate"})
    root = etree.fromstring(document.rss_str())
    before, after = around(root, b"</channel>")
    return _TITLE.sub(_with_numeric_references, before) + entries + after


def _with_numeric_references(title: "re.Match[bytes]") -> bytes:
    """Readers that take a title for HTML decode a named reference once too often."""
    inner = title.group()[len(b"<title>") : -len(b"</title>")]
    spelled = _NAMED.sub(lambda reference: _NUMERIC[reference.group()], inner)
    return b"<title>" + spelled + b"</title>"


RSS = FeedFormat("rss", rss_entry, rss_document)
