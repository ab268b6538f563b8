"""Each rule of our own feeds, broken one at a time in bytes that hold."""

import re
from dataclasses import replace

import pytest

from builder.render.atom import ATOM
from builder.render.feed_check import LARGEST, FeedProblem, broken_rules, checked
from builder.render.json_feed import JSON
from builder.render.rss import RSS
from tests.model.written import moment
from tests.render.feed_samples import printed, site, updates_feed, view, with_words

SITE = "https://status.example.com/"
FEED = updates_feed(
    site(
        [
            with_words(
                view("14:05 investigating\n15:31 resolved", moment("20:00")),
                '<p>See <a href="site:/p/about.html">this</a>.</p>',
            )
        ]
    )
)
PRINTERS = {"updates.atom": ATOM, "updates.rss": RSS, "updates.json": JSON}

Breaking = tuple[str, str, str, str]
"""Path, pattern, what to put in its place, words of the finding."""

BREAKINGS: list[Breaking] = [
    ("updates.atom", r"</feed>", "", "not well-formed"),
    ("updates.rss", r"</channel>", "", "not well-formed"),
    ("updates.atom", r"feed xmlns", "feeds xmlns", "not well-formed"),
    ("updates.rss", r'version="2.0"', 'version="0.91"', "neither Atom nor RSS"),
    ("updates.atom", r"<name>.*</name>", "<name/>", "no author"),
    ("updates.atom", r"tag:[^<]*feeds/updates", "https://x", "is no tag URI"),
    ("updates.atom", r"en/example/1405", "en/example/1531", "two entries have one id"),
    ("updates.rss", r"en/example/1405", "en/example/1531", "two entries have one id"),
    ("updates.rss", r'isPermaLink="false"', 'isPermaLink="true"', "is no tag URI"),
    ("updates.atom", r"<published>2026-11-23T14:05", "<published>2026-11-23T15:31", "decrease"),
    ("updates.rss", r"23 Nov 2026 14:05:00 \+", "23 Nov 2026 15:31:00 +", "decrease"),
    ("updates.rss", r"23 Nov 2026 14:05:00 \+", "23 Nov 2026 16:31:00 +", "decrease"),
    ("updates.atom", r"<updated>2026-11-23T15", "<updated>2026-11-23T16", "not the newest"),
    ("updates.rss", r"lastBuildDate>Mon, 23", "lastBuildDate>Tue, 24", "not the newest"),
    ("updates.atom", r"2026-11-23T14:05:00Z</pub", "2026-11-23T14:05:00+00:00</pub", "no date"),
    ("updates.atom", r"2026-11-23T14:05:00Z</pub", "2026-13-23T14:05:00Z</pub", "no date"),
    ("updates.rss", r"Mon, (23 Nov 2026 14:05)", r"lundi, \1", "no date"),
    ("updates.rss", r"(14:05:00) \+0000", r"\1 GMT", "no date"),
    ("updates.rss", r"Mon, (23 Nov 2026 14:05)", r"Tue, \1", "no date"),
    ("updates.rss", r"Mon, 23 Nov (2026 14:05)", r"Mon, 23 Nev \1", "no date"),
    ("updates.rss", r"Mon, 23 Nov (2026 14:05)", r"Tue, 31 Nov \1", "no date"),
    ("updates.atom", r"<updated>(2026-11-23T)14:05", r"<updated>\g<1>14:04", "before it was"),
    ("updates.atom", r'rel="self"', 'rel="related"', "its own address"),
    ("updates.rss", r'rel="self"', 'rel="related"', "its own address"),
    ("updates.atom", r"updates\.atom", "updates", "its own address"),
    ("updates.atom", rf'href="{SITE}" rel="alternate"', 'href="./" rel="alternate"', "the site"),
    ("updates.rss", rf"<link>{SITE}</link>", "<link>/</link>", "the site's address"),
    ("updates.atom", r'#1405" rel="alternate"', '#1405" rel="via"', "without an alternate"),
    ("updates.atom", r'(#1405" .*) hreflang="en"', r"\1", "without an alternate"),
    ("updates.atom", rf'href="{SITE}(inc[^"]*1405" rel)', r'href="\1', "is not absolute"),
    ("updates.rss", rf"<link>{SITE}(inc)", r"<link>\1", "is not absolute"),
    ("updates.atom", r"<title>\[Resolved\][^<]*", "<title>", "no title"),
    ("updates.rss", r"<title>\[Resolved\][^<]*", "<title> ", "no title"),
    ("updates.atom", r"<title>Example status", "<title>", "no title"),
    ("updates.rss", r"<description>See[^<]*", "<description>", "without a description"),
    ("updates.rss", r"<ttl>5</ttl>", "", "no ttl"),
    ("updates.rss", r"<ttl>", "<skipHours><hour>1</hour></skipHours><ttl>", "skipHours"),
    ("updates.atom", r'content type="html"', 'content type="CDATA"', "no content"),
    ("updates.atom", r"&lt;p&gt;See", "&lt;script&gt;x&lt;/script&gt;", "a script element"),
    ("updates.rss", r"&lt;p&gt;See", '&lt;p class="x"&gt;See', "the attribute class"),
    ("updates.rss", r"&lt;p&gt;See", '&lt;p onclick="x"&gt;See', "the attribute onclick"),
    ("updates.rss", r"&lt;p&gt;See", "&lt;p onclick=x&gt;See", "markup that is none of ours"),
    ("updates.rss", r"&lt;p&gt;See", "&lt;P&gt;See", "markup that is none of ours"),
    ("updates.rss", r"&lt;p&gt;See", "&lt;p a='&lt;'&gt;See", "markup that is none of ours"),
    ("updates.rss", r"&lt;p&gt;See", "&lt;!--x--&gt;See", "markup that is none of ours"),
    ("updates.atom", rf'a href="{SITE}p/', 'a href="p/', "the address 'p/about.html'"),
    ("updates.atom", rf'a href="{SITE}p/', 'a href="site:/p/', "the address 'site:/p/about"),
    ("updates.rss", rf'a href="{SITE}p/', 'a href="javascript:p/', "the address 'javascript:"),
    ("updates.atom", r"(?s)<entry>.*</entry>", "", "no entry"),
    ("updates.rss", r"(?s)<item>.*</item>", "", "no entry"),
    ("updates.json", r"\]\}\s*$", "", "not well-formed"),
    ("updates.json", r"(?s)^.*$", "{1}", "not well-formed"),
    ("updates.json", r"version/1\.1", "version/1", "not of version 1.1"),
    ("updates.json", r'"feed_url":"[^"]*",', "", "'feed_url' is missing"),
    ("updates.json", r'"feed_url":"', '"feed_url":"x', "its own address"),
    ("updates.json", r'"language":"en","authors"', '"language":null,"authors"', "another type"),
    ("updates.json", r'"title":"Example', '"icon":"x","title":"Example', "one key too many"),
    ("updates.json", r"en/example/1405", "en/example/1531", "two entries have one id"),
    ("updates.json", r'"id":"tag:', '"id":"urn:', "is no tag URI"),
    ("updates.json", r'"id":"tag:[^"]*"', '"id":7', "is of another type"),
    ("updates.json", r'published":"2026-11-23T14:05', 'published":"2026-11-23T15:31', "decrease"),
    ("updates.json", r'published":"(2026-11-23T14:05):00Z', r'published":"\1Z', "is no date"),
    ("updates.json", r'"title":"\[Resolved\][^"]*"', '"title":" "', "no title"),
    ("updates.json", rf'"url":"{SITE}inc', '"url":"inc', "is not absolute"),
    ("updates.json", r"<p>See", "<script>x</script>", "a script element"),
    ("updates.json", r'"content_html":"', '"content_html":"","x":"', "no content"),
    ("updates.json", r'"tags":\["', '"tags":[1,"', "a tag that is no text"),
    ("updates.json", r'"kind":"incident",', "", "'kind' is missing"),
    ("updates.json", r'"impact":"[a-z]*"', '"impact":null', "'impact' is of another type"),
    ("updates.json", r'(?s)"items":\[.*\]', '"items":[]', "no entry"),
]


