"""Markdown to blocks of HTML: parsed once, checked, then rendered block by block.

CommonMark with GitHub's tables, strikethrough and bare addresses. Raw HTML is found and refused,
never printed; links and pictures are held against an allow-list; what the parser would leave out
in silence is an error, or told as unshown.
"""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from builder.source.bare_addresses import with_links
from builder.source.files import FORBIDDEN, MOST_PROBLEMS
from builder.source.html import html_of
from builder.source.links import LinkError, link_target
from builder.source.words import shown, suggestion
from builder.vocabulary.text import SITE_PREFIX

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

DEEPEST = 20
"""Levels of lists and quotes within each other; a list and its item are two."""

UPDATE_HEADINGS = 3
"""An update's ``#`` is a heading of the fourth level: page, incident and update stand above it."""

PAGE_HEADINGS = 1
"""A page's ``#`` is a heading of the second level, below the page's title."""

_CELL_BORDER = re.compile(r"(?<!\\)\|")
_HEADINGS = frozenset({"heading_open", "heading_close"})
_CELLS = frozenset({"th_open", "td_open"})


@dataclass(frozen=True, slots=True)
class MarkdownFault:
    """What is wrong at a line and column of the text, both from 0."""

    line: int
    column: int
    code: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class LinkWithin:
    """A link to an address of the site (``p/about.html``), at a line and column from 0."""

    line: int
    column: int
    address: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A link definition (``[label]: address``), by its normalised label, at a line from 0.

    ``is_second`` where its label stood for something else before, so that it defines nothing.
    """

    label: str
    line: int
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A parsed text: HTML of each top-level block, and the line in which it begins, from 0.

    ``definitions`` are the link definitions that it knows, ``defined`` those that stand in it,
    ``used`` the labels by which its links and pictures name some; ``pictures`` the addresses that
    it shows; ``links`` those that lead somewhere within the site. ``long_infos`` are the lines,
    from 0, of code whose fence has more than one word behind it.
    """

    blocks: tuple[str, ...]
    starts: tuple[int, ...] = ()
    definitions: Mapping[str, Any] = field(default_factory=dict)
    pictures: frozenset[str] = frozenset()
    links: tuple[LinkWithin, ...] = ()
    defined: tuple[Definition, ...] = ()
    used: frozenset[str] = frozenset()
    long_infos: tuple[int, ...] = ()


NO_TEXT = Text(())


def parse(
    text: str,
    heading_shift: int,
    pictures: Mapping[str, str],
    definitions: Mapping[str, Any] | None = None,
) -> tuple[Text, list[MarkdownFault]]:
    """Parse a text.

    ``pictures`` maps the names of the pictures that it may show to their addresses within the
    site. ``definitions`` are link definitions of another text that this one may use.
    """
    if not text or text.isspace():
        return NO_TEXT, []
    parser = _parser("|" in text or "~~" in text)
    environment: MutableMapping[str, Any] = {}
    if definitions:
        environment["references"] = dict(definitions)
    tokens = parser.parse(text, environment)
    checker = _Checker(text, heading_shift, pictures, environment, parser)
    starts = checker.check(tokens)
    if checker.faults:
        return Text((), links=tuple(checker.links)), checker.faults
    blocks = _blocks(tokens, starts)
    if "&" in text:
        checker.check_entities(blocks, starts)
    return (
        Text(
            blocks,
            tuple(line for _, line in starts),
            environment.get("references", {}),
            frozenset(checker.shown_pictures),
            tuple(checker.links),
            _defined(environment, definitions or {}) if "references" in environment else (),
            frozenset(checker.used),
            tuple(checker.long_infos),
        ),
        checker.faults,
    )


