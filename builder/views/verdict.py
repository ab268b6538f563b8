"""The whole page in one line: the roll-up of the Statuspage v2 API over leaf components."""

from collections.abc import Iterable, Sequence

from builder.views.types import ComponentView, IncidentRow, Verdict
from builder.vocabulary.statuses import Impact, Kind, State

CLEAR = Verdict(Impact.NONE, "All Systems Operational")
OPEN_INCIDENT = Verdict(Impact.MINOR, "Open Incident")


def verdict(components: Sequence[ComponentView], rows: Iterable[IncidentRow]) -> Verdict:
    """Roll up the states; an open incident is never green that has no word in force on a known
    component."""
    states = [component.state for component in components]
    rolled = _rolled_up(states)
    known = {component.id for component in components}
    if rolled.indicator in (Impact.NONE, Impact.MAINTENANCE) and any(
        row.is_open
        and row.kind is Kind.INCIDENT
        and known.isdisjoint(span.component for span in row.spans if span.until is None)
        for row in rows
    ):
        return OPEN_INCIDENT
    return rolled


def _rolled_up(states: list[State]) -> Verdict:
    """Take the first rule that matches, as the API's own roll-up does."""

    def every(state: State) -> bool:
        return bool(states) and all(each is state for each in states)

    if every(State.MAJOR_OUTAGE):
        return Verdict(Impact.CRITICAL, "Major System Outage")
    if State.MAJOR_OUTAGE in states or every(State.PARTIAL_OUTAGE):
        return Verdict(Impact.MAJOR, "Partial System Outage")
    if State.PARTIAL_OUTAGE in states:
        return Verdict(Impact.MINOR, "Minor Service Outage")
    if every(State.DEGRADED_PERFORMANCE):
        return Verdict(Impact.MINOR, "Degraded System Service")
    if State.DEGRADED_PERFORMANCE in states:
        return Verdict(Impact.MINOR, "Partially Degraded Service")
    if State.UNDER_MAINTENANCE in states:
        return Verdict(Impact.MAINTENANCE, "Service Under Maintenance")
    return CLEAR
