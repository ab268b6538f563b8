"""Where in a text a link, picture or piece of HTML stands that the parser has found.

The parser keeps the lines of blocks, but no places within them. So the one paragraph in question
is parsed again, by a parser that notes where each of its rules began.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from builder.source.bare_addresses import MARKUP

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_RULES = ("link", "image", "autolink", "html_inline")
_STARTS = "starts"


def place_of(
    lines: Sequence[str], inline: "Token", first_line: int, number: int, starts: Sequence[int]
) -> tuple[int, int]:
    """Return line and column, from 0, of the link, picture or HTML of that number in a paragraph
    whose first line is given; the paragraph's start where it can't be told.

    ``lines`` are those of the whole text, ``starts`` what ``starts_in`` says of the paragraph.
    """
    counted = [
        child
        for child in inline.children or ()
        if child.type in ("link_open", "image", "html_inline")
    ]
    wanted = counted[number]
    content = inline.content
    if wanted.markup == MARKUP:
        position = max(0, content.find(_first_words(inline, wanted)))
    else:
        before = sum(child.markup != MARKUP for child in counted[:number])
        position = starts[before] if before < len(starts) else 0
    line = first_line + content.count("\n", 0, position)
    column = position - (content.rfind("\n", 0, position) + 1)
    written = lines[line] if line < len(lines) else ""
    offset = written.find(content.split("\n")[line - first_line])
    if offset < 0:
        return line, len(written) - len(written.lstrip(" \t>"))
    return line, offset + column


def _first_words(inline: "Token", link: "Token") -> str:
    """Return the words of a link that is made of bare words: the token behind it."""
    children = inline.children or []
    return next(after for before, after in pairwise(children) if before is link).content


def starts_in(content: str, definitions: Mapping[str, Any]) -> list[int]:
    """Return where in a paragraph's text its links, pictures and pieces of HTML begin."""
    found: dict[str, list[int]] = {content: []}
    parser = _noting_parser()
    environment = {_STARTS: found, "references": dict(definitions)}
    parser.inline.parse(content, parser, environment, [])
    return sorted(found[content])


@cache
def _noting_parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    setattr(parser, "validateLink", lambda address: True)  # noqa: B010
    rules = {rule.name: rule.fn for rule in parser.inline.ruler.__rules__}
    for name in _RULES:
        parser.inline.ruler.at(name, _noting(rules[name]))
    return parser


def _noting(
    rule: "Callable[[StateInline, bool], bool]",
) -> "Callable[[StateInline, bool], bool]":
    def noting(state: "StateInline", silent: bool) -> bool:
        start = state.pos
        done = rule(state, silent)
        starts = state.env[_STARTS].get(state.src)
        if done and not silent and starts is not None:
            starts.append(start)
        return done

    return noting
