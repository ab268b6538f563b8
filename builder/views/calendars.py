"""Which calendars of maintenance a status page has, and which windows each of them holds."""

from collections.abc import Iterable, Iterator, Mapping

from builder.views.types import (
    CalendarView,
    ComponentView,
    FeedOf,
    GroupView,
    IncidentRow,
    IncidentView,
    UpdateView,
)
from builder.vocabulary.statuses import Kind, Status

NEWEST = 50
"""Windows of a calendar, besides those that are still ahead or in progress."""


def has_window(incident: IncidentRow | IncidentView) -> bool:
    """Say whether it can stand in a calendar."""
    return (
        incident.kind is Kind.MAINTENANCE
        and incident.scheduled_for is not None
        and incident.scheduled_until is not None
    )


def calendars(
    rows: Iterable[IncidentRow],
    components: Mapping[str, ComponentView],
    groups: Iterable[GroupView],
) -> Iterator[CalendarView]:
    """Yield the calendar of the whole site, those of components and those of groups.

    One without a window is there as well, so that it can be subscribed to before the first.
    """
    windows = sorted(filter(has_window, rows), key=_latest_first)
    yield CalendarView(FeedOf.SITE, _newest(windows))
    for component in components.values():
        mine = [row for row in windows if component.id in row.components]
        for name in component.addressed:
            yield CalendarView(FeedOf.COMPONENT, _newest(mine), name, component.name)
    for group in groups:
        if group.id:
            inside = {component.id for component in group.components}
            mine = [row for row in windows if not inside.isdisjoint(row.components)]
            yield CalendarView(FeedOf.GROUP, _newest(mine), group.id, group.name)


def revision(view: IncidentView) -> int:
    """Return how often readers were told of another window, or that there will be none.

    It never falls: what is taken back counts once more.
    """
    return sum(1 + (update.withdrawn is not None) for update in view.updates if _revises(update))


def _revises(update: UpdateView) -> bool:
    moved = update.scheduled_for is not None or update.scheduled_until is not None
    return moved or update.reopens or update.status is Status.CANCELLED


def _latest_first(row: IncidentRow) -> tuple[float, str]:
    assert row.scheduled_for is not None, row.id
    return -row.scheduled_for.timestamp(), row.id


def _newest(rows: Iterable[IncidentRow]) -> tuple[IncidentRow, ...]:
    return tuple(
        row
        for position, row in enumerate(rows)
        if position < NEWEST or row.is_open or row.stage is Status.SCHEDULED
    )
