"""RSS 2.0 from a feed, through feedgen, by the profile of the RSS Advisory Board."""

import re
from html import escape

from builder.render.atom import GENERATOR
from builder.render.feed_items import Feed

MEDIA_TYPE = "application/rss+xml"
MINUTES_TO_LIVE = 5
_TITLE = re.compile(rb"<title>.*?</title>", re.DOTALL)
_NUMERIC = {b"&lt;": b"&#60;", b"&gt;": b"&#62;", b"&amp;": b"&#38;"}
_NAMED = re.compile(b"|".join(_NUMERIC))


def rss(feed: Feed, address: str) -> bytes:
    """Print the feed as it is served at ``address``."""
    from lxml import etree

    root = etree.fromstring(_generated(feed, address))
    printed: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return _TITLE.sub(_with_numeric_references, printed)


def _generated(feed: Feed, address: str) -> bytes:
    from feedgen.feed import FeedGenerator

    document = FeedGenerator()
    document.title(feed.title)
    document.description(feed.description)
    document.language(feed.language)
    document.generator(GENERATOR)
    document.ttl(MINUTES_TO_LIVE)
    document.updated(feed.updated)
    document.link({"href": address, "rel": "self", "type": MEDIA_TYPE})
    # The last link added becomes the channel's.
    document.link({"href": feed.page, "rel": "alternate"})
    for item in feed.items:
        entry = document.add_entry(order="append")
        entry.guid(item.id, permalink=False)
        entry.title(item.title)
        entry.published(item.published)
        entry.link({"href": item.link})
        # Readers take a description for HTML, even where it is plain.
        entry.description(escape(item.summary, quote=False))
        entry.content(item.html)
        for category in item.categories:
            entry.category(
                {"term": category.term, "scheme": category.scheme, "label": category.label}
            )
    printed: bytes = document.rss_str()
    return printed


def _with_numeric_references(title: "re.Match[bytes]") -> bytes:
    """Readers that take a title for HTML decode a named reference once too often."""
    inner = title.group()[len(b"<title>") : -len(b"</title>")]
    spelled = _NAMED.sub(lambda reference: _NUMERIC[reference.group()], inner)
    return b"<title>" + spelled + b"</title>"
