"""HTML and plain text of passages outside the site."""

import pytest

from builder.render.feed_html import allowed, one_line, plain, shortened, standing_alone
from builder.views.types import Passage

SITE = "https://org.github.io:8443/status/"
PAGE = f"{SITE}incidents/example.html"


def alone(html: str) -> str:
    return standing_alone([Passage(html)], SITE, SITE, PAGE)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("site:/p/about.html#how", f"{SITE}p/about.html#how"),
        ("https://example.com/?a=1&amp;b=2", "https://example.com/?a=1&amp;b=2"),
        ("mailto:help@example.com", "mailto:help@example.com"),
        ("#1405", f"{PAGE}#1405"),
        ("other.html", f"{SITE}incidents/other.html"),
        ("//example.com/x", "https://example.com/x"),
        ("http://[broken", PAGE),
    ],
)
def test_addresses_become_absolute(written: str, expected: str) -> None:
    assert alone(f'<a href="{written}">x</a>') == f'<a href="{expected}">x</a>'
    assert alone(f'<img alt="" src="{written}">') == f'<img alt="" src="{expected}">'


def test_what_means_nothing_elsewhere_goes() -> None:
    html = '<pre class="x" id="y"><code class="language-sh" style="color:red">z</code></pre>'
    assert alone(html) == "<pre><code>z</code></pre>"
    assert alone('<a class="x" href="site:/a">z</a>') == f'<a href="{SITE}a">z</a>'


def test_text_that_looks_like_an_attribute_stays() -> None:
    html = "<p>class=&quot;x&quot; href=&quot;site:/a&quot; ]]&gt;</p>"
    assert alone(html) == html


def test_plain_text() -> None:
    passages = [
        Passage("<p>One &amp; <em>two</em>,\nthree<br>four</p>"),
        Passage('<ul><li>five</li><li><a href="x">six</a></li></ul>'),
        Passage('<p><img alt="A chart" src="site:/x.png"></p>'),
    ]
    assert plain(passages) == "One & two, three four five six A chart"


@pytest.mark.parametrize(
    "character", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"]
)
def test_characters_that_xml_lacks(character: str) -> None:
    assert allowed(f"a{character}b") == "a\ufffdb"


def test_other_characters_stay() -> None:
    kept = "\t\n é \u200f \u202b \U0001f469\u200d\U0001f4bb \U0010ffff"
    assert allowed(kept) == kept


def test_one_line() -> None:
    assert one_line("  a\r\n b\u2028c\t") == "a b c"
    assert one_line("a\u202eb\u202c \u2067c\u2069 \u200fd") == "ab c \u200fd"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("one two", 7, "one two"),
        ("one two three", 9, "one two…"),
        ("onetwothree", 5, "onet…"),
        ("one, two three", 6, "one…"),
        ("ab\u200dcd", 4, "ab…"),
    ],
)
def test_shortened(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected
    assert len(shortened(text, limit)) <= limit
