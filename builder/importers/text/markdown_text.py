"""Foreign Markdown as Markdown that our own check accepts, word for word otherwise.

Raw HTML becomes Markdown or plain text, comments leave the text, links become absolute, pictures
become links to them. Code is left as it is, but for lines that would be read as our own markers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from builder.importers.reading.decoding import clean
from builder.importers.text.acceptance import accepted, plain_text
from builder.importers.text.raw_html import replace_html, split_comments
from builder.vocabulary.statuses import ENDING, Status

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LONGEST_LINE = 300
"""Characters of a title or name."""

LONGEST_BODY = 32 * 1024
"""Bytes of an update's text."""

_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_INNER = r"(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*"
_DESTINATION = r"(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)"
_TITLE = r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?"
_LINK = re.compile(rf"(!?)\[({_INNER})\]\(\s*({_DESTINATION})({_TITLE})\s*\)")
_REFERENCE = re.compile(rf"^( {{0,3}}\[[^\]\n]+\]:\s*)({_DESTINATION})", re.MULTILINE)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text for our files, what was changed, and the comments that stood in it."""

    text: str
    remarks: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


def one_line(text: str) -> str:
    """Make one line of plain text of a name, at most 300 characters."""
    line = " ".join(clean(text).split())
    if not line.isascii():
        line = _DIRECTIONS.sub("", line)
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1].rstrip() + "\u2026"


def clean_title(text: str) -> tuple[str, tuple[str, ...]]:
    """Make a title of one line, and say so where it had to be cut."""
    title = one_line(text)
    whole = " ".join(clean(text).split())
    if len(whole) <= LONGEST_LINE:
        return title, ()
    return title, (f"Its title is longer than {LONGEST_LINE} characters: {whole}",)


def words_for(status: Status | None, title: str) -> str:
    """Return what an update says for which the source has no words."""
    if status in ENDING and status is not None:
        return f"{status.value.capitalize()}."
    return accepted(plain_text(title))[0]


def clean_body(text: str, page_url: str) -> CleanText:
    """Make Markdown of ours of a body.

    Args:
        text: Markdown with anything in it.
        page_url: address of the page on which the old system showed it, for links that are
            relative; empty where it is not known.
    """
    remarks: list[str] = []
    source = clean(text)
    source, comments = take_comments(source)
    changed = _outside_code(source, lambda part: replace_html(part, remarks))
    changed = _outside_code(changed, lambda part: _with_links(part, page_url, remarks))
    changed, mended = accepted(changed.strip("\n"))
    remarks.extend(mended)
    return CleanText(changed, tuple(dict.fromkeys(remarks)), comments)


def take_comments(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text without its HTML comments, and what stood in them."""
    return split_comments(text, _outside_code)


def definitions(text: str) -> dict[str, str]:
    """Return the lines that define links (``[name]: address``), by name in lower case."""
    found: dict[str, str] = {}
    for match in re.finditer(r"^ {0,3}\[([^\]\n]+)\]:[ \t]*\S.*$", text, re.MULTILINE):
        found.setdefault(" ".join(match[1].casefold().split()), match[0])
    return found


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """Apply a change to everything but fenced, indented and inline code."""
    lines = text.split("\n")
    code = _code_lines(text)
    done: list[str] = []
    run: list[str] = []
    for place, line in enumerate([*lines, None]):
        if line is not None and place not in code:
            run.append(line)
            continue
        if run:
            done.append(_outside_spans("\n".join(run), change))
            run = []
        if line is not None:
            done.append(line)
    return "\n".join(done)


def _outside_spans(text: str, change: Callable[[str], str]) -> str:
    """Apply a change around inline code, which takes part as a stand-in and comes back after."""
    spans: list[str] = []

    def away(match: re.Match[str]) -> str:
        if "\n\n" in match[0]:
            return match[0]
        spans.append(match[0])
        return f"\ufdd0{len(spans) - 1}\ufdd1"

    changed = change(_INLINE_CODE.sub(away, text))
    return re.sub("\ufdd0(\\d+)\ufdd1", lambda match: spans[int(match[1])], changed)


def _code_lines(text: str) -> frozenset[int]:
    found: set[int] = set()
    for token in _parser().parse(text):
        if token.type in ("fence", "code_block") and token.map:
            found.update(range(*token.map))
    return frozenset(found)


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _with_links(text: str, page_url: str, remarks: list[str]) -> str:
    def linked(match: re.Match[str]) -> str:
        picture, words, destination, title = match.groups()
        if "](" in words:
            words = _LINK.sub(lambda inner: inner[2] if inner[1] else linked(inner), words)
        url, bare = _absolute(destination, page_url)
        if picture:
            remarks.append("A picture became a link to it.")
            return f"[{words or 'picture'}]({url})" if url else words or bare
        if url is None:
            remarks.append(f"A link to `{bare}` became text: it is no address of the web.")
            return f"{words} ({bare})" if bare and bare != words else words
        if url != bare:
            remarks.append("A relative link was made absolute.")
        return f"[{words}]({_bracketed(url, destination)}{title or ''})"

    def defined(match: re.Match[str]) -> str:
        url, bare = _absolute(match[2], page_url)
        if url is None:
            return f"\\{match[1].lstrip()}{bare}"
        return f"{match[1]}{_bracketed(url, match[2])}"

    def automatic(match: re.Match[str]) -> str:
        return match[0] if urlsplit(match[1]).scheme.lower() in _SCHEMES else match[1]

    text = _LINK.sub(linked, text)
    text = _REFERENCE.sub(defined, text)
    text = re.sub(r"!(?=\[[^\]]*\]\[)", "", text)
    return _AUTOLINK.sub(automatic, text)


def _absolute(destination: str, page_url: str) -> tuple[str | None, str]:
    """Return the absolute address (``None`` where there is none) and the one in the text."""
    bare = destination[1:-1] if destination.startswith("<") else destination
    try:
        scheme = urlsplit(bare).scheme.lower()
        if scheme in _SCHEMES:
            return bare, bare
        if bare.startswith("//"):
            return f"https:{bare}", bare
        if scheme or not page_url or not bare:
            return None, bare
        return urljoin(page_url, bare), bare
    except ValueError:
        return None, bare


def _bracketed(url: str, destination: str) -> str:
    return f"<{url}>" if destination.startswith("<") or re.search(r"[\s()]", url) else url
