"""How long readers may wait for word: the first of an incident, and each that follows."""

from collections.abc import Mapping
from datetime import timedelta

from builder.model.site import Audience
from builder.vocabulary.statuses import Priority, Status

FIRST_POST: Mapping[Priority, timedelta] = {
    Priority.P1: timedelta(minutes=5),
    Priority.P2: timedelta(minutes=15),
    Priority.P3: timedelta(minutes=30),
}
"""From the moment that an incident is known to the first word; at P4 there is no limit."""

WHILE_MONITORING = timedelta(minutes=60)
"""The gap once a remedy is in place; a longer one of the audience's own stays."""


def longest_gap(
    audience: Audience, priority: Priority | None, stage: Status | None
) -> timedelta | None:
    """Return how long an audience may hear nothing new in an open incident.

    ``None`` where there is word when something changes: at a priority for which no gap is set,
    without a priority, and for an audience that hears at some stages alone.
    """
    if priority is None or audience.stages is not None:
        return None
    gap = audience.cadence.get(priority)
    if gap is not None and stage is Status.MONITORING:
        return max(gap, WHILE_MONITORING)
    return gap
