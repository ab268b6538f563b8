"""Source files as lines: front matter, sections, and what is left for everyone.

A line ends at LF, CRLF or CR, and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.publish.yaml_scalars import Unsure

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_OPENING = re.compile(r"::: (?:account(?: [a-z0-9][a-z0-9-]*)+|[a-z0-9][a-z0-9-]*)")
_OTHER_ENDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_DEFINITION = re.compile(r" {0,3}\[[^\]\[]+\]:[ \t]*\S+(?:[ \t]+(?:\"[^\"]*\"|'[^']*'))?[ \t]*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file cut in two: YAML with LF alone, and a body as it was written."""

    yaml: str
    body: str
    body_line: int


def text_of(data: bytes) -> str:
    """Return the text of a file, without a byte order mark.

    Raises:
        Unsure: it is not UTF-8, or holds a control that somebody might take for the end of a line.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unsure("this is not UTF-8", data.count(b"\n", 0, error.start) + 1) from None
    text = text.removeprefix("\ufeff")
    odd = _OTHER_ENDS.search(text)
    if odd is not None:
        raise Unsure("a control stands here", text.count("\n", 0, odd.start()) + 1)
    return text


def sheet_of(text: str) -> Sheet:
    """Cut a file into its front matter and its body.

    Raises:
        Unsure: it has none.
    """
    lines = _LINE.findall(text)
    words = [line.rstrip("\r\n") for line in lines]
    if not words or words[0] != "---" or "---" not in words[1:]:
        raise Unsure("there is no front matter", 1)
    end = words.index("---", 1)
    yaml = "".join(f"{word}\n" for word in words[1:end])
    return Sheet(yaml, "".join(lines[end + 1 :]), end + 2)


def for_everyone(body: str, first_line: int) -> str:
    """Return a body in which each section has become one empty line.

    Raises:
        Unsure: what looks like a marker is none, or is not where one may stand.
    """
    kept: list[str] = []
    opened = 0
    for number, line in enumerate(_LINE.findall(body), first_line):
        word = line.rstrip("\r\n")
        if word == ":::":
            if not opened:
                raise Unsure("a section ends that was not opened", number)
            opened = 0
            kept.append(line[len(word) :])
        elif _OPENING.fullmatch(word):
            if opened:
                raise Unsure("a section begins within another", number)
            opened = number
        elif ":::" in word:
            raise Unsure("this looks like a marker and is none", number)
        elif not opened:
            kept.append(line)
    if opened:
        raise Unsure("a section is not closed", opened)
    return "".join(kept)


def has_words(body: str) -> bool:
    """Say whether a text holds more than blanks and definitions of links."""
    return any(
        line.strip() and not _DEFINITION.fullmatch(line.rstrip("\r\n"))
        for line in _LINE.findall(body)
    )
