"""Rows: what lists need of an incident, and what several incidents make of each other."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from builder.views.fingerprint import fingerprint
from builder.views.types import IncidentRow, IncidentView, Span


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
        spans=view.spans,
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
    """Let the states of a merged incident hold on in the one that it goes on in.

    They last, without a green instant between, until that one has its own word on the component or
    ends.
    """
    known = {row.id: row for row in rows}
    return tuple(_carried(row, known) if row.merged_into else row for row in known.values())


def _carried(row: IncidentRow, known: Mapping[str, IncidentRow]) -> IncidentRow:
    spans = tuple(_until_taken_over(span, row, known) for span in row.spans)
    if spans == row.spans:
        return row
    return replace(row, spans=spans, digest=fingerprint(row.digest, spans))


def _until_taken_over(span: Span, row: IncidentRow, known: Mapping[str, IncidentRow]) -> Span:
    passed = {row.id}
    heir = known.get(row.merged_into)
    since = row.merged_at
    while span.until is None and heir is not None and since is not None:
        ends = [_own_word(heir, span.component, since), heir.ended]
        until = min((end for end in ends if end is not None and end >= span.since), default=None)
        if until is not None:
            return replace(span, until=until)
        passed.add(heir.id)
        since = heir.merged_at
        heir = known.get(heir.merged_into) if heir.merged_into not in passed else None
    return span


def _own_word(heir: IncidentRow, component: str, since: datetime) -> datetime | None:
    """When the heir first speaks of the component itself, from the merge on."""
    spoken = (
        max(span.since, since)
        for span in heir.spans
        if span.component == component and (span.until is None or span.until > since)
    )
    return min(spoken, default=None)
