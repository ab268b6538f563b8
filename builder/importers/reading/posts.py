"""A post of a Markdown status page, front matter and body, as one incident.

cState, StatusKit and Statusfy differ in their front matter alone; what is the same is here.
"""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from builder.importers.reading.dating import Dated, DatedText, date_pieces
from builder.importers.reading.decoding import decode
from builder.importers.reading.fields import is_true
from builder.importers.reading.front_matter import split_post
from builder.importers.reading.history import ImportedIncident, ImportedUpdate, States
from builder.importers.reading.pieces import split_body
from builder.importers.reading.source_times import NotATimeError, Span, read_time
from builder.importers.reading.stages import (
    INCIDENT,
    MAINTENANCE,
    Course,
    Staged,
    Words,
    announced,
    stage_ended,
    stage_open,
)
from builder.importers.reading.tree import SourceFile
from builder.importers.text.markdown_text import (
    clean_body,
    clean_title,
    definitions,
    take_comments,
    words_for,
)
from builder.vocabulary.statuses import Kind, Status

LONGEST_POST = 64 * 1024
"""Characters of a body, of which each update may take 32 KiB."""


class NotImportableError(Exception):
    """A post can't become an incident; the message says why."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the front matter of a post says, as its system means it.

    ``ended`` is whether the source calls it over; ``end`` when, ``None`` where that is not given.
    ``page_url`` is the address of its page, empty where the site's is not known. ``works`` says
    that its severity is maintenance. ``announcement`` says that it had no effect and no end: it
    was over as soon as it was made. ``last_change`` is when the source says that the post was last
    changed: the end of one that is over and has no dated update.
    """

    source: str
    stem: str
    origin_id: str
    title: str
    start: datetime
    kind: Kind = Kind.INCIDENT
    end: datetime | None = None
    ended: bool = False
    states: States = ()
    window: tuple[datetime | None, datetime | None] = (None, None)
    feed_id: str = ""
    page_url: str = ""
    works: bool = False
    announcement: bool = False
    last_change: datetime | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadPost:
    """A post that can be read: its front matter, its body, and what had to be passed over."""

    values: dict[str, Any]
    body: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """Beginning and end as the front matter gives them."""

    start: datetime
    end: datetime | None
    remarks: tuple[str, ...] = ()


def read_post(file: SourceFile) -> ReadPost:
    """Read a Markdown file with front matter.

    Raises:
        NotImportableError: it is none, or a draft.
    """
    path = PurePosixPath(file.path)
    if path.stem == "_index":
        raise NotImportableError("it is the page of a section")
    if path.suffix.lower() not in (".md", ".markdown", ".mdown"):
        raise NotImportableError("it is no Markdown")
    if file.content is None:
        raise NotImportableError(file.fault)
    decoded = decode(file.content)
    post = split_post(decoded.text)
    if post.values is None:
        raise NotImportableError("it has no front matter that can be read")
    if len(post.body) > LONGEST_POST:
        raise NotImportableError(f"its body is longer than {LONGEST_POST // 1024} KiB")
    if is_true(post.values, "draft"):
        raise NotImportableError("it is a draft")
    return ReadPost(post.values, post.body, (*decoded.remarks, *post.remarks))


def with_remarks(facts: Facts, post: ReadPost) -> Facts:
    """Return the facts with what had to be passed over to read the post, first."""
    return replace(facts, remarks=(*post.remarks, *facts.remarks))


def read_times(start: str, end: str, zone: tzinfo | None) -> Times:
    """Read when a post says it began and ended.

    Raises:
        NotImportableError: it has no beginning.
        ZoneNeededError: a time has no zone, and ``zone`` is ``None``.
    """
    if not start:
        raise NotImportableError("it has no date")
    try:
        began = read_time(start, zone)
    except NotATimeError:
        raise NotImportableError(f"its date, `{start}`, is no time") from None
    remarks = [began.remark] if began.remark else []
    ended = None
    if end:
        try:
            found = read_time(end, zone)
        except NotATimeError:
            remarks.append(f"Its end, `{end}`, is no time; it was passed over.")
        else:
            if found.remark:
                remarks.append(found.remark)
            if found.at < began.at:
                remarks.append(f"Its end, `{end}`, lies before its start; it was passed over.")
            else:
                ended = found.at
    return Times(began.at, ended, tuple(remarks))