@cache
def _parser(rich: bool) -> "MarkdownIt":
    """Return the parser: one for plain texts, and one that knows tables and strikethrough too,
    which cost time on every text and change nothing where there are none."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST + 4, "store_labels": True})
    # Every link becomes a token, so that a bad one is found instead of printed as words.
    setattr(parser, "validateLink", lambda address: True)  # noqa: B010
    return parser.enable(["table", "strikethrough"]) if rich else parser


def _defined(environment: Mapping[str, Any], given: Mapping[str, Any]) -> tuple[Definition, ...]:
    """Return the definitions of a text that was ``given`` some of another one."""
    known = environment["references"]
    own = [Definition(label, one["map"][0]) for label, one in known.items() if label not in given]
    seconds = [
        Definition(one["label"], one["map"][0], is_second=_differs(one, known[one["label"]]))
        for one in environment.get("duplicate_refs", ())
    ]
    return tuple(sorted((*own, *seconds), key=lambda one: one.line))


def _differs(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return any(one[key] != other[key] for key in ("href", "title"))


def _blocks(tokens: "Sequence[Token]", starts: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    ends = [start for start, _ in starts[1:]] + [len(tokens)]
    return tuple(html_of(tokens[start:end]) for (start, _), end in zip(starts, ends, strict=False))


class _Checker:
    """Walks the tokens of a text once: notes what may not stand, and mends what is ours to mend."""

    def __init__(
        self,
        text: str,
        heading_shift: int,
        pictures: Mapping[str, str],
        environment: Mapping[str, Any],
        parser: "MarkdownIt",
    ) -> None:
        self._text = text
        self._parser = parser
        self._environment = environment
        self._shift = heading_shift
        self._pictures = pictures
        self._too_deep = False
        self._lines: list[str] = []
        self._located: Token | None = None
        self._starts: list[int] = []
        self.faults: list[MarkdownFault] = []
        self.shown_pictures: set[str] = set()
        self.links: list[LinkWithin] = []
        self.used: set[str] = set()
        self.long_infos: list[int] = []

    def check(self, tokens: "Sequence[Token]") -> list[tuple[int, int]]:
        """Return for each top-level block its first token and its first line."""
        starts: list[tuple[int, int]] = []
        line = 0
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                content = token.content
                if "[" in content or "<" in content or "://" in content:
                    self._inline(token, token.map[0] if token.map else line)
                continue
            if len(self.faults) >= MOST_PROBLEMS:
                break
            if token.map:
                line = token.map[0]
            if token.level == 0 and token.nesting >= 0:
                starts.append((index, line))
            elif token.level >= DEEPEST:
                self._deep(line)
            if kind in _HEADINGS:
                token.tag = f"h{min(6, int(token.tag[1]) + self._shift)}"
            elif kind == "html_block":
                self._html(line, 0, token.content)
            elif kind in _CELLS:
                # Alignment would be a style attribute, which the pages' policy and feeds refuse.
                token.attrs = {}
            elif kind == "fence":
                if len(token.info.split()) > 1:
                    self.long_infos.append(line)
            elif kind == "tr_open":
                self._row(tokens, index, line)
        return starts

    def check_entities(self, blocks: Sequence[str], starts: Sequence[tuple[int, int]]) -> None:
        """Note entities that stand for characters that no text may hold."""
        for html, (_, line) in zip(blocks, starts, strict=True):
            if FORBIDDEN.search(html):
                self.fault(
                    line,
                    0,
                    "control-character",
                    "An entity here stands for a control, which no text may hold.",
                    "Delete it.",
                )

    def fault(self, line: int, column: int, code: str, message: str, mend: str) -> None:
        if len(self.faults) == MOST_PROBLEMS - 1:
            mend = f"{mend} There may be more further down."
        self.faults.append(MarkdownFault(line, column, code, message, mend))

    def _inline(self, token: "Token", line: int) -> None:
        if "://" in token.content:
            token.children = with_links(token.children or (), self._parser)
        number = 0
        for child in token.children or ():
            kind = child.type
            if kind == "link_open":
                self.used |= _label(child)
                self._link(token, child, line, number)
            elif kind == "image":
                self.used |= _labels_in(child)
                self._picture(token, child, line, number)
            elif kind == "html_inline":
                self._html(*self._place(token, line, number), child.content)
            else:
                continue
            number += 1
            if len(self.faults) >= MOST_PROBLEMS:
                break

    def _link(self, token: "Token", link: "Token", line: int, number: int) -> None:
        try:
            target = link_target(str(link.attrs.get("href", "")))
        except LinkError as error:
            place = self._place(token, line, number)
            self.fault(*place, "bad-link", str(error), error.mend)
            return
        link.attrs["href"] = target
        if target.startswith(SITE_PREFIX):
            address = unquote(target.removeprefix(SITE_PREFIX))
            self.links.append(LinkWithin(*self._place(token, line, number), address))
        if target.startswith("http"):
            # The address of a private page must not travel to where its links lead.
            link.attrs["rel"] = "noreferrer"

    def _picture(self, token: "Token", picture: "Token", line: int, number: int) -> None:
        for inside in picture.children or ():
            if inside.type == "html_inline":
                self._html(*self._place(token, line, number), inside.content)
        name = str(picture.attrs.get("src", ""))
        address = self._pictures.get(name)
        if address is None:
            place = self._place(token, line, number)
            self.fault(*place, "bad-picture", *_no_picture(name, self._pictures))
            return
        picture.attrs["src"] = f"{SITE_PREFIX}{address}"
        self.shown_pictures.add(address)

    def _html(self, line: int, column: int, content: str) -> None:
        first = content.lstrip().split("\n", 1)[0]
        if first.startswith("<!--"):
            message = "An HTML comment would be printed for everyone, or hide what is meant."
            mend = "Delete it, or write a note as a `#` comment into the front matter."
        else:
            message = f"Raw HTML is not allowed in a text: {shown(first)}."
            mend = "Write it in Markdown, or with a backslash before the `<` if it is text."
        self.fault(line, column, "raw-html", message, mend)

    def _deep(self, line: int) -> None:
        if not self._too_deep:
            self.fault(
                line,
                0,
                "text-too-deep",
                f"Lists and quotes stand within each other more than {DEEPEST // 2} deep.",
                "Write it flatter: what stands deeper could get lost.",
            )
        self._too_deep = True

    def _row(self, tokens: "Sequence[Token]", index: int, line: int) -> None:
        columns = 0
        while tokens[index := index + 1].type != "tr_close":
            columns += tokens[index].type == "td_open"
        written = self._all_lines()[line].strip(" \t>")
        cells = len(_CELL_BORDER.findall(written.removeprefix("|").removesuffix("|"))) + 1
        if 0 < columns < cells:
            self.fault(
                line,
                0,
                "too-many-cells",
                f"This row has {cells} cells, the table {columns} columns: "
                "what stands in the others would be lost.",
                "Write as many cells as the table's first row has, and `\\|` for a `|` in a text.",
            )

    def _place(self, token: "Token", line: int, number: int) -> tuple[int, int]:
        from builder.source.markdown_places import place_of, starts_in

        if self._located is not token:
            definitions = self._environment.get("references", {})
            self._located, self._starts = token, starts_in(token.content, definitions)
        return place_of(self._all_lines(), token, line, number, self._starts)

    def _all_lines(self) -> list[str]:
        if not self._lines:
            self._lines = self._text.split("\n")
        return self._lines


def _label(token: "Token") -> set[str]:
    return {token.meta["label"]} if "label" in token.meta else set()


def _labels_in(picture: "Token") -> set[str]:
    """Return the labels of a picture and of what stands in its description."""
    found = _label(picture)
    for inside in picture.children or ():
        found |= _labels_in(inside)
    return found


def _no_picture(name: str, pictures: Mapping[str, str]) -> tuple[str, str]:
    if ":" in name or name.startswith("//"):
        return (
            f"The picture {shown(name)} comes from elsewhere: "
            "every reader's browser would ask another host for it.",
            "Put the file into this folder and write its name alone.",
        )
    return (
        f"There is no picture {shown(name)} in this folder.",
        suggestion(name, sorted(pictures)) or "Put the file there and write its name alone.",
    )
