"""Rows: what lists need of an incident, and what several incidents make of each other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from builder.views.fingerprint import fingerprint
from builder.views.types import IncidentRow, IncidentView, Span
from builder.vocabulary.statuses import Kind, State


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
        merged_at=view.merged_at,
        digest=digest,
        own=view.own,
        limited=view.limited,
    )


def carried(rows: Iterable[IncidentRow]) -> tuple[IncidentRow, ...]:
    """Let a merged incident hold on in the one that it goes on in.

    Its states last, without a green instant between, until that one has a newer word of its own on
    the component or ends. Where that one is not there for the reader, is a notice, or neither in
    progress nor over, the merged one stays open itself.
    """
    listed = tuple(rows)
    known = {row.id: row for row in listed if row.kind is not Kind.NOTICE}
    return tuple(_carried(row, known) if row.merged_into else row for row in listed)


def _carried(row: IncidentRow, known: Mapping[str, IncidentRow]) -> IncidentRow:
    heirs = tuple(_heirs(row, known))
    spans = tuple(_until_taken_over(span, row, heirs) for span in row.spans)
    is_open = row.ended is None and not _goes_on(row, heirs, known)
    if (spans, is_open) == (row.spans, row.is_open):
        return row
    digest = fingerprint(row.digest, is_open, spans)
    return replace(row, is_open=is_open, spans=spans, digest=digest)


def _heirs(
    row: IncidentRow, known: Mapping[str, IncidentRow]
) -> Iterator[tuple[IncidentRow, datetime]]:
    """Yield the incidents that one goes on in, one after the other, and since when."""
    passed = {row.id}
    at = row
    since = row.merged_at
    while since is not None and at.merged_into in known and at.merged_into not in passed:
        at = known[at.merged_into]
        passed.add(at.id)
        yield at, since
        since = None if at.merged_at is None else max(since, at.merged_at)


def _goes_on(
    row: IncidentRow,
    heirs: tuple[tuple[IncidentRow, datetime], ...],
    known: Mapping[str, IncidentRow],
) -> bool:
    """Say whether readers find elsewhere what became of the incident."""
    if not heirs:
        return False
    last, _ = heirs[-1]
    if last.merged_into:
        # Merged into what is not there, it stays open itself; in a circle nobody would.
        return last.merged_into not in known
    return last.is_open or last.ended is not None


def _until_taken_over(
    span: Span, row: IncidentRow, heirs: tuple[tuple[IncidentRow, datetime], ...]
) -> Span:
    merged = row.merged_at
    over = merged is None or (span.until is not None and span.until <= merged)
    if over or span.state is State.OPERATIONAL:
        return span
    ends = [moment for heir, since in heirs for moment in _ends(span, heir, since)]
    if span.until is not None:
        ends.append(span.until)
    return replace(span, until=min(ends)) if ends else span


def _ends(span: Span, heir: IncidentRow, since: datetime) -> Iterator[datetime]:
    """Yield when, in an incident that it goes on in, another word takes the place of a state.

    A word from before the merge does so where it is newer than the state and still holds; one of
    "operational" was said of the other incident alone.
    """
    for word in heir.spans:
        if word.component != span.component:
            continue
        holds = word.until is None or word.until > since
        if word.since >= since:
            yield word.since
        elif holds and word.since > span.since and word.state is not State.OPERATIONAL:
            yield since
    if heir.ended is not None and not heir.merged_into:
        yield max(heir.ended, since)
