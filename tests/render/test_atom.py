"""Atom as readers' programs read it, and what is mended of feedgen."""

from datetime import timedelta

import feedparser
from feedgen.feed import FeedGenerator
from lxml import etree

from builder.render.atom import ATOM
from tests.model.written import DAY, moment
from tests.render.feed_samples import printed, site, updates_feed, view

IN_ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "https://status.example.com/updates.atom"
FEED = updates_feed(
    site([view("14:05 investigating checkout=partial_outage\n15:31 resolved", moment("20:00"))])
)
PRINTED = printed(FEED, ATOM, ADDRESS)


def test_a_reader_finds_all() -> None:
    read = feedparser.parse(PRINTED)
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.title == "Example status"
    assert read.feed.language == "en"
    assert read.feed.author == "Example"
    assert read.feed.generator == "Tocsin"
    assert read.feed.updated == "2026-11-23T15:31:00Z"
    assert [(entry.id, entry.published, entry.updated) for entry in read.entries] == [
        (
            f"tag:status.example.com,2026:en/example/{name}",
            f"2026-11-23T{time}:00Z",
            f"2026-11-23T{time}:00Z",
        )
        for name, time in (("1531", "15:31"), ("1405", "14:05"))
    ]
    newest = read.entries[0]
    assert newest.title == "[Resolved] Example (Checkout)"
    assert newest.content[0].type == "text/html"
    assert {tag.term for tag in newest.tags} == {"incident", "major", "resolved", "checkout"}


def test_links_of_the_feed() -> None:
    root = etree.fromstring(PRINTED)
    assert [dict(link.attrib) for link in root.iterfind(f"{IN_ATOM}link")] == [
        {"href": ADDRESS, "rel": "self", "type": "application/atom+xml"},
        {
            "href": "https://status.example.com/",
            "rel": "alternate",
            "type": "text/html",
            "hreflang": "en",
        },
    ]


def test_links_of_entries() -> None:
    root = etree.fromstring(PRINTED)
    assert dict(root.find(f"{IN_ATOM}entry/{IN_ATOM}link").attrib) == {
        "href": "https://status.example.com/incidents/example.html#1531",
        "rel": "alternate",
        "type": "text/html",
        "hreflang": "en",
    }


def test_feedgen_still_drops_attributes_of_links() -> None:
    """Once this fails, feedgen is mended: take ``_mend_links`` out and set them where they go."""
    document = FeedGenerator()
    document.id("tag:example.com,2026:x")
    document.title("x")
    entry = document.add_entry()
    entry.id("tag:example.com,2026:y")
    entry.title("y")
    entry.link({"href": "https://example.com/", "rel": "alternate", "hreflang": "en"})
    root = etree.fromstring(document.atom_str())
    assert dict(root.find(f"{IN_ATOM}entry/{IN_ATOM}link").attrib) == {
        "href": "https://example.com/"
    }


def test_equal_feeds_have_equal_bytes() -> None:
    assert printed(FEED, ATOM, ADDRESS) == PRINTED
    later = view(
        "14:05 investigating checkout=partial_outage\n15:31 resolved", DAY + timedelta(days=9)
    )
    assert printed(updates_feed(site([later])), ATOM, ADDRESS) == PRINTED
