"""Markdown's tokens to HTML: a small, closed set of elements.

An allow-list: a token that is not known here is an error of the program and never printed. The
bytes are those of markdown-it's own renderer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_BLOCKS = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
_MARKS = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<s>",
    "s_close": "</s>",
    "link_close": "</a>",
    "softbreak": "\n",
    "hardbreak": "<br>\n",
}


def escaped(text: str) -> str:
    """Return text for HTML, inside an element or a quoted attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace('"', "&quot;")


def html_of(tokens: Sequence[Token]) -> str:
    """Return the HTML of a slice of block tokens."""
    pieces: list[str] = []
    put = pieces.append
    last = len(tokens) - 1
    for index, token in enumerate(tokens):
        kind = token.type
        if kind == "inline":
            _inline(token.children or (), put)
        elif kind in ("fence", "code_block"):
            put(f"<pre><code>{escaped(token.content)}</code></pre>\n")
        elif token.hidden:
            continue
        elif token.tag not in _BLOCKS:
            raise ValueError(f"no HTML for {kind} {token.tag}")
        elif token.nesting == -1:
            put(f"</{token.tag}>\n")
        else:
            line_before = "\n" if index and tokens[index - 1].hidden else ""
            line_after = "\n"
            if token.nesting == 1 and index < last:
                following = tokens[index + 1]
                if (
                    following.type == "inline"
                    or following.hidden
                    or (following.nesting == -1 and following.tag == token.tag)
                ):
                    line_after = ""
            put(f"{line_before}<{token.tag}{_attributes(token)}>{line_after}")
    return "".join(pieces)


def _inline(tokens: Sequence[Token], put: Callable[[str], None]) -> None:
    for token in tokens:
        kind = token.type
        if kind == "text":
            put(escaped(token.content))
        elif kind in _MARKS:
            put(_MARKS[kind])
        elif kind == "code_inline":
            put(f"<code>{escaped(token.content)}</code>")
        elif kind == "link_open":
            put(f"<a{_attributes(token)}>")
        elif kind == "image":
            token.attrs["alt"] = _words(token.children or ())
            put(f"<img{_attributes(token)}>")
        else:
            raise ValueError(f"no HTML for {kind}")


def _words(tokens: Sequence[Token]) -> str:
    """Return the words of a picture's description without its marks."""
    pieces = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif token.type == "image":
            pieces.append(_words(token.children or ()))
        else:
            pieces.append(token.content)
    return "".join(pieces)


def _attributes(token: Token) -> str:
    if not token.attrs:
        return ""
    return "".join(f' {name}="{escaped(str(value))}"' for name, value in token.attrs.items())
