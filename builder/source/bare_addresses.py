"""Addresses that stand in a text without brackets, made into links.

As GitHub Flavored Markdown has it (section 6.9, extended autolinks), for ``http`` and ``https``
alone, and in a time that grows with the text and not with its square.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MARKUP = "bare"
"""The mark of a link that was made here."""

_ADDRESS = re.compile(r"(?<![A-Za-z0-9])https?://[^\s<>\"/?#][^\s<>\"]*", re.IGNORECASE)
_TRAILING = "?!.,:;*_~'"


def with_links(tokens: Sequence[Token], parser: MarkdownIt) -> list[Token]:
    """Return the tokens of a paragraph with its bare addresses as links."""
    linked: list[Token] = []
    depth = 0
    for token in tokens:
        if token.type == "link_open":
            depth += 1
        elif token.type == "link_close":
            depth -= 1
        if token.type == "text" and depth == 0 and "://" in token.content:
            linked.extend(_linked(token, parser))
        else:
            linked.append(token)
    return linked


def _linked(token: Token, parser: MarkdownIt) -> Iterator[Token]:
    text, done = token.content, 0
    for match in _ADDRESS.finditer(text):
        address = _trimmed(match.group())
        yield token.copy(content=text[done : match.start()])
        yield _token(token, "link_open", "a", 1, {"href": parser.normalizeLink(address)})
        yield token.copy(content=address)
        yield _token(token, "link_close", "a", -1, {})
        done = match.start() + len(address)
    yield token.copy(content=text[done:])


def _token(
    like: Token, kind: str, tag: str, nesting: int, attributes: dict[str, str | int | float]
) -> Token:
    return like.copy(
        type=kind, tag=tag, nesting=nesting, attrs=attributes, content="", markup=MARKUP
    )


def _trimmed(address: str) -> str:
    """Return an address without the signs at its end that belong to the sentence around it."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while True:
        last = address[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last not in _TRAILING:
            return address[:end]
        end -= 1
