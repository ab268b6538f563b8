"""The shape of a YAML document: mappings, lists and scalars, read for sure or not at all.

A scanner of its own for the YAML that people write by hand (YAML 1.2, chapters 6 to 8): block and
flow style, plain, quoted and block scalars, comments. Whatever it is not sure of it refuses, so
that nobody publishes what could not be taken apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TypeAlias

from builder.publish.yaml_scalars import (
    Cursor,
    Scalar,
    Unsure,
    block_scalar,
    double_quoted,
    plain_in_block,
    plain_in_flow,
    single_quoted,
)

__all__ = ["Node", "Scalar", "Unsure", "read_shape", "written"]

Node: TypeAlias = "Scalar | list[Node] | dict[str, Node] | None"
"""A value; ``None`` where a key or item has none."""

DEEPEST = 20
_PLAIN_KEY = re.compile(r"[^\n]*?(?=[ ]*:(?:[ \n]|\Z))")
_REFUSED_FIRST = "&*!%@`?,]}"
_MARKER = re.compile(r"^(?:---|\.\.\.)(?:[ \t]|$)", re.MULTILINE)


def read_shape(text: str) -> dict[str, Node]:
    """Read a document whose lines end at LF and that is a mapping; one without any is empty.

    Raises:
        Unsure: it is something else, or written in a way that can't be read for sure.
    """
    if text.startswith("---\n"):
        text = " " * 3 + text[3:]
    marker = _MARKER.search(text)
    cursor = Cursor(text)
    if marker is not None:
        raise cursor.unsure("a second document begins", marker.start())
    cursor.skip()
    if cursor.at_end():
        return {}
    node = _Shape(cursor).block(-1, 0, inline=False)
    cursor.skip()
    if not cursor.at_end() or not isinstance(node, dict):
        raise cursor.unsure("these are not lines of `key: value`", 0)
    return node


def written(values: Mapping[str, Node]) -> str:
    """Write values as YAML, a line a key."""
    if not values:
        return "{}\n"
    return "".join(
        f"{json.dumps(key, ensure_ascii=False)}: {_flow(value)}\n" for key, value in values.items()
    )


def _flow(node: Node) -> str:
    if node is None:
        return "null"
    if isinstance(node, Scalar):
        return node.text if node.is_word else json.dumps(node.text, ensure_ascii=False)
    if isinstance(node, list):
        return f"[{', '.join(map(_flow, node))}]"
    pairs = (f"{json.dumps(key, ensure_ascii=False)}: {_flow(node[key])}" for key in node)
    return f"{{{', '.join(pairs)}}}"


class _Shape:
    """Reads nodes at a cursor."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def block(self, parent: int, depth: int, *, inline: bool) -> Node:
        """Read the node that begins here, within something indented by ``parent`` columns.

        ``inline`` is true behind a key on its line, where neither a mapping nor a list in block
        style may begin.
        """
        cursor = self._cursor
        if depth > DEEPEST:
            raise cursor.unsure("this stands too deep")
        first = cursor.first
        column = cursor.column
        if first in _REFUSED_FIRST:
            raise cursor.unsure(f"a value begins with `{first}`")
        if self._at_item():
            if inline:
                raise cursor.unsure("a list begins behind a key")
            return self._items(column, depth)
        key = None if first in "|>" else self._key_here()
        if key is not None:
            if inline:
                raise cursor.unsure("a second key stands in the line")
            return self._pairs(column, depth, key)
        if first in "|>":
            return block_scalar(cursor, parent)
        if first in "[{":
            return self._flow_only(depth)
        if first in "\"'":
            return self._quoted()
        return plain_in_block(cursor, parent)

    def _pairs(self, column: int, depth: int, key: str) -> Node:
        """Read a mapping in block style; its first key has been read."""
        cursor = self._cursor
        found: dict[str, Node] = {}
        while True:
            if key in found:
                raise cursor.unsure("a key stands twice")
            found[key] = self._value(column, depth)
            cursor.skip()
            if cursor.at_end() or cursor.column < column:
                return found
            following = None if cursor.column > column else self._key_here()
            if following is None:
                raise cursor.unsure("this is no key")
            key = following

    def _value(self, column: int, depth: int) -> Node:
        """Read what stands behind a key and its colon."""
        cursor = self._cursor
        line = cursor.line
        cursor.skip()
        if cursor.at_end():
            return None
        if cursor.line == line:
            return self.block(column, depth + 1, inline=True)
        if cursor.column > column or (cursor.column == column and self._at_item()):
            return self.block(column, depth + 1, inline=False)
        return None

    def _items(self, column: int, depth: int) -> Node:
        """Read a list in block style."""
        cursor = self._cursor
        found: list[Node] = []
        while not cursor.at_end() and cursor.column == column and self._at_item():
            line = cursor.line
            cursor.at += 1
            cursor.skip()
            empty = cursor.at_end() or (cursor.line != line and cursor.column <= column)
            found.append(None if empty else self.block(column, depth + 1, inline=False))
            cursor.skip()
        if not cursor.at_end() and cursor.column > column:
            raise cursor.unsure("this is no item")
        return found

    def _at_item(self) -> bool:
        return self._cursor.first == "-" and self._cursor.following in ("", " ", "\n")

    def _key_here(self) -> str | None:
        """Read a key and its colon, if they begin here."""
        cursor = self._cursor
        if cursor.at_end():
            return None
        start = cursor.at
        if cursor.first in "\"'":
            line = cursor.line
            key = self._quoted().text
            cursor.blanks()
            if cursor.first == ":" and cursor.following in ("", " ", "\n"):
                if cursor.line != line:
                    raise cursor.unsure("a key spans lines")
                cursor.at += 1
                return key
            cursor.at = start
            return None
        match = _PLAIN_KEY.match(cursor.text, start)
        if match is None or cursor.first in "[{" or " #" in match.group():
            return None
        key = match.group().rstrip(" ")
        if not key or key[0] in _REFUSED_FIRST + ":-#|>" or "\t" in key:
            raise cursor.unsure("this is no plain key")
        cursor.at = match.end()
        cursor.blanks()
        cursor.at += 1
        return key

    def _quoted(self) -> Scalar:
        if self._cursor.first == '"':
            return double_quoted(self._cursor)
        return single_quoted(self._cursor)

    # --- flow style -----------------------------------------------------------------------------

    def _flow_only(self, depth: int) -> Node:
        node = self._flow(depth)
        self._cursor.blanks()
        if self._cursor.first not in ("", "\n", "#"):
            raise self._cursor.unsure("something stands behind the bracket")
        return node

    def _flow(self, depth: int) -> Node:
        cursor = self._cursor
        if depth > DEEPEST:
            raise cursor.unsure("this stands too deep")
        if cursor.first == "{":
            return self._flow_pairs(depth)
        if cursor.first == "[":
            return self._flow_items(depth)
        return self._flow_scalar()

    def _flow_scalar(self) -> Scalar:
        cursor = self._cursor
        if cursor.first in "\"'" and not cursor.at_end():
            return self._quoted()
        if cursor.at_end() or cursor.first in _REFUSED_FIRST + ":#|>-":
            raise cursor.unsure("a value is missing here")
        return plain_in_flow(cursor)

    def _flow_pairs(self, depth: int) -> Node:
        cursor = self._cursor
        found: dict[str, Node] = {}
        cursor.at += 1
        cursor.skip()
        while cursor.first != "}":
            line = cursor.line
            key = self._flow_scalar().text
            cursor.blanks()
            if cursor.first != ":" or cursor.line != line or key in found:
                raise cursor.unsure("this is no key with a value")
            cursor.at += 1
            cursor.skip()
            found[key] = self._flow(depth + 1)
            self._flow_comma("}")
        cursor.at += 1
        return found

    def _flow_items(self, depth: int) -> Node:
        cursor = self._cursor
        found: list[Node] = []
        cursor.at += 1
        cursor.skip()
        while cursor.first != "]":
            found.append(self._flow(depth + 1))
            self._flow_comma("]")
        cursor.at += 1
        return found

    def _flow_comma(self, closing: str) -> None:
        cursor = self._cursor
        cursor.skip()
        if cursor.first == ",":
            cursor.at += 1
            cursor.skip()
        elif cursor.first != closing or cursor.at_end():
            raise cursor.unsure("a comma is missing here")
