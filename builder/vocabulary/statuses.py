"""Stages of an incident, states of a component, impact, kind and priority.

The words are those of the Statuspage v2 API, so that what people write is what clients read;
``cancelled`` alone is ours.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a record in ``incidents/`` is."""

    INCIDENT = "incident"
    MAINTENANCE = "maintenance"
    NOTICE = "notice"


class Status(StrEnum):
    """The stage that an update declares."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    POSTMORTEM = "postmortem"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


STATUSES: dict[Kind, tuple[Status, ...]] = {
    Kind.INCIDENT: (
        Status.INVESTIGATING,
        Status.IDENTIFIED,
        Status.MONITORING,
        Status.RESOLVED,
        Status.POSTMORTEM,
    ),
    Kind.MAINTENANCE: (
        Status.SCHEDULED,
        Status.IN_PROGRESS,
        Status.VERIFYING,
        Status.COMPLETED,
        Status.CANCELLED,
    ),
    Kind.NOTICE: (),
}
"""The stages that each kind may be in, in their usual order."""

ENDING = frozenset({Status.RESOLVED, Status.POSTMORTEM, Status.COMPLETED, Status.CANCELLED})
"""Stages in which the record has no effect on any component any more."""


class State(StrEnum):
    """The state of a component, best first."""

    OPERATIONAL = "operational"
    UNDER_MAINTENANCE = "under_maintenance"
    DEGRADED_PERFORMANCE = "degraded_performance"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"

    @property
    def rank(self) -> int:
        """0 for operational, higher is worse."""
        return _STATE_RANK[self]


_STATE_RANK = {state: rank for rank, state in enumerate(State)}


def worst(states: "list[State] | tuple[State, ...]") -> State:
    """Return the worst of the states, operational where there are none."""
    return max(states, key=_STATE_RANK.__getitem__, default=State.OPERATIONAL)


class Impact(StrEnum):
    """How bad an incident is for its readers, or the whole page's indicator."""

    NONE = "none"
    MAINTENANCE = "maintenance"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


IMPACT_OF_STATE: dict[State, Impact] = {
    State.OPERATIONAL: Impact.NONE,
    State.UNDER_MAINTENANCE: Impact.NONE,
    State.DEGRADED_PERFORMANCE: Impact.MINOR,
    State.PARTIAL_OUTAGE: Impact.MAJOR,
    State.MAJOR_OUTAGE: Impact.CRITICAL,
}


class Priority(StrEnum):
    """For insiders: P1 is the most urgent."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"
