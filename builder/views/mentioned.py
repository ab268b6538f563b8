"""Which components an incident speaks of."""

from builder.views.types import IncidentView


def mentioned(view: IncidentView) -> list[str]:
    """Return the components whose names stand on the incident's page, in alphabetical order."""
    found = {span.component for span in view.spans}.union(view.components)
    for update in view.updates:
        found.update([component for component, _ in (*update.states, *update.theirs)])
    found.update(component for _, component, _ in view.apart)
    if view.plan is not None:
        found.update([component for component, _ in view.plan.states])
    return sorted(found)
