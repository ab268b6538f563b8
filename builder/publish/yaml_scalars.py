"""Scalars of YAML: plain, quoted and block text (YAML 1.2, chapters 7.3 and 8.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = frozenset({"true", "false", "null", "~"})
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_HEXADECIMAL = {"x": 2, "u": 4, "U": 8}
_FOLD = re.compile(r"[ \t]*\n(?:[ \t]*\n)*[ \t]*")
_JOIN = re.compile(r"(?:\n[ \t]*)+")
_HEADER = re.compile(r"([|>])([+-]?)([1-9]?)([+-]?)(?: +#[^\n]*| *)(?:\n|\Z)")
_PLAIN_LINE = re.compile(r"(?:[^\n: ]|:(?![ \n]|\Z)| (?!#))+")
_PLAIN_IN_FLOW = re.compile(r"(?:[^\n:, \[\]{}#]|:(?![ \n,\[\]{}]|\Z)|(?<! )#| (?![# \n,\]}:]))+")


class Unsure(Exception):
    """What stands at ``line`` (from 1) can't be read for sure."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as YAML reads it. ``is_word`` is true for a plain ``true``, ``false`` or ``null``."""

    text: str
    is_word: bool = False


class Cursor:
    """A place in a text whose lines end at LF."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def at_end(self) -> bool:
        """Say whether nothing is left."""
        return self.at >= len(self.text)

    @property
    def first(self) -> str:
        """The character here; empty at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def following(self) -> str:
        """The character behind the one here; empty at the end."""
        return self.text[self.at + 1 : self.at + 2]

    @property
    def column(self) -> int:
        """How many characters of the line stand before this place."""
        return self.at - (self.text.rfind("\n", 0, self.at) + 1)

    @property
    def line(self) -> int:
        """The line, from 1."""
        return self.text.count("\n", 0, self.at) + 1

    def blanks(self) -> None:
        """Pass over blanks in the line."""
        while self.first == " ":
            self.at += 1

    def skip(self) -> None:
        """Pass over blanks, line ends and comments.

        Raises:
            Unsure: a tab stands among them.
        """
        while not self.at_end():
            if self.first in " \n":
                self.at += 1
            elif self.first == "#" and (self.at == 0 or self.text[self.at - 1] in " \n"):
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.first == "\t":
                raise self.unsure("a tab stands here")
            else:
                return

    def unsure(self, reason: str, at: int | None = None) -> Unsure:
        """Return the exception for this place, or for another."""
        place = self.at if at is None else at
        return Unsure(reason, self.text.count("\n", 0, place) + 1)


def plain_in_block(cursor: Cursor, parent: int) -> Scalar:
    """Read plain text within something indented by ``parent`` columns; it may go on in lines that
    are indented further."""
    if cursor.first == ":" or (cursor.first == "-" and cursor.following in ("", " ", "\n")):
        raise cursor.unsure("a value is missing here")
    lines = [_plain_line(cursor)]
    empty = 0
    while cursor.first == "\n":
        end = cursor.at
        cursor.at += 1
        cursor.blanks()
        if cursor.first == "\t":
            raise cursor.unsure("a tab stands here")
        if cursor.first == "\n":
            empty += 1
            continue
        if cursor.at_end() or cursor.first == "#" or cursor.column <= parent:
            cursor.at = end
            break
        lines += [""] * empty
        empty = 0
        lines.append(_plain_line(cursor))
    text = _folded(lines)
    return Scalar(text, is_word=text in _WORDS)


def _plain_line(cursor: Cursor) -> str:
    match = _PLAIN_LINE.match(cursor.text, cursor.at)
    if match is None or "\t" in match.group():
        raise cursor.unsure("this is no plain text")
    cursor.at = match.end()
    cursor.blanks()
    if cursor.first == ":":
        raise cursor.unsure("a second colon stands in the line")
    return match.group().strip(" ")


def plain_in_flow(cursor: Cursor) -> Scalar:
    """Read plain text between brackets, in one line."""
    match = _PLAIN_IN_FLOW.match(cursor.text, cursor.at)
    if match is None or "\t" in match.group():
        raise cursor.unsure("this is no plain text")
    cursor.at = match.end()
    blanks = re.compile(r"[ \n]*").match(cursor.text, cursor.at)
    after = cursor.text[blanks.end() : blanks.end() + 1] if blanks else ""
    if after not in (",", "]", "}", ":", "#"):
        raise cursor.unsure("plain text goes on in another line, or is not closed")
    text = match.group()
    return Scalar(text, is_word=text in _WORDS)