def incident_of(facts: Facts, body: str, zone: tzinfo | None) -> ImportedIncident:
    """Make an incident of a post.

    Raises:
        ZoneNeededError: a time in the body has no zone, and ``zone`` is ``None``.
    """
    text, comments = take_comments(body)
    span = Span(facts.start, facts.end)
    dated = date_pieces(text, split_body(text, zone, span), span, ended=facts.ended)
    facts = _with_kind(_with_end(facts, dated), dated)
    course = _course(facts, dated)
    first = course.updates[0].text.at
    remarks = [*facts.remarks, *dated.remarks, *course.remarks]
    if first < facts.start:
        remarks.append("An update is dated before the start: `started` is that update's time.")
    title, cut = clean_title(facts.title or facts.stem)
    if not facts.title:
        remarks.append("It has no title; the file's name stands in its place.")
    remarks.extend(cut)
    updates: list[ImportedUpdate] = []
    known = definitions(text)
    for staged in course.updates:
        cleaned = clean_body(_with_definitions(staged.text.text, known), facts.page_url)
        remarks.extend(cleaned.remarks)
        body = cleaned.text
        if not body.strip():
            body = words_for(staged.status, title)
            remarks.append(f"The source has no words for an update; it says `{body}`.")
        updates.append(_update(facts, staged, body, is_first=not updates))
    return ImportedIncident(
        source=facts.source,
        stem=facts.stem,
        origin_id=facts.origin_id,
        title=title,
        kind=facts.kind,
        updates=tuple(updates),
        feed_id=facts.feed_id,
        started=min(first, facts.start) if facts.kind is Kind.INCIDENT else None,
        window=facts.window,
        window_states=facts.states if facts.kind is Kind.MAINTENANCE else (),
        remarks=tuple(dict.fromkeys(remarks)),
        comments=comments,
    )


def _with_end(facts: Facts, dated: Dated) -> Facts:
    """Take the last change for the end where the source names no other time for it."""
    changed = facts.last_change
    if not facts.ended or facts.end or not changed or changed < facts.start or len(dated.texts) > 1:
        return facts
    remark = f"Its end is when the source was last changed: {changed:%Y-%m-%d %H:%M} UTC."
    return replace(facts, end=changed, remarks=(*facts.remarks, remark))


def _with_kind(facts: Facts, dated: Dated) -> Facts:
    """Make a maintenance of works whose beginning and end are known: that is their window."""
    if not facts.works or not facts.ended or facts.kind is not Kind.INCIDENT:
        return facts
    end = facts.end or dated.texts[-1].at
    if end <= facts.start:
        return facts
    return replace(facts, kind=Kind.MAINTENANCE, window=(facts.start, end))


def _course(facts: Facts, dated: Dated) -> Course:
    if facts.kind is Kind.NOTICE:
        said = [text for text in dated.texts if text.text or text.role == "first"]
        return Course(tuple(Staged(text, Status.SCHEDULED) for text in said))
    words = MAINTENANCE if facts.kind is Kind.MAINTENANCE else INCIDENT
    begins = facts.window[0]
    if facts.kind is Kind.MAINTENANCE and begins and facts.start < begins:
        return _planned(facts, dated.texts, words, begins)
    if facts.announcement:
        return announced(dated.texts, words)
    if facts.ended:
        return stage_ended(dated.texts, facts.start, facts.end, words)
    return stage_open(dated.texts, words)


def _planned(facts: Facts, texts: tuple[DatedText, ...], words: Words, begins: datetime) -> Course:
    """A maintenance that was announced before its window: the clock begins and ends it."""
    before = tuple(Staged(text, Status.SCHEDULED) for text in texts if text.at < begins)
    rest = tuple(text for text in texts if text.at >= begins)
    if not rest:
        return Course(before)
    later = stage_ended(rest, begins, None, words) if facts.ended and len(rest) > 1 else None
    if facts.ended and len(rest) == 1:
        later = Course((Staged(rest[0], words.last),))
    later = later or stage_open(rest, words)
    return Course((*before, *later.updates), later.remarks)


def _update(facts: Facts, staged: Staged, body: str, *, is_first: bool) -> ImportedUpdate:
    return ImportedUpdate(
        at=staged.text.at,
        status=None if facts.kind is Kind.NOTICE else staged.status,
        body=body,
        anchor=staged.text.anchor,
        role=staged.text.role,
        since=staged.since,
        states=facts.states if is_first and facts.kind is Kind.INCIDENT else (),
    )


def _with_definitions(text: str, known: dict[str, str]) -> str:
    """Add the definitions of links that the text refers to and that stand in another update."""
    own = definitions(text)
    lower = " ".join(text.casefold().split())
    missing = [line for name, line in known.items() if name not in own and f"[{name}]" in lower]
    return "\n".join([text, "", *missing]) if missing else text
