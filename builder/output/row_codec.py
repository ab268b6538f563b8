"""Rows of incidents as JSON and back, by hand: thousands are read before a page can be made.

Lists by position, instants as seconds since 1970, states as their words. What comes back equals
what went in, the order of languages included.
"""

from datetime import UTC, datetime
from sys import intern
from typing import Any

from builder.views.types import Away, Entry, IncidentRow, Span
from builder.vocabulary.codes import Origin
from builder.vocabulary.statuses import Impact, Kind, State, Status

_KINDS = {kind.value: kind for kind in Kind}
_STATUSES: dict[str | None, Status | None] = {None: None}
_STATUSES.update((status.value, status) for status in Status)
_IMPACTS = {impact.value: impact for impact in Impact}
_STATES = {state.value: state for state in State}


def encode_row(row: IncidentRow) -> list[Any]:
    """Return a row as what JSON can hold.

    Raises:
        ValueError: an instant is not a whole second.
    """
    return [
        row.id,
        row.kind.value,
        dict(row.title),
        row.stage and row.stage.value,
        row.impact.value,
        row.is_open,
        _seconds(row.began),
        _seconds(row.ended),
        _seconds(row.updated),
        row.components,
        [
            (span.component, span.state.value, _seconds(span.since), _seconds(span.until))
            for span in row.spans
        ],
        [
            (
                entry.key,
                entry.label,
                _seconds(entry.posted),
                entry.update,
                entry.stage and entry.stage.value,
                entry.names,
                entry.to,
                entry.major,
                entry.holding,
            )
            for entry in row.entries
        ],
        _seconds(row.scheduled_for),
        _seconds(row.scheduled_until),
        row.merged_into,
        [
            (each.into, _seconds(each.since), _seconds(each.said), _seconds(each.until))
            for each in row.away
        ],
        row.digest,
        row.own,
        row.limited,
        row.origin and (row.origin.id, row.origin.feed_id),
        row.redacted,
    ]


class Instants(dict[Any, Any]):
    """Instants by seconds since 1970, each made once; ``None`` stays ``None``."""

    def __missing__(self, seconds: int | None) -> datetime | None:
        moment = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
        self[seconds] = moment
        return moment


def decode_row(content: list[Any], instants: Instants) -> IncidentRow:
    """Return the row that ``encode_row`` took apart.

    ``instants`` is shared by many rows: within an incident most of them come several times.

    Raises:
        ValueError, TypeError, LookupError, OSError, OverflowError: it is none.
    """
    (
        identifier,
        kind,
        title,
        stage,
        impact,
        is_open,
        began,
        ended,
        updated,
        components,
        spans,
        entries,
        scheduled_for,
        scheduled_until,
        merged_into,
        away,
        digest,
        own,
        limited,
        origin,
        redacted,
    ) = content
    return IncidentRow(
        identifier,
        _KINDS[kind],
        title,
        _STATUSES[stage],
        _IMPACTS[impact],
        is_open,
        instants[began],
        instants[ended],
        instants[updated],
        tuple(map(intern, components)),
        tuple(
            [
                Span(
                    intern(component),
                    _STATES[state],
                    instants[since],
                    instants[until],
                )
                for component, state, since, until in spans
            ]
        ),
        tuple(
            [
                Entry(
                    key,
                    intern(label),
                    instants[posted],
                    update,
                    _STATUSES[entry_stage],
                    tuple(map(intern, names)),
                    tuple(map(intern, to)),
                    major,
                    holding,
                )
                for key, label, posted, update, entry_stage, names, to, major, holding in entries
            ]
        ),
        instants[scheduled_for],
        instants[scheduled_until],
        merged_into,
        tuple(
            [
                Away(instants[since], instants[said], instants[until], into)
                for into, since, said, until in away
            ]
        ),
        digest,
        own,
        limited,
        Origin(*origin) if origin else None,
        tuple(redacted),
    )


def _seconds(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    if moment.microsecond:
        raise ValueError(f"{moment.isoformat()} is not a whole second")
    return int(moment.timestamp())