def single_quoted(cursor: Cursor) -> Scalar:
    """Read text in single quotes, in which two of them stand for one."""
    start = cursor.at
    end = start + 1
    while True:
        end = cursor.text.find("'", end)
        if end < 0:
            raise cursor.unsure("a quote is not closed")
        if cursor.text[end + 1 : end + 2] != "'":
            break
        end += 2
    cursor.at = end + 1
    return Scalar(_FOLD.sub(_one_fold, cursor.text[start + 1 : end].replace("''", "'")))


def double_quoted(cursor: Cursor) -> Scalar:
    """Read text in double quotes, with its escapes."""
    found: list[str] = []
    at = cursor.at + 1
    text = cursor.text
    while (sign := text[at : at + 1]) != '"':
        if not sign:
            raise cursor.unsure("a quote is not closed")
        if sign == "\\":
            piece, at = _escape(cursor, at + 1)
            found.append(piece)
        elif (fold := _FOLD.match(text, at)) is not None:
            found.append(_one_fold(fold))
            at = fold.end()
        else:
            found.append(sign)
            at += 1
    cursor.at = at + 1
    return Scalar("".join(found))


def _escape(cursor: Cursor, at: int) -> tuple[str, int]:
    """Return what an escape stands for, and where it ends; its backslash has been read."""
    sign = cursor.text[at : at + 1]
    if (joined := _JOIN.match(cursor.text, at)) is not None:
        return "\n" * (joined.group().count("\n") - 1), joined.end()
    if sign in _ESCAPES:
        return _ESCAPES[sign], at + 1
    if sign in _HEXADECIMAL:
        digits = cursor.text[at + 1 : at + 1 + _HEXADECIMAL[sign]]
        if len(digits) == _HEXADECIMAL[sign] and re.fullmatch("[0-9A-Fa-f]+", digits):
            number = int(digits, 16)
            if number < 0x110000 and not 0xD800 <= number < 0xE000:
                return chr(number), at + 1 + len(digits)
    raise cursor.unsure("this escape is not known", at)


def _one_fold(match: re.Match[str]) -> str:
    """Return what a break of lines in quoted text stands for."""
    return "\n" * (match.group().count("\n") - 1) or " "


def _folded(lines: list[str]) -> str:
    """Join lines: one break is a blank, an empty line is a line end."""
    found = lines[0]
    empty = 0
    for line in lines[1:]:
        if not line:
            empty += 1
            continue
        found += ("\n" * empty or " ") + line
        empty = 0
    return found


def block_scalar(cursor: Cursor, parent: int) -> Scalar:
    """Read a block scalar, ``|`` or ``>``, within something indented by ``parent`` columns."""
    header = _HEADER.match(cursor.text, cursor.at)
    if header is None or (header.group(2) and header.group(4)):
        raise cursor.unsure("this is no block of text")
    chomping = header.group(2) or header.group(4)
    cursor.at = header.end()
    least = max(parent, 0) + 1
    wanted = max(parent, 0) + int(header.group(3)) if header.group(3) else None
    lines: list[str] = []
    while not cursor.at_end():
        end = cursor.text.find("\n", cursor.at)
        whole = cursor.text[cursor.at :] if end < 0 else cursor.text[cursor.at : end]
        blank = len(whole) - len(whole.lstrip(" "))
        if whole[blank:].startswith("\t"):
            raise cursor.unsure("a tab stands here")
        if blank == len(whole):
            if blank > (wanted if wanted is not None else 0):
                raise cursor.unsure("an empty line is indented")
            lines += [""] if end >= 0 else []
        else:
            wanted = wanted if wanted is not None else blank
            if blank < wanted or wanted < least:
                break
            lines.append(whole[wanted:])
            # Text that ends with the file has no line end to keep.
            chomping = "-" if end < 0 else chomping
        cursor.at = len(cursor.text) if end < 0 else end + 1
    if header.group(1) == ">":
        _refuse_indented(cursor, lines)
    return Scalar(_chomped(lines, chomping, folding=header.group(1) == ">"))


def _refuse_indented(cursor: Cursor, lines: list[str]) -> None:
    if any(line.startswith(" ") for line in lines) or (lines and not lines[0]):
        raise cursor.unsure("folded text is indented, or begins with an empty line")


def _chomped(lines: list[str], chomping: str, *, folding: bool) -> str:
    """Return the text of a block: its lines, and as many ends as ``chomping`` asks for."""
    kept = list(lines)
    while kept and not kept[-1]:
        kept.pop()
    trailing = len(lines) - len(kept)
    body = (_folded(kept) if folding else "\n".join(kept)) if kept else ""
    if chomping == "-":
        return body
    if chomping == "+":
        return body + "\n" * (trailing + bool(kept))
    return body + "\n" if kept else ""
