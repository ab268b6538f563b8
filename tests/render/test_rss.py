"""RSS as readers' programs read it."""

from dataclasses import replace
from html import escape

import feedparser
import pytest
from lxml import etree

from builder.render.rss import RSS
from tests.model.written import moment
from tests.render.feed_samples import FRAME, printed, site, titled, updates_feed, view, with_words

ADDRESS = "https://status.example.com/updates.rss"
VIEW = view("14:05 investigating checkout=partial_outage\n15:31 resolved", moment("20:00"))
PRINTED = printed(updates_feed(site([VIEW])), RSS, ADDRESS)


def test_a_reader_finds_all() -> None:
    read = feedparser.parse(PRINTED)
    assert not read.bozo
    assert read.version == "rss20"
    assert read.feed.title == "Example status"
    assert read.feed.link == "https://status.example.com/"
    assert read.feed.language == "en"
    assert read.feed.generator == "Tocsin"
    assert read.feed.ttl == "5"
    assert read.feed.updated == "Mon, 23 Nov 2026 15:31:00 +0000"
    newest, oldest = read.entries
    assert newest.id == "tag:status.example.com,2026:en/example/1531"
    assert not newest.guidislink
    assert newest.link == "https://status.example.com/incidents/example.html#1531"
    assert newest.title == "[Resolved] Example (Checkout)"
    assert newest.published == "Mon, 23 Nov 2026 15:31:00 +0000"
    assert "Investigating. Major impact. Checkout: Partial outage." in oldest.summary
    assert "<li>Checkout: Partial outage</li>" in oldest.content[0].value


def test_what_the_channel_says_of_itself() -> None:
    channel = etree.fromstring(PRINTED).find("channel")
    own = channel.find("{http://www.w3.org/2005/Atom}link")
    assert dict(own.attrib) == {"href": ADDRESS, "rel": "self", "type": "application/rss+xml"}
    assert channel.find("skipHours") is None
    assert channel.find("pubDate") is None


def test_signs_in_titles_are_numeric_references() -> None:
    hostile = titled(VIEW, "a < b && <script> &lt;")
    data = printed(updates_feed(site([hostile])), RSS, ADDRESS)
    spelled = b"[Resolved] a &#60; b &#38;&#38; &#60;script&#62; &#38;lt; (Checkout)"
    assert b"<title>" + spelled + b"</title>" in data
    titles = [each.text for each in etree.fromstring(data).iterfind("channel/item/title")]
    assert titles[0] == "[Resolved] a < b && <script> &lt; (Checkout)"


def test_a_description_is_text_that_readers_may_take_for_html() -> None:
    worded = with_words(VIEW, "<p>if a &lt; b <em>then</em> <code>&lt;script&gt;</code></p>")
    data = printed(updates_feed(site([worded])), RSS, ADDRESS)
    item = etree.fromstring(data).find("channel/item/description")
    assert item.text.startswith("if a &lt; b then &lt;script&gt; Resolved.")


@pytest.mark.parametrize("name", ["R&D", "1 < 2 > 0", "A <b>c</b>"])
def test_a_reader_shows_names_and_descriptions_as_they_were_written(name: str) -> None:
    """The channel's description may be taken for either, an entry's is HTML that shows the text."""
    frame = replace(FRAME, name=name, component_names={"checkout": {"en": name}})
    read = feedparser.parse(printed(updates_feed(site([VIEW], frame)), RSS, ADDRESS))
    assert read.feed.title == f"{name} status"
    assert read.feed.subtitle == (
        "Every update of incidents and maintenance, each as an entry of its own."
    )
    assert f"{escape(name)}: Partial outage" in read.entries[-1].summary
