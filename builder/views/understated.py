"""States that some readers have and everyone has not: green while something is down is a lie.

What an incident says to each reader is held against what all incidents together say to everyone, by
the same cut and the same timeline that pages are made of.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from builder.model.incident import Incident
from builder.model.standing import counts, visible
from builder.model.timeline import timeline
from builder.views.cut import ComponentLimits, readable
from builder.views.rows import carried
from builder.views.site_view import present_states
from builder.views.types import IncidentRow
from builder.vocabulary.readers import PUBLIC, Reader
from builder.vocabulary.statuses import State


@dataclass(frozen=True, slots=True)
class Worse:
    """A component's present state in an incident, and the readers who are told it, while the same
    incident tells everyone of a better one.

    ``update`` is the id of the update that says so, empty where ``incident.md`` does.
    """

    incident: str
    component: str
    state: State
    readers: tuple[str, ...]
    update: str = ""


def told_worse(
    incident: Incident, readers: Iterable[Reader], components: ComponentLimits, now: datetime
) -> tuple[Worse, ...]:
    """Return what an incident tells some readers at ``now`` that is worse than what it tells all.

    Left out is what its author marks as meant so, and a component that not everyone knows.
    """
    if not incident.has_limits:
        return ()
    public = _states(readable(PUBLIC, incident, components), now)
    found: dict[tuple[str, State, str], list[str]] = {}
    for reader in readers:
        left = readable(reader, incident, components)
        for component, state in _states(left, now).items():
            better = public.get(component, State.OPERATIONAL).rank < state.rank
            if left is None or not better or not PUBLIC.may_read(components[component]):
                continue
            update = _said_by(left, component, now)
            if not _is_meant(incident, left, update, now):
                found.setdefault((component, state, update), []).append(reader.name)
    return tuple(
        Worse(incident.id, component, state, tuple(names), update)
        for (component, state, update), names in found.items()
    )


def understated(
    worse: Iterable[Worse], public: Iterable[IncidentRow], now: datetime
) -> Iterator[tuple[Worse, State]]:
    """Yield what is worse than all that everyone is told, and the state that everyone sees.

    ``public`` are the rows of all incidents as everyone has them.
    """
    shown: Mapping[str, State] | None = None
    for each in worse:
        if shown is None:
            shown = present_states(carried(public), now)
        seen = shown.get(each.component, State.OPERATIONAL)
        if seen.rank < each.state.rank:
            yield each, seen


def _states(left: Incident | None, now: datetime) -> dict[str, State]:
    """Return the present states by what is left of an incident, where it is still open."""
    if left is None or not any(update.visible_from <= now for update in left.updates):
        return {}
    line = timeline(left, now)
    if not line.is_open:
        return {}
    return {each.component: each.state for each in line.stretches if each.until is None}


def _said_by(left: Incident, component: str, now: datetime) -> str:
    """Return the update that spoke of a component last, empty where none that counts did."""
    said = [
        update
        for update in reversed(visible(left, now))
        if component in (*update.components, *update.inherits) and counts(update, now)
    ]
    own = next((update for update in said if component in update.own), None)
    if own is None or component in own.inherits:
        said = [update for update in said if component not in update.own]
    else:
        said = [own]
    return said[0].id if said else ""


def _is_meant(incident: Incident, left: Incident, update: str, now: datetime) -> bool:
    """Say whether an author marked a state as meant: in the update that says it, or where the
    window itself does in any update that its readers have."""
    marked = {each.id for each in incident.updates if each.understated}
    if update:
        return update in marked
    return any(each.id in marked for each in visible(left, now))
