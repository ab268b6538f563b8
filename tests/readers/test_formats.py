"""The bytes of every version of every feed, held against the texts of their formats."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from builder.vocabulary.times import parse_time

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "fixtures" / "atom.rng"))
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000"
)
CHANNEL_REQUIRED = ("title", "link", "description")
CHANNEL_KNOWN = {*CHANNEL_REQUIRED, "docs", "generator", "language", "lastBuildDate", "ttl"}
ITEM_KNOWN = {"title", "link", "description", "guid", "category", "pubDate"}
OTHERS_IN_CHANNEL = {f"{ATOM}link"}
OTHERS_IN_ITEM = {"{http://purl.org/rss/1.0/modules/content/}encoded", f"{ATOM}updated"}


def of(versions: list[Path], pattern: str) -> list[Path]:
    return [path for version in versions for path in sorted(version.rglob(pattern))]


def test_atom_is_as_the_grammar_of_rfc_4287_has_it(versions: list[Path]) -> None:
    feeds = of(versions, "*.atom")
    assert len(feeds) == 4 * len(versions)
    for path in feeds:
        assert GRAMMAR.validate(etree.parse(path)), GRAMMAR.error_log


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        ("<updated>.*?</updated>", ""),
        ("<published>2026", "<published>in 2026"),
        ("<id>", "<id>x</id><id>"),
        ('type="html"', 'type="CDATA"'),
        ("<category [^>]*>", "<category/>"),
        ('<link href="[^"]*"', "<link"),
        ("<name>.*</name>", ""),
        ("</entry>", "<item/></entry>"),
        ('hreflang="en"', 'hreflang="no language"'),
        ("</feed>", "<summary>x</summary></feed>"),
    ],
)
def test_the_grammar_finds_what_is_wrong(versions: list[Path], pattern: str, instead: str) -> None:
    text = (versions[-1] / "updates.atom").read_text("utf-8")
    broken = re.sub(pattern, instead, text, count=1)
    assert broken != text
    assert not GRAMMAR.validate(etree.fromstring(broken.encode()))


def wrong_in_rss(root: Any) -> Iterator[str]:
    """RSS 2.0 by its specification and by the profile of the RSS Advisory Board."""
    if root.tag != "rss" or root.get("version") != "2.0" or len(root) != 1:
        yield "not one channel of RSS 2.0"
    channel = root.find("channel")
    for required in CHANNEL_REQUIRED:
        if len(channel.findall(required)) != 1 or not channel.findtext(required):
            yield f"{required} is not there once"
    for element in channel:
        if element.tag not in CHANNEL_KNOWN | OTHERS_IN_CHANNEL | {"item"}:
            yield f"{element.tag} is no element of a channel"
    if not RFC_822.fullmatch(channel.findtext("lastBuildDate", "")):
        yield "lastBuildDate is no date of RFC 822 with four digits of the year"
    for item in channel.iterfind("item"):
        for element in item:
            if element.tag not in ITEM_KNOWN | OTHERS_IN_ITEM:
                yield f"{element.tag} is no element of an item"
            if element.tag != "category" and len(item.findall(element.tag)) != 1:
                yield f"{element.tag} is there twice"
        if item.findtext("title") is None and item.findtext("description") is None:
            yield "neither title nor description"
        if not item.findtext("link", "").startswith(("http://", "https://")):
            yield "the link has no scheme of the web"
        if item.find("guid").get("isPermaLink") != "false":
            yield "the guid would be taken for an address"
        if not RFC_822.fullmatch(item.findtext("pubDate", "")):
            yield "pubDate is no date of RFC 822 with four digits of the year"


def test_rss_is_as_its_specification_has_it(versions: list[Path]) -> None:
    feeds = of(versions, "*.rss")
    assert len(feeds) == 2 * len(versions)
    for path in feeds:
        assert list(wrong_in_rss(etree.parse(path).getroot())) == []


def wrong_in_json(feed: dict[str, Any]) -> Iterator[str]:
    """JSON Feed 1.1 by its text."""
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "version"
    if not isinstance(feed.get("title"), str) or not isinstance(feed.get("items"), list):
        yield "title and items are required"
    ids = [item.get("id") for item in feed["items"]]
    if not all(isinstance(each, str) and each for each in ids) or len(set(ids)) < len(ids):
        yield "each item has a string of its own for an id"
    for author in feed.get("authors", ()):
        if not author.keys() & {"name", "url", "avatar"}:
            yield "an author has a name, an address or a picture"
    for item in feed["items"]:
        if not isinstance(item.get("content_html", item.get("content_text")), str):
            yield "an item has content"
        for key in ("date_published", "date_modified"):
            parse_time(item[key])
        if not all(isinstance(tag, str) for tag in item.get("tags", ())):
            yield "tags are text"
    for value in (feed, *feed["items"]):
        if None in value.values():
            yield "what is not there is left out"
        for key in value:
            if key.startswith("_") and (not isinstance(value[key], dict) or "." in key):
                yield "an extension is an object, its name without a dot"


def test_json_is_as_the_text_of_json_feed_has_it(versions: list[Path]) -> None:
    feeds = of(versions, "*.json")
    assert len(feeds) == 2 * len(versions)
    for path in feeds:
        assert list(wrong_in_json(json.loads(path.read_bytes()))) == []
