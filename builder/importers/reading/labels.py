"""The words with which authors head an update inside a longer text.

``[Final message]``, ``**Update 2**:``, ``_Edit #1_:``, ``## Update``, ``[Update - 2024-03-01 11h30
UTC]``, ``*Investigating* -`` and a bare time in bold are labels; other bold words are not.
"""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from builder.importers.reading.source_times import FoundTime, Span, find_written
from builder.vocabulary.statuses import Status


class Means(StrEnum):
    """What a label says of the text below it."""

    FIRST = "first"
    """The message that opened the incident: the source's start dates it."""

    FURTHER = "further"
    """An update; its stage is the one before."""

    STAGE = "stage"
    """An update in the stage that the label names."""

    FINAL = "final"
    """The message that ended the incident: the source's end dates it."""

    POSTMORTEM = "postmortem"
    """What was learnt."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label: what it means, its time where it has one, and its number (``Update 2``)."""

    means: Means
    status: Status | None = None
    time: FoundTime | None = None
    number: int = 1

    @property
    def at(self) -> datetime | None:
        """The time in the label."""
        return self.time.at if self.time else None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line that begins with a label, and what stands behind it in the line."""

    label: Label
    rest: str


_FIRST = frozenset(
    {
        *("initial", "initial message", "initial report", "initial update", "initial issue"),
        *("open", "open issue", "opened", "opening", "opening message", "opening incident"),
        *("opening maintenance", "start", "started", "start incident", "start of incident"),
        *("start of maintenance", "start maintenance", "start of outage"),
    }
)
_FINAL = frozenset(
    {
        *("final", "final message", "final update", "close", "closed", "close issue"),
        *("close incident", "closing", "closing message", "closing issue", "closing incident"),
        *("closing maintenance", "end", "ended", "end of outage", "end of outage message"),
        *("end of incident", "end of maintenance", "resolved", "resolution", "fixed", "solved"),
        *("complete", "completed", "done"),
    }
)
_FURTHER = frozenset({"update", "updates", "updated", "edit", "edits", "edited"})
_POSTMORTEM = frozenset({"postmortem", "post mortem", "post-mortem", "root cause analysis", "rca"})
_STAGES = {
    "investigating": Status.INVESTIGATING,
    "identified": Status.IDENTIFIED,
    "monitoring": Status.MONITORING,
    "scheduled": Status.SCHEDULED,
    "in progress": Status.IN_PROGRESS,
    "verifying": Status.VERIFYING,
}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = re.compile(r"\s*(?:#\s*)?(\d{1,2}|" + "|".join(_NUMBERS) + r")$")

_BRACKETS = re.compile(
    r"(?P<mark>\*{0,2})\[(?P<words>[^\[\]]{2,60})\](?P=mark)(?![(:\[])\s*(?P<rest>.*)"
)
_MARKED = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3})(?P<words>[^*_]{2,60}?)(?P<colon>:?)(?P=mark)"
    r"(?!\w)\s*(?P<sign>[:\u2013\u2014-]?)\s*(?P<rest>.*)"
)
_UNCLOSED = re.compile(r"\*\*(?P<words>[^*]{2,60})()(?P<rest>)")
_HEADING = re.compile(r"#{1,6}\s+(?P<words>.{2,60}?)\s*#*\s*()(?P<rest>)")
_PLAIN = re.compile(
    r"(?P<words>(?:updates?|edit(?:ed)?|resolved|fixed|solved)\b[^:]{0,40}?):(?:\s+(?P<rest>.*)|())",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"(?P<words>(?:\d{4}-\d\d-\d\d[T ,]+)?\d{1,2}[:h]\d\d(?::\d\d)?\s?(?:[ap]m)?\s*"
    r"(?:Z|UTC|GMT|CES?T|[+-]\d\d:\d\d))\s*[:\u2013\u2014-]\s+(?P<rest>[^\d].*)"
)


def read_label(
    line: str, zone: tzinfo | None, span: Span, *, opens_paragraph: bool = True
) -> Labelled | None:
    """Return the label that a line begins with, or ``None``.

    Inside a paragraph only a label in brackets, or one that fills its line, counts.

    Raises:
        ZoneNeededError: its time has no zone, and none was given.
    """
    for pattern in (_BRACKETS, _MARKED, _UNCLOSED, _HEADING, _PLAIN, _TIMED):
        match = pattern.fullmatch(line.strip())
        if match is None:
            continue
        label = label_of(match["words"], zone, span, bare_time=pattern is not _PLAIN)
        if label is None:
            continue
        rest = match["rest"] or ""
        if opens_paragraph or not rest or pattern is _BRACKETS:
            return Labelled(label, rest)
    return None


def label_of(
    words: str, zone: tzinfo | None, span: Span, *, bare_time: bool = True
) -> Label | None:
    """Say what a label's words mean; ``None`` where they are no label.

    ``bare_time`` lets a date and time alone be a label.
    """
    text = words.strip().strip("*_`:").strip()
    if bare_time and re.match(r"\d", text):
        found = find_written(text, zone, span)
        if found and not found[1].strip(" :.*_`"):
            return Label(Means.FURTHER, time=found[0])
    for end in _word_ends(text):
        known = _known(text[:end])
        if known is None:
            continue
        rest = text[end:].strip(" \t:,\u2013\u2014-()")
        if not rest:
            return known
        found = find_written(re.sub(r"^(?:on|at)\s+", "", rest), zone, span)
        if found and not found[1].strip(" :.,()"):
            return Label(known.means, known.status, found[0], known.number)
        if _is_date_alone(rest):
            return known
    return None


def _word_ends(text: str) -> list[int]:
    """Places where a word of the text ends, the longest beginning first."""
    return [match.end() for match in re.finditer(r"\S+", text)][:5][::-1]


def _known(text: str) -> Label | None:
    words = " ".join(text.lower().replace("_", " ").split()).strip(" :,\u2013\u2014-")
    number = 1
    counted = _NUMBER.search(words)
    if counted:
        number = _NUMBERS.get(counted[1]) or int(counted[1])
        words = words[: counted.start()].strip()
    if words in _FIRST:
        return Label(Means.FIRST)
    if words in _FINAL:
        return Label(Means.FINAL)
    if words in _POSTMORTEM:
        return Label(Means.POSTMORTEM)
    if words in _FURTHER:
        return Label(Means.FURTHER, number=number)
    if words in _STAGES:
        return Label(Means.STAGE, _STAGES[words])
    return None


def _is_date_alone(text: str) -> bool:
    """Say whether the text is a day without a time: ``Monday 25th``, ``on 2024-09-10``."""
    return bool(
        re.fullmatch(
            r"(?:on\s+)?(?:[A-Za-z]{3,9}\.?,?\s+)?(?:\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)?)"
            r"(?:\s+(?:of\s+)?[A-Za-z]{3,9})?(?:,?\s+\d{4})?",
            text,
        )
    )