def text_of(path: str) -> str:
    return printed(FEED, PRINTERS[path], f"{SITE}{path}").decode()


@pytest.mark.parametrize("path", PRINTERS)
def test_our_own_feeds_hold(path: str) -> None:
    assert list(broken_rules(text_of(path).encode(), f"{SITE}{path}")) == []


@pytest.mark.parametrize(
    ("path", "pattern", "instead", "found"), BREAKINGS, ids=lambda value: str(value)[:40]
)
def test_a_broken_rule_is_found(path: str, pattern: str, instead: str, found: str) -> None:
    before = text_of(path)
    broken = re.sub(pattern, instead, before, count=1)
    assert broken != before
    assert found in "; ".join(broken_rules(broken.encode(), f"{SITE}{path}"))


def test_a_feed_has_a_largest_size() -> None:
    path = "updates.atom"
    padded = text_of(path).replace("</feed>", f"<!--{'x' * LARGEST}--></feed>")
    found = "; ".join(broken_rules(padded.encode(), f"{SITE}{path}"))
    assert f"are more than {LARGEST}" in found


@pytest.mark.parametrize("path", PRINTERS)
def test_what_breaks_a_rule_is_not_handed_out(path: str) -> None:
    data = text_of(path).replace("tag:", "urn:").encode()
    with pytest.raises(FeedProblem) as raised:
        checked(path, data, f"{SITE}{path}")
    problem = raised.value.problem
    assert problem.is_error
    assert problem.place.path == path
    assert "is no tag URI" in problem.message
    assert problem.mend


@pytest.mark.parametrize("path", PRINTERS)
def test_what_holds_is_handed_out_as_it_is(path: str) -> None:
    data = text_of(path).encode()
    assert checked(path, data, f"{SITE}{path}") is data


@pytest.mark.parametrize("link", ["./", "incidents/one.html#two", "https://example.com/"])
def test_a_feed_that_knows_no_address_of_its_own_leads_on_from_where_it_is(link: str) -> None:
    feed = replace(FEED, site="./", items=(replace(FEED.items[0], link=link),))
    assert list(broken_rules(printed(feed, ATOM, "./updates.atom"), "./updates.atom")) == []
    assert list(broken_rules(printed(feed, ATOM, "./updates.atom"), f"{SITE}updates.atom")) != []


@pytest.mark.parametrize("link", ["/", "//example.com/", "javascript:x", "site:/p/one.html"])
def test_from_no_feed_an_entry_leads_elsewhere(link: str) -> None:
    feed = replace(FEED, site="./", items=(replace(FEED.items[0], link=link),))
    found = broken_rules(printed(feed, ATOM, "./updates.atom"), "./updates.atom")
    assert any("is not absolute" in each for each in found)
