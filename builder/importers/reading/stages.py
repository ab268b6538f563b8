"""The stage that each update declares: from its label, its place, and the end in the source."""

from dataclasses import dataclass
from datetime import datetime

from builder.importers.reading.dating import NEAR_THE_END, DatedText
from builder.importers.reading.labels import Means
from builder.vocabulary.statuses import STATUSES, Kind, Status


@dataclass(frozen=True, slots=True)
class Words:
    """The stages of a kind: the first one, that of further updates, and the last one."""

    kind: Kind
    first: Status
    last: Status
    fallback: Status
    """What an update that calls itself the last is, where the source calls the incident open."""


INCIDENT = Words(Kind.INCIDENT, Status.INVESTIGATING, Status.RESOLVED, Status.MONITORING)
MAINTENANCE = Words(Kind.MAINTENANCE, Status.IN_PROGRESS, Status.COMPLETED, Status.VERIFYING)


@dataclass(frozen=True, slots=True)
class Staged:
    """An update with its stage. ``since`` is when the stage began, where that is not its time."""

    text: DatedText
    status: Status
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """All updates with their stages, and what was assumed for it."""

    updates: tuple[Staged, ...]
    remarks: tuple[str, ...] = ()


def stage_open(texts: tuple[DatedText, ...], words: Words) -> Course:
    """Give stages to the updates of an incident that is not over."""
    updates = _middle(texts, words)
    closing = [text for text in texts if text.means is Means.FINAL]
    remarks = (
        ("A piece calls itself the last, but the source calls the incident open: so it is here.",)
        if closing
        else ()
    )
    return Course(updates, remarks)


def stage_ended(
    texts: tuple[DatedText, ...], start: datetime, end: datetime | None, words: Words
) -> Course:
    """Give stages to the updates of an incident that is over.

    ``start`` and ``end`` are the source's; no ``end`` where it gives none that can be used: then
    the last dated piece is the one that ends it.
    """
    if end is None:
        return _ended_by_last(texts, words)
    telling = _telling(texts, end)
    if telling is None:
        before = [text for text in texts if text.at <= end]
        after = [text for text in texts if text.at > end]
        late = not before
        middle = _middle(tuple(before) or (DatedText(start, "", "", "first"),), words)
        ending = Staged(DatedText(end, "", "", "end"), words.last)
        course = (*middle, ending, *_after(after, words))
        return Course(course, ("All updates are dated after the end.",) if late else ())
    place = texts.index(telling)
    since = None if telling.at == end else end
    ending = Staged(telling, words.last, since)
    remarks = () if since is None else (f"The end ({end:%Y-%m-%d %H:%M} UTC) is told in an update "
                                        f"dated {telling.at:%Y-%m-%d %H:%M} UTC.",)  # fmt: skip
    middle = _middle(texts[:place], words)
    return Course((*middle, ending, *_after(texts[place + 1 :], words)), remarks)


def announced(texts: tuple[DatedText, ...], words: Words) -> Course:
    """Give stages to an announcement that had no effect and no end: over as soon as it was made."""
    remark = "An announcement without an end and without effect: it stands in the past as over."
    return Course(_after(texts, words), (remark,))


def _telling(texts: tuple[DatedText, ...], end: datetime) -> DatedText | None:
    """Return the update that tells of the end: never the first."""
    rest = texts[1:]
    marked = [text for text in rest if text.role == "end"]
    final = [text for text in rest if text.means is Means.FINAL and text.at >= end]
    at_end = [text for text in rest if text.at == end and text.means is not Means.POSTMORTEM]
    soon = [
        text
        for text in rest
        if end < text.at <= end + NEAR_THE_END and text.means in (None, Means.FURTHER)
    ]
    return next(iter((*marked, *at_end[-1:], *final, *soon)), None)


def _ended_by_last(texts: tuple[DatedText, ...], words: Words) -> Course:
    last = len(texts) - 1
    if last > 1 and texts[last].means is Means.POSTMORTEM:
        last -= 1
    if last == 0:
        only = texts[0]
        ending = Staged(DatedText(only.at, "", "", "end"), words.last)
        remark = (
            "The source calls it over and gives no time of the end: its end stands at the only "
            "time there is, so it counts for no time."
        )
        return Course((*_middle(texts, words), ending), (remark,))
    course = (
        *_middle(texts[:last], words),
        Staged(texts[last], words.last),
        *_after(texts[last + 1 :], words),
    )
    return Course(
        course, ("The source gives no end: the last dated update is the one that ends it.",)
    )


def _middle(texts: tuple[DatedText, ...], words: Words) -> tuple[Staged, ...]:
    stage = words.first
    staged = []
    for text in texts:
        if text.means is Means.STAGE and text.label and text.label.status in STATUSES[words.kind]:
            stage = text.label.status
        elif text.means is Means.FINAL:
            stage = words.fallback
        staged.append(Staged(text, stage))
    return tuple(staged)


def _after(texts: "tuple[DatedText, ...] | list[DatedText]", words: Words) -> tuple[Staged, ...]:
    """Updates behind the end do not open it again."""
    return tuple(
        Staged(
            text,
            Status.POSTMORTEM
            if text.means is Means.POSTMORTEM and words.kind is Kind.INCIDENT
            else words.last,
        )
        for text in texts
    )
