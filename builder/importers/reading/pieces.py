"""A body, cut where one update ends and the next begins, in the order in which it is written.

Knows labels (``labels``), ``track`` shortcodes, ``::: update`` containers and lists whose items
begin with a time. Whether a piece can become an update of its own is decided in ``dating``.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from builder.importers.reading.labels import Label, Means, label_of, read_label
from builder.importers.reading.source_times import (
    FoundTime,
    NotATimeError,
    Span,
    find_written,
    read_time,
)

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
TRACK = re.compile(r"(?<![ \t])[ \t]*\{\{[<%]\s*track\s+[\"'`]?([^\"'`>%}]+?)[\"'`]?\s*/?[>%]\}\}")
_CONTAINER = re.compile(r":::\s*update\s+([^|]*?)\s*(?:\|\s*(.*?)\s*)?", re.IGNORECASE)
_ITEM = re.compile(r"[-*+]\s+[`*_]{0,3}(?=[\dA-Za-z])")
_HEADING = re.compile(r"#{1,6}\s+\S")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a body. ``whole`` is its text with its label, ``text`` without.

    ``at`` is its own time, of its label, its ``track`` or the head of its list item.
    """

    whole: str
    text: str
    label: Label | None = None
    at: datetime | None = None
    remarks: tuple[str, ...] = ()

    @property
    def means(self) -> Means | None:
        """What its label says, ``None`` without one."""
        return self.label.means if self.label else None


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines from one label to the next; the label's own line is the first of ``whole``."""

    whole: tuple[str, ...]
    inner: tuple[str, ...]
    label: Label | None = None
    headed: bool = False
    remarks: tuple[str, ...] = field(default=())


def split_body(body: str, zone: tzinfo | None, span: Span) -> tuple[Piece, ...]:
    """Cut a body into pieces.

    Raises:
        ZoneNeededError: a piece's time has no zone, and ``zone`` is ``None``.
    """
    pieces: list[Piece] = []
    for block in _blocks(body.split("\n"), zone, span):
        pieces.extend(_by_tracks(block, zone))
    parted = [part for piece in pieces for part in _by_items(piece, zone, span)]
    return tuple(piece for piece in parted if piece.text or (piece.label and piece.label.at))


def _blocks(lines: list[str], zone: tzinfo | None, span: Span) -> list[_Block]:
    opened = [_Block((), ())]
    lines_of: list[list[str]] = [[]]
    fence = ""
    contained = False
    for place, line in enumerate(lines):
        fence = _fence_after(fence, line)
        block = None if fence else _opened(line, lines, place, zone, span)
        if contained and not fence and line.strip() == ":::":
            block = _Block((), ())
            contained = False
        elif block:
            contained = contained or line.strip().startswith(":::")
        if block:
            opened.append(block)
            lines_of.append([])
        else:
            lines_of[-1].append(line)
    blocks = [
        replace(block, whole=(*block.whole, *more), inner=(*block.inner, *more))
        for block, more in zip(opened, lines_of, strict=True)
    ]
    return [block for block in blocks if block.whole]


