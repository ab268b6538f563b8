"""Which pieces of a body become updates of their own, and when.

A piece is dated by its own time; the message that opened the incident by the source's start; the
one that ended it by the source's end. Any other stays, word for word, in the update before it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from builder.importers.reading.labels import Label, Means
from builder.importers.reading.merging import together
from builder.importers.reading.pieces import Piece
from builder.importers.reading.source_times import Span
from builder.vocabulary.statuses import Status


@dataclass(frozen=True, slots=True)
class DatedText:
    """The text of one update and its time. ``role`` is that of ``ImportedUpdate``."""

    at: datetime
    text: str
    anchor: str
    role: str = ""
    label: Label | None = None

    @property
    def means(self) -> Means | None:
        """What its label says, ``None`` without one."""
        return self.label.means if self.label else None


@dataclass(frozen=True, slots=True)
class Dated:
    """Updates in order of time, and what was assumed for it."""

    texts: tuple[DatedText, ...]
    remarks: tuple[str, ...] = ()


_STAGE_RANK = {Status.INVESTIGATING: 0, Status.IDENTIFIED: 1, Status.MONITORING: 2}


def date_pieces(body: str, pieces: tuple[Piece, ...], span: Span, *, ended: bool) -> Dated:
    """Give each piece its time, or put it with the one before.

    ``ended`` says that the source calls the incident over. The first update stands at the
    source's start where no piece has an own time for it.
    """
    backwards = newest_first(pieces)
    order = tuple(reversed(pieces)) if backwards else pieces
    end = span.end if ended else None
    groups: list[tuple[datetime, str, list[Piece]]] = []
    for piece in order:
        at, role = _time_of(piece, span.start, end, is_first=not groups)
        if at is None:
            groups[-1][2].append(piece)
        else:
            groups.append((at, role, [piece]))
    texts = [_joined(body, group, backwards) for group in groups]
    if not texts or all(text.role == "end" for text in texts):
        texts.insert(0, DatedText(span.start, "", "", "first"))
    remarks = [remark for piece in pieces for remark in piece.remarks]
    undated = len(order) - len(groups)
    if undated:
        count = "One piece has" if undated == 1 else f"{undated} pieces have"
        remarks.append(f"{count} no time; the text stays in the update before.")
    if backwards and len(groups) > 1:
        remarks.append("The newest update stood first.")
    texts.sort(key=lambda text: text.at)
    return Dated(tuple(texts), tuple(remarks))


def newest_first(pieces: tuple[Piece, ...]) -> bool:
    """Say whether the body runs from the newest update to the oldest."""
    times = [piece.at for piece in pieces if piece.at]
    if times and times[0] != times[-1]:
        return times[0] > times[-1]
    means = [piece.means for piece in pieces]
    if Means.FIRST in means:
        last = len(means) - 1 - means[::-1].index(Means.FIRST)
        return last > 0 and any(each is not None for each in means[:last])
    if Means.FINAL in means and len(pieces) > 1:
        return means.index(Means.FINAL) == 0
    ranks = [_rank(piece) for piece in pieces if _rank(piece) is not None]
    if len(ranks) > 1 and ranks[0] != ranks[-1]:
        return (ranks[0] or 0) > (ranks[-1] or 0)
    numbers = [piece.label.number for piece in pieces if piece.label]
    if len(numbers) > 1 and numbers[0] != numbers[-1]:
        return numbers[0] > numbers[-1]
    if len(pieces) > 1 and means[0] is Means.FURTHER and means[-1] is Means.STAGE:
        return True
    return len(pieces) > 1 and means[0] is Means.POSTMORTEM


def _rank(piece: Piece) -> int | None:
    if piece.label is None or piece.label.status is None:
        return None
    return _STAGE_RANK.get(piece.label.status)


def _time_of(
    piece: Piece, start: datetime, end: datetime | None, *, is_first: bool
) -> tuple[datetime | None, str]:
    if piece.at is not None:
        return piece.at, ""
    if piece.means is Means.FINAL and end is not None:
        return end, "end"
    return (start, "first") if is_first else (None, "")


def _joined(body: str, group: tuple[datetime, str, list[Piece]], backwards: bool) -> DatedText:
    at, role, pieces = group
    written = tuple(reversed(pieces)) if backwards else tuple(pieces)
    return DatedText(at, together(body, written), pieces[0].text, role, pieces[0].label)


NEAR_THE_END = timedelta(hours=1)
"""An update dated this soon after the source's end is the one that tells of it."""
