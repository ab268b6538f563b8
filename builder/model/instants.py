"""The instants at which what an incident says may change. Between two of them nothing does."""

from collections.abc import Iterator
from datetime import datetime

from builder.model.incident import Incident


def instants(incident: Incident) -> tuple[datetime, ...]:
    """Return all instants of the incident, sorted; some may turn out to change nothing."""
    return tuple(sorted(set(_instants(incident))))


def _instants(incident: Incident) -> Iterator[datetime]:
    for moment in (
        incident.started,
        incident.scheduled_for,
        incident.scheduled_until,
        incident.shows_from,
        incident.shows_until,
        *(role.since for role in incident.roles),
    ):
        if moment is not None:
            yield moment
    for update in incident.updates:
        yield update.at
        yield update.visible_from
        for moment in (
            update.since,
            update.withdrawn,
            update.redacted.at if update.redacted else None,
            *update.edited,
            update.scheduled_for,
            update.scheduled_until,
            *update.next_update.values(),
            *(ask.by for ask in update.asks),
        ):
            if moment is not None:
                yield moment
