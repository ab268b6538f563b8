"""The HTML and the plain text of passages as they stand outside the site: in feeds and messages.

Passages come from our own Markdown renderer (see ``vocabulary.text``): well-formed, attributes in
double quotes, a quote in text or in a value always escaped. That is what makes patterns enough.
"""

import re
from collections.abc import Iterable
from html import escape, unescape
from urllib.parse import urljoin

from builder.views.types import Passage
from builder.vocabulary.text import SITE_PREFIX

_ADDRESS = re.compile(r'(href|src)="([^"]*)"')
_BEFORE_ATTRIBUTE = ' \t\n\r\f"'
_WHOLE = re.compile(r"(?:https?://|mailto:)[!-Z^-~]*\Z")
_FOR_THE_SITE_ALONE = re.compile(r'\s(?:class|style|id)="[^"]*"')
_SITE_ATTRIBUTES = ('class="', 'style="', 'id="')
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"</?([a-z][a-z0-9]*)[^>]*>")
_ALT = re.compile(r'\salt="([^"]*)"')
_BLOCKS = frozenset(
    "blockquote br h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul".split()  # noqa: SIM905
)


def allowed(text: str) -> str:
    """Put U+FFFD in place of characters that XML 1.0 (section 2.2) does not have."""
    return _NOT_IN_XML.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Make one line of plain text, with single spaces.

    Characters that turn the direction of what follows go: plain text can't end their reach.
    """
    return " ".join(_OVERRIDES.sub("", allowed(text)).split())


def standing_alone(passages: Iterable[Passage], site: str, top: str, page: str) -> str:
    """Return the passages as HTML that holds wherever it is shown, in XML too.

    See ``with_addresses``.
    """
    return allowed(with_addresses(passages, site, top, page))


def with_addresses(passages: Iterable[Passage], site: str, top: str, page: str) -> str:
    """Return the passages as HTML that holds wherever it is shown.

    Addresses become absolute: those within the site below ``site``, those of its pictures below
    ``top`` (both end with a slash), others relative to ``page``. Classes, styles and anchors, which
    mean nothing elsewhere, go.
    """

    def absolute(match: "re.Match[str]") -> str:
        if match.string[match.start() - 1] not in _BEFORE_ATTRIBUTE:
            return match.group()
        below = top if match.group(1) == "src" else site
        address = absolute_address(unescape(match.group(2)), below, page)
        return f'{match.group(1)}="{escape(address)}"'

    html = "\n".join([passage.html.strip() for passage in passages])
    if '="' not in html:
        return html
    if any(name in html for name in _SITE_ATTRIBUTES):
        html = _FOR_THE_SITE_ALONE.sub("", html)
    return _ADDRESS.sub(absolute, html)


def absolute_address(address: str, below: str, page: str) -> str:
    """Return an address as it holds everywhere: within the site ``below`` (ends with a slash), else
    relative to ``page``. One that no program can read leads to the page."""
    if address.startswith(SITE_PREFIX):
        return below + address.removeprefix(SITE_PREFIX)
    if _WHOLE.match(address):
        return address
    try:
        return urljoin(page, address)
    except ValueError:
        return page


def plain(passages: Iterable[Passage]) -> str:
    """Return the words of the passages in one line; the end of a block is a space."""
    html = " ".join(passage.html for passage in passages)
    return one_line(unescape(_TAG.sub(_as_text, html)))


def _as_text(tag: "re.Match[str]") -> str:
    name = tag.group(1)
    if name == "img":
        text = _ALT.search(tag.group())
        return text.group(1) if text else ""
    return " " if name in _BLOCKS else ""


def shortened(text: str, limit: int) -> str:
    """Cut at the last word that fits into ``limit`` characters, the ellipsis included."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    words = head.rsplit(" ", 1)[0] if " " in head else head
    # A joiner or mark that is cut off from what it belongs to shows as a letter of its own.
    return words.rstrip("\u200d\ufe0f ,;:") + "…"
