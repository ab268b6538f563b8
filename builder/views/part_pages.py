"""The pages of components and of groups: what goes on there, and what is over."""

from collections.abc import Iterable, Mapping

from builder.views.types import ComponentPage, ComponentView, GroupPage, GroupView, IncidentRow
from builder.vocabulary.statuses import Status

PAST = 30
"""Past incidents on the page of a component or a group."""


def component_pages(
    groups: Iterable[GroupView],
    components: Mapping[str, ComponentView],
    rows: Iterable[IncidentRow],
) -> tuple[ComponentPage, ...]:
    """Return the page of each component; ``groups`` have all of theirs, ``rows`` are in order."""
    group_of = {each.id: group for group in groups if group.id for each in group.components}
    touching: dict[str, list[IncidentRow]] = {}
    for row in rows:
        for name in row.components:
            touching.setdefault(name, []).append(row)
    found = []
    for view in components.values():
        group = group_of.get(view.id)
        current, past, more = _current_and_past(touching.get(view.id, ()))
        found.append(
            ComponentPage(
                component=view,
                group=group.name if group else None,
                group_id=group.id if group else "",
                open=current,
                past=past,
                more=more,
            )
        )
    return tuple(found)


def group_pages(
    groups: Iterable[GroupView], listed: Iterable[GroupView], rows: Iterable[IncidentRow]
) -> tuple[GroupPage, ...]:
    """Return the page of each group that has an id.

    ``groups`` have all of their components, ``listed`` are the same with those that are to be
    listed; ``rows`` are in order.
    """
    group_of = {each.id: group.id for group in groups if group.id for each in group.components}
    touching: dict[str, list[IncidentRow]] = {}
    for row in rows:
        for group in {group_of[name] for name in row.components if name in group_of}:
            touching.setdefault(group, []).append(row)
    return tuple(
        GroupPage(group, *_current_and_past(touching.get(group.id, ())))
        for group in listed
        if group.id
    )


def _current_and_past(
    rows: Iterable[IncidentRow],
) -> tuple[tuple[IncidentRow, ...], tuple[IncidentRow, ...], bool]:
    """Return what goes on or is to come, the newest of what is over, and whether there is more."""
    current: list[IncidentRow] = []
    past: list[IncidentRow] = []
    for row in rows:
        ahead = row.is_open or row.stage is Status.SCHEDULED
        (current if ahead else past).append(row)
    return tuple(current), tuple(past[:PAST]), len(past) > PAST