def _fence_after(fence: str, line: str) -> str:
    """Return the code fence that is open behind this line, empty where none is."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    closes = match[1][0] == fence[0] and len(match[1]) >= len(fence)
    return "" if closes and not line[match.end() :].strip() else fence


def _opened(
    line: str, lines: list[str], place: int, zone: tzinfo | None, span: Span
) -> _Block | None:
    """Return the block that begins with this line, or ``None``."""
    if line.startswith(("    ", "\t")):
        return None
    container = _CONTAINER.fullmatch(line.strip())
    if container:
        return _contained(container[1], container[2] or "", zone, span)
    before = lines[place - 1].strip() if place else ""
    begins = not line.startswith(" ") and (not before or bool(TRACK.search(before + line)))
    labelled = read_label(TRACK.sub("", line), zone, span, opens_paragraph=begins)
    if labelled:
        tracks = "".join(match[0] for match in TRACK.finditer(line))
        rest = labelled.rest + tracks
        return _Block((line,), (rest,), labelled.label, headed=True)
    if _HEADING.match(line) and _section_is_tracked(lines[place + 1 :]):
        return _Block((line,), (line,), headed=True)
    return None


def _contained(title: str, time: str, zone: tzinfo | None, span: Span) -> _Block:
    found = _tracked(time, zone) if time else None
    label = label_of(title, zone, span) or Label(Means.FURTHER)
    known = label_of(title, zone, span) is not None
    heading = () if known or not title else (f"**{title}**", "")
    return _Block(heading, heading, replace(label, time=found), headed=True)


def _section_is_tracked(lines: list[str]) -> bool:
    for line in lines:
        if _HEADING.match(line):
            return False
        if TRACK.search(line):
            return True
    return False


def _by_tracks(block: _Block, zone: tzinfo | None) -> list[Piece]:
    """Cut a block behind each paragraph that a ``track`` ends.

    Below a label the first time dates all since the label; without one, its paragraph alone.
    """
    pieces: list[Piece] = []
    since = 0
    inner = "\n".join(block.inner)
    if not TRACK.search(inner):
        return [_piece([inner], block.label, None, block)]
    paragraphs = _paragraphs(inner)
    times = [_last_track(paragraph, zone) for paragraph in paragraphs]
    for place, time in enumerate(times):
        if time is None:
            continue
        begin = since if block.headed or pieces else place
        if begin > since:
            pieces.append(_piece(paragraphs[since:begin], None))
        label = block.label if not pieces and block.headed else None
        pieces.append(_piece(paragraphs[begin : place + 1], label, time, block))
        since = place + 1
    if since == 0:
        return [_piece(paragraphs, block.label, None, block)]
    if paragraphs[since:]:
        pieces.append(_piece(paragraphs[since:], None))
    return pieces


def _piece(
    paragraphs: list[str], label: Label | None, time: FoundTime | None = None,
    block: _Block | None = None,
) -> Piece:  # fmt: skip
    time = time or (label.time if label else None)
    text = _trimmed(TRACK.sub("", "\n\n".join(paragraphs)))
    whole = text
    if label and block and block.whole:
        whole = _trimmed(TRACK.sub("", "\n".join([block.whole[0], *block.inner[1:]])))
        if len("\n\n".join(paragraphs)) < len("\n".join(block.inner).strip("\n")):
            whole = text
    remarks = (time.remark,) if time and time.remark else ()
    return Piece(whole, text, label, time.at if time else None, remarks)


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n[ \t]*\n", text.strip("\n")) if part.strip()]


def _last_track(text: str, zone: tzinfo | None) -> FoundTime | None:
    times = [_tracked(match[1], zone) for match in TRACK.finditer(text)]
    found = [time for time in times if time]
    return found[-1] if found else None


def _tracked(text: str, zone: tzinfo | None) -> FoundTime | None:
    try:
        return read_time(text, zone)
    except NotATimeError:
        return None


def _by_items(piece: Piece, zone: tzinfo | None, span: Span) -> list[Piece]:
    """Cut a piece before each item of a list whose items all begin with a time."""
    lines = piece.text.split("\n")
    starts = [place for place, line in enumerate(lines) if _ITEM.match(line)]
    heads = [_item_head(lines[place], zone, span) for place in starts]
    if not starts or any(head is None for head in heads) or "```" in piece.text:
        return [piece]
    before = _trimmed("\n".join(lines[: starts[0]]))
    parts = (
        [replace(piece, whole=before, text=before)] if _says_something(before, zone, span) else []
    )
    if not parts and piece.label and piece.means is not Means.FURTHER:
        return [piece]
    for begin, end, head in zip(starts, [*starts[1:], len(lines)], heads, strict=True):
        assert head is not None
        rest = [line.removeprefix("  ") for line in lines[begin + 1 : end]]
        text = _trimmed("\n".join([head[1], *rest]))
        remarks = (head[0].remark,) if head[0].remark else ()
        label = Label(Means.FURTHER, time=head[0])
        parts.append(Piece(_trimmed("\n".join(lines[begin:end])), text, label, head[0].at, remarks))
    return parts


def _says_something(text: str, zone: tzinfo | None, span: Span) -> bool:
    labelled = read_label(text, zone, span) if text and "\n" not in text else None
    return bool(text) and not (labelled and not labelled.rest)


def _item_head(line: str, zone: tzinfo | None, span: Span) -> tuple[FoundTime, str] | None:
    """Read ``- TIME: text``."""
    match = _ITEM.match(line)
    assert match is not None
    found = find_written(line[match.end() :], zone, span)
    if found is None:
        return None
    rest = re.match(r"[`*_]{0,3}\s*(?::|\u2013|\u2014|-)[`*_]{0,3}\s+(.*)", found[1])
    return (found[0], rest[1]) if rest else None


def _trimmed(text: str) -> str:
    """Take blank lines and rules off both ends, blanks off line ends where they mean nothing."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if not _is_empty(line)), len(lines))
    lines = lines[first:]
    while lines and _is_empty(lines[-1]):
        lines.pop()
    if lines:
        lines[-1] = lines[-1].rstrip()
    return "\n".join(lines)


def _is_empty(line: str) -> bool:
    return not line.strip() or bool(_RULE.fullmatch(line))
