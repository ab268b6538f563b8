"""The plain text of passages with its lines: for programs that show text as text.

Passages come from our own Markdown renderer (see ``vocabulary.text``), which is what makes patterns
enough. A paragraph is a line, a blank line stands between blocks, points have a dash or a number.
"""

import re
from collections.abc import Iterable
from functools import partial
from html import escape, unescape

from builder.render.feed_html import absolute_address
from builder.views.types import Passage

_EMPHASIS = re.compile("</?(?:strong|em|code|s|del)>")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>([^<]*)</a>')
_ONE_LINE = re.compile(
    r"(?:<blockquote>\s*)?<(p|h[1-6])(?: [^>]*)?>([^<]*)</\1>\s*(?:</blockquote>\s*)?"
)
_AS_IS = re.compile(r"<pre><code[^>]*>([^<]*)</code></pre>\s*")
_POINTS = re.compile(r"<([uo])l>\s*(?:<li>[^<]*</li>\s*)*</\1l>\s*")
_POINT = re.compile(r"<li>([^<]*)</li>")
_PIECES = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)")
_HREF = re.compile(r'\shref="([^"]*)"')
_ALT = re.compile(r'\salt="([^"]*)"')
_START = re.compile(r'\sstart="(\d+)"')
_LINES = frozenset(
    "blockquote br h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul".split()  # noqa: SIM905
)


def paragraphs(passages: Iterable[Passage], site: str, page: str) -> str:
    """Return the words of the passages.

    A link is followed by its address where the words are another: absolute, within the site below
    ``site`` (ends with a slash), others relative to ``page``.
    """
    blocks = []
    for passage in passages:
        block = _plain_block(passage.html, site, page) or _block(passage.html, site, page)
        if block:
            blocks.append(block)
    return "\n\n".join(blocks)


def _plain_block(html: str, site: str, page: str) -> str:
    """Return a block that needs no more than its signs taken off, as most are; else nothing."""
    if html.startswith("<pre"):
        code = _AS_IS.fullmatch(html)
        return unescape(code.group(1)).strip("\n") if code is not None else ""
    words = html
    if html.count("<") > 2:
        words = _EMPHASIS.sub("", html)
        if "<a " in words:
            words = _LINK.sub(partial(_with_address, site, page), words)
    alone = _ONE_LINE.fullmatch(words)
    if alone is not None:
        return _line(alone.group(2))
    points = _POINTS.fullmatch(words)
    if points is None:
        return ""
    said = map(_line, _POINT.findall(words))
    if points.group(1) == "o":
        return "\n".join([f"{number}. {point}".rstrip() for number, point in enumerate(said, 1)])
    return "\n".join([f"- {point}" for point in said])


def _with_address(site: str, page: str, link: "re.Match[str]") -> str:
    """Say a link; its address as HTML has it."""
    address, said = link.groups()
    if address in (said, f"mailto:{said}"):
        return said
    return f"{said} ({escape(absolute_address(unescape(address), site, page), quote=False)})"


def _line(html: str) -> str:
    return " ".join((unescape(html) if "&" in html else html).split())


def _block(html: str, site: str, page: str) -> str:
    text = _Text(site, page)
    for closing, name, attributes, words in _PIECES.findall(html):
        if words:
            text.say(unescape(words))
        elif closing:
            text.end(name)
        else:
            text.begin(name, attributes)
    return text.whole()


class _Text:
    """Lines as they grow."""

    def __init__(self, site: str, page: str) -> None:
        self._site = site
        self._page = page
        self._lines: list[str] = []
        self._line = ""
        self._lists: list[int | None] = []
        self._link: tuple[str, int] | None = None
        self._as_is = False

    def say(self, words: str) -> None:
        if self._as_is:
            *whole, rest = words.split("\n")
            for line in whole:
                self._lines.append(self._line + line)
                self._line = ""
            self._line += rest
            return
        inner = " ".join(words.split())
        if not inner:
            self._space(bool(self._line))
            return
        self._space(words[0].isspace())
        self._line += inner
        self._space(words[-1].isspace())

    def begin(self, name: str, attributes: str) -> None:
        if name in _LINES and not (name == "p" and self._is_bare_point()):
            self._break()
        if name in ("ul", "ol"):
            start = _START.search(attributes)
            number = int(start.group(1)) if start else 1
            self._lists.append(number if name == "ol" else None)
        elif name == "li":
            self._point()
        elif name == "pre":
            self._as_is = True
        elif name == "img":
            alt = _ALT.search(attributes)
            self.say(unescape(alt.group(1)) if alt else "")
        elif name in ("td", "th") and self._line.strip():
            self._line = f"{self._line.rstrip()} | "
        elif name == "a":
            href = _HREF.search(attributes)
            self._link = (unescape(href.group(1)) if href else "", len(self._line))

    def end(self, name: str) -> None:
        if name == "pre":
            self._as_is = False
        if name in _LINES:
            self._break()
        if name in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif name == "a" and self._link is not None:
            address, begun = self._link
            self._link = None
            said = self._line[begun:].strip()
            if address and address not in (said, f"mailto:{said}"):
                whole = absolute_address(address, self._site, self._page)
                self._line = f"{self._line.rstrip()} ({whole})"

    def whole(self) -> str:
        self._break()
        return "\n".join(self._lines).strip("\n")

    def _space(self, wanted: bool) -> None:
        if wanted and self._line and not self._line.endswith(" "):
            self._line += " "

    def _point(self) -> None:
        number = self._lists[-1] if self._lists else None
        mark = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1
        self._line = "  " * (len(self._lists) - 1) + mark

    def _is_bare_point(self) -> bool:
        """Say whether the line holds nothing yet but the sign of a point."""
        return bool(re.fullmatch(r" *(?:-|\d+\.) ", self._line))

    def _break(self) -> None:
        if self._line.strip():
            self._lines.append(self._line.rstrip())
        self._line = ""
