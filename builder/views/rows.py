"""Rows: what lists need of an incident, and what several incidents make of each other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from builder.views.fingerprint import fingerprint
from builder.views.types import Away, IncidentRow, IncidentView, Span
from builder.vocabulary.statuses import Kind, State

_NEVER = datetime.max.replace(tzinfo=UTC)


def row_of(view: IncidentView, digest: str) -> IncidentRow:
    """Return the row of one incident; ``digest`` is that of all it was derived from."""
    return IncidentRow(
        id=view.id,
        kind=view.kind,
        title=view.title,
        stage=view.stage,
        impact=view.impact,
        is_open=view.is_open,
        began=view.began,
        ended=view.ended,
        updated=view.updated,
        components=view.components,
        spans=view.spans + view.clear,
        entries=view.entries,
        scheduled_for=view.scheduled_for,
        scheduled_until=view.scheduled_until,
        merged_into=view.merged_into,
        away=view.away,
        digest=digest,
        own=view.own,
        limited=view.limited,
        origin=view.origin,
        redacted=tuple(update.id for update in view.updates if update.redacted is not None),
    )


def carried(rows: Iterable[IncidentRow]) -> tuple[IncidentRow, ...]:
    """Let a merged incident hold on in the one that it goes on in.

    Its states last, without a green instant between, until that one has a newer word of its own on
    the component or ends. Where that one is not there for the reader, is a notice, neither in
    progress nor over, or was said to be over before the merge and goes on no more, the merged one
    stays open itself. Once it goes on here again, what the other one said meanwhile still holds of
    that time.
    """
    listed = tuple(rows)
    known = {row.id: row for row in listed if row.kind is not Kind.NOTICE}
    return tuple(
        _carried(row, known) if any(away.into for away in row.away) else row for row in listed
    )


def _carried(row: IncidentRow, known: Mapping[str, IncidentRow]) -> IncidentRow:
    spans = tuple(left for span in row.spans for left in _until_taken_over(span, row, known))
    is_open = row.is_open
    if row.merged_into:
        is_open = row.ended is None and not _goes_on(row, known)
    if (spans, is_open) == (row.spans, row.is_open):
        return row
    digest = fingerprint(row.digest, is_open, spans)
    return replace(row, is_open=is_open, spans=spans, digest=digest)


def _goes_on(row: IncidentRow, known: Mapping[str, IncidentRow]) -> bool:
    """Say whether readers find elsewhere what became of the incident."""
    passed = {row.id}
    last = row
    came = row.away[-1].since
    while last.merged_into in known and last.merged_into not in passed:
        came = max(came, last.away[-1].since)
        last = known[last.merged_into]
        passed.add(last.id)
    if last is row:
        return False
    if last.merged_into:
        # Merged into what is not there, it stays open itself; in a circle nobody would.
        return last.merged_into not in known and last.ended is None
    return last.is_open or (last.ended is not None and last.away[-1].said >= came)


def _until_taken_over(
    span: Span, row: IncidentRow, known: Mapping[str, IncidentRow]
) -> Iterator[Span]:
    """Yield what is left of a state where other incidents took its place."""
    if span.state is State.OPERATIONAL:
        yield span
        return
    taken = sorted(
        stretch
        for away in row.away
        if away.into
        for stretch in _taken_over(span, away, known, frozenset({row.id}))
    )
    since, until = span.since, span.until or _NEVER
    for begin, end in taken:
        if since < begin < until:
            yield replace(span, since=since, until=begin)
        since = max(since, end) if begin < until else since
    if since < until:
        yield replace(span, since=since)


def _taken_over(
    span: Span, gone: Away, known: Mapping[str, IncidentRow], passed: frozenset[str]
) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when to when another word stands in the place of a state that has ``gone`` on in
    another incident: one of that incident, of one that it went on in itself, or that it was over.

    A word from before the merge counts where it is newer than the state and still holds; one of
    "operational" was said of the other incident alone, and so was that it was over.
    """
    if gone.into not in known or gone.into in passed:
        return
    heir, since, until = known[gone.into], gone.since, gone.until or _NEVER
    for word in heir.spans:
        if word.component != span.component:
            continue
        holds = word.until is None or word.until > since
        if since <= word.since < until:
            yield word.since, until
        elif holds and span.since < word.since < since and word.state is not State.OPERATIONAL:
            yield since, until
    for away in heir.away:
        begin, end = max(since, away.since), min(until, away.until or _NEVER)
        if begin < end and away.into:
            on = replace(away, since=begin, until=end)
            yield from _taken_over(span, on, known, passed | {gone.into})
        elif begin < end and away.said >= since:
            yield begin, end
