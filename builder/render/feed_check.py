"""The check of our own feeds: what breaks a rule is not handed out.

Reads the bytes as a reader's program would, and knows nothing of how they came to be.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from itertools import pairwise

from builder.render.outputs import RenderProblem
from builder.render.printed_feed import PrintedFeed, PrintedItem, read_feed
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.text import SITE_PREFIX

LARGEST = 512_000
"""Bytes a feed may have; above, some readers cut it off."""

HERE = "./"
"""The folder of a tree, seen from its feed, where the feed does not know its own address."""

_TAG_URI = re.compile(r"tag:[A-Za-z0-9.@_-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~%/-]+")
_ADDRESS = re.compile(r"https?://[^\s/]+.*")
_RELATIVE = re.compile(r"(?!/)(?![A-Za-z][A-Za-z0-9+.-]*:).+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FORBIDDEN_SCHEMES = ("data:", "javascript:", "vbscript:", SITE_PREFIX)
_TAG = re.compile(r'</?([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*) ?/?>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_FORBIDDEN_ELEMENTS = frozenset(
    {"base", "embed", "form", "iframe", "link", "meta", "object", "script", "style"}
)
_FORBIDDEN_ATTRIBUTES = frozenset({"class", "style", "id"})


class FeedProblem(RenderProblem):
    """A feed that breaks a rule."""


def checked(
    path: str, data: bytes, address: str, foreign_ids: frozenset[str] = frozenset()
) -> bytes:
    """Return the bytes of the feed served at ``address`` as they are.

    All addresses in it must be absolute; where its own is relative to its folder (``./NAME``), the
    others may be relative as well. ``foreign_ids`` are in other forms than ours.

    Raises:
        FeedProblem: they break a rule.
    """
    wrong = tuple(broken_rules(data, address, foreign_ids))
    if wrong:
        raise FeedProblem(
            Problem(
                Place(path),
                "feed",
                f"the feed would break a rule of its format: {'; '.join(wrong[:5])}.",
                "It was not written. This is a fault of tocsin: please report it.",
            )
        )
    return data


def broken_rules(
    data: bytes, address: str, foreign_ids: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Yield each rule that the bytes of a feed break, in words."""
    if len(data) > LARGEST:
        yield f"{len(data)} bytes are more than {LARGEST}"
    try:
        printed = _read(data)
    except ValueError as error:
        yield f"not well-formed: {error}"
        return
    yield from printed.wrong
    yield from _broken_in_feed(printed, address, foreign_ids)
    for item in printed.items:
        for found in _broken_in_item(item, address):
            yield f"{item.id or 'an entry'}: {found}"


def _read(data: bytes) -> PrintedFeed:
    """Read a feed of any format.

    Raises:
        ValueError: it is not well-formed.
    """
    if data.startswith(b"{"):
        from builder.render.printed_json import read_json_feed

        return read_json_feed(data)
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    return read_feed(root)


def _broken_in_feed(
    printed: PrintedFeed, address: str, foreign_ids: frozenset[str]
) -> Iterator[str]:
    if printed.own_address != address:
        yield f"its own address is {printed.own_address!r}, not {address!r}"
    if not _leads_somewhere(printed.site, address):
        yield f"the site's address {printed.site!r} is not absolute"
    if not printed.title:
        yield "no title"
    if not printed.items:
        yield "no entry"
        return
    if len(set(printed.ids)) != len(printed.ids):
        yield "two entries have one id"
    for identifier in printed.ids:
        if identifier not in foreign_ids and not _TAG_URI.fullmatch(identifier):
            yield f"the id {identifier!r} is no tag URI"
    times = [item.published for item in printed.items]
    if any(later <= earlier for later, earlier in pairwise(times)):
        yield "dates do not decrease from entry to entry"
    if printed.updated != max(item.updated for item in printed.items):
        yield "its time is not the newest entry's"


def _broken_in_item(item: PrintedItem, address: str) -> Iterator[str]:
    if not item.title.strip():
        yield "no title"
    if not _leads_somewhere(item.link, address):
        yield f"the address {item.link!r} is not absolute"
    if item.updated < item.published:
        yield "updated before it was published"
    if not item.html:
        yield "no content"
    yield from _broken_in_content(item.html, address.startswith(HERE))


@lru_cache(maxsize=1024)
def _broken_in_content(html: str, within: bool) -> tuple[str, ...]:
    """Return what is wrong with an entry's content, which many feeds have in common; ``within``
    allows relative addresses."""
    return tuple(_broken_in_html(html, within))


def _broken_in_html(html: str, within: bool) -> Iterator[str]:
    """Take the tags that we write, each whole; what is left must be text."""
    for tag in _TAG.finditer(html):
        name, attributes = tag.groups()
        if name in _FORBIDDEN_ELEMENTS:
            yield f"a {name} element"
        for attribute, value in _ATTRIBUTE.findall(attributes):
            if attribute in _FORBIDDEN_ATTRIBUTES or attribute.startswith("on"):
                yield f"the attribute {attribute}"
            if attribute in ("href", "src") and not _stands_alone(unescape(value), within):
                yield f"the address {value!r} in its content"
    rest = _TAG.sub("", html)
    if "<" in rest:
        yield f"markup that is none of ours: {rest[rest.index('<') :][:40]!r}"


def _leads_somewhere(address: str, own: str) -> bool:
    """Say whether an address is one of the web, or relative in a feed whose own address is."""
    within = own.startswith(HERE) and _RELATIVE.fullmatch(address) is not None
    return within or bool(_ADDRESS.fullmatch(address))


def _stands_alone(address: str, within: bool) -> bool:
    if within and _RELATIVE.fullmatch(address):
        return True
    return bool(_SCHEME.match(address)) and not address.lower().startswith(_FORBIDDEN_SCHEMES)
