"""Feeds as outputs: valid whatever was written, bounded, and cheap until they are made."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builder.render.atom import ATOM
from builder.render.feed_check import LARGEST, FeedProblem
from builder.render.feed_format import FeedFormat, feed_bytes
from builder.render.feeds import FORMATS, feed_outputs
from builder.render.outputs import Output
from builder.render.rss import RSS
from builder.views.types import IncidentView
from tests.model.written import moment
from tests.render.feed_samples import (
    FRAME,
    Told,
    printed,
    site,
    titled,
    updates_feed,
    view,
    with_words,
)

LATER = moment("20:00")
VIEW = view("14:05 investigating checkout=partial_outage\n15:31 resolved", LATER)
LONG = "\n".join(
    f"{hour}:{minute:02} {'investigating checkout=partial_outage' if hour < 19 else 'resolved'}"
    for hour in range(10, 20)
    for minute in range(0, 60, 6)
)


def outputs_of(shown: Told) -> list[Output]:
    return list(feed_outputs(shown.site, shown.items))


def made(shown: Told) -> dict[str, bytes]:
    """The feeds with one entry an update."""
    outputs = [each for each in outputs_of(shown) if each.path.startswith("updates.")]
    return {output.path: output.make() for output in outputs}


def entries(data: bytes) -> list[feedparser.FeedParserDict]:
    """What a reader finds; of JSON Feed the same is made up from its keys."""
    if data.startswith(b"{"):
        return [_as_parsed(item) for item in json.loads(data)["items"]]
    read = feedparser.parse(data)
    assert not read.bozo, read.get("bozo_exception")
    found: list[feedparser.FeedParserDict] = read.entries
    return found


def _as_parsed(item: dict[str, str]) -> feedparser.FeedParserDict:
    content = [feedparser.FeedParserDict(value=item["content_html"])]
    return feedparser.FeedParserDict(
        id=item["id"], title=item["title"], link=item["url"], content=content
    )


def test_the_outputs() -> None:
    shown = site([VIEW])
    outputs = outputs_of(shown)
    assert [(output.path, output.last) for output in outputs] == [
        ("updates.atom", True),
        ("updates.rss", True),
        ("updates.json", True),
        ("history.atom", True),
        ("history.rss", True),
    ]
    assert outputs[0].key != outputs[1].key


def test_ids_are_the_same_in_all_formats() -> None:
    feeds = [[entry.id for entry in entries(data)] for data in made(site([VIEW])).values()]
    assert feeds[0] == feeds[1] == feeds[2]
    assert len(feeds[0]) == 2


def keys(shown: Told) -> list[str]:
    return [output.key for output in feed_outputs(shown.site, shown.items)]


@pytest.mark.parametrize(
    "other",
    [
        site([titled(VIEW, "Another")]),
        site([with_words(VIEW, "<p>Other words</p>")]),
        site([VIEW], replace(FRAME, name="Other")),
        site([VIEW], replace(FRAME, url="https://other.example")),
        site([VIEW], replace(FRAME, time_zone="Europe/Paris")),
        site([VIEW], replace(FRAME, authority="other.example")),
        site([VIEW], replace(FRAME, component_names={"checkout": {"en": "Till"}})),
        site([]),
    ],
)
def test_a_key_changes_when_bytes_do(other: Told) -> None:
    assert not set(keys(other)) & set(keys(site([VIEW])))
    assert not set(made(other).values()) & set(made(site([VIEW])).values())


def test_a_key_stays_when_bytes_do() -> None:
    later = view("14:05 investigating checkout=partial_outage\n15:31 resolved", moment("23:00"))
    assert keys(site([later])) == keys(site([VIEW]))
    assert keys(site([VIEW], replace(FRAME, show_overdue=False))) == keys(site([VIEW]))


def test_a_site_without_news_has_valid_feeds() -> None:
    for data in made(site([])).values():
        assert [entry.title for entry in entries(data)] == ["Updates of Example will appear here"]


@pytest.mark.parametrize("url", ["https://org.github.io:8443/status", "http://localhost:8000/"])
def test_addresses_below_a_path_and_with_a_port(url: str) -> None:
    linked = with_words(VIEW, '<p><a href="site:/p/about.html">x</a></p>')
    for data in made(site([linked], replace(FRAME, url=url))).values():
        for entry in entries(data):
            assert entry.link.startswith(f"{url.rstrip('/')}/incidents/example.html#")
            assert f'href="{url.rstrip("/")}/p/about.html"' in entry.content[0].value


HOSTILE = [
    "<script>alert(1)</script> & \"quotes\" 'too'",
    "]]> and <![CDATA[ and <!-- -->",
    "\x00\x01\x08\x0b\x0c\x1b\x7f\x85\ufffe\uffff",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 and flag \U0001f3f4",
    "\u200f\u202eevil\u202c \u05e9\u05dc\u05d5\u05dd \u2067x\u2069",
    "&amp; &#60; &nbsp; %3Cb%3E {title} {{title}} %s",
    "x" * 10_000,
    "<" * 10_000,
    "\U0001f469\u200d\U0001f4bb" * 3_333,
    "",
    "   ",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def test_hostile_text_is_text(text: str) -> None:
    frame = replace(FRAME, name=text, component_names={"checkout": {"en": text}})
    of = titled(VIEW, text)
    update = replace(of.updates[1], withdrawn_reason=text, data_loss=text, no_postmortem=text)
    of = replace(of, updates=(of.updates[0], update))
    atom_bytes, rss_bytes, json_bytes = made(site([of], frame)).values()
    assert {len(entries(data)) for data in (atom_bytes, rss_bytes, json_bytes)} == {2}
    root = etree.fromstring(rss_bytes)
    titles = [title.text for title in root.iterfind("channel/item/title")]
    assert b"<script" not in atom_bytes + rss_bytes
    expected = " ".join(text.split())
    if text.isprintable() and 0 < len(text) <= 160:
        assert all(expected in title for title in titles)


@given(st.text(), st.text())
def test_any_text_makes_valid_feeds(title: str, name: str) -> None:
    of = titled(VIEW, title)
    for data in made(
        site([of], replace(FRAME, component_names={"checkout": {"en": name}}))
    ).values():
        assert len(entries(data)) == 2


def long(count: int) -> Iterable[IncidentView]:
    """One incident with 100 updates of about so many characters."""
    yield with_words(view(LONG, LATER), f"<p>{'word &lt; ' * (count // 5)}</p>")


@pytest.mark.parametrize("form", FORMATS, ids=[form.ending for form in FORMATS])
def test_size_wins_over_number(form: FeedFormat) -> None:
    feed = updates_feed(site(long(8_000)))
    assert len(feed.items) == 100
    data = feed_bytes(feed, "updates", form)
    kept = [entry.id for entry in entries(data)]
    assert kept == [item.id for item in feed.items[: len(kept)]]
    assert 1 < len(kept) < 100
    one_more = replace(feed, items=feed.items[: len(kept) + 1])
    longer = printed(one_more, form, f"{feed.site}updates")
    assert len(data) <= LARGEST < len(longer)


def test_what_fits_is_all_there() -> None:
    for data in made(site(long(100))).values():
        assert len(entries(data)) == 100


def test_the_newest_entry_is_never_left_out() -> None:
    feed = updates_feed(site([VIEW]))
    assert len(entries(feed_bytes(feed, "updates.atom", ATOM, largest=100))) == 1


def test_a_feed_that_breaks_a_rule_is_not_made() -> None:
    shown = site([VIEW])
    backwards = replace(shown.site, feed=shown.site.feed[::-1])
    for output in list(feed_outputs(backwards, shown.items))[:3]:
        with pytest.raises(FeedProblem) as raised:
            output.make()
        assert "dates do not decrease" in raised.value.problem.message


def test_an_address_that_leads_nowhere_is_not_handed_out() -> None:
    feed = updates_feed(site([VIEW], replace(FRAME, url="status.example.com")))
    with pytest.raises(FeedProblem):
        feed_bytes(feed, "updates.rss", RSS)


def test_libraries_are_loaded_only_to_print() -> None:
    code = "import sys, builder.render.feeds; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "builder.render.feed_check" in loaded.stdout.split()
    assert not {"feedgen", "lxml", "jinja2"} & set(loaded.stdout.split())
