"""Which feeds a status page has, and which of the news each of them holds.

An incident comes into a feed with the entry that first makes it belong there, and stays: what is
told later is in the feed whatever it says, and what was told before does not come in behind.
"""

from collections.abc import Iterable, Iterator, Mapping

from builder.views.news import Item
from builder.views.types import (
    ComponentView,
    FeedEntry,
    FeedOf,
    FeedView,
    GroupView,
    IncidentRow,
    ToldIncident,
)

NEWEST = 50
"""Entries of the site's own feeds, besides those of incidents that are in progress."""

NEWEST_OF_PART = 20
"""Entries of the feed of a component or a group, besides those of what is in progress."""

TOLD = 50
"""Incidents that are told of as one entry each."""


def whole_feed(news: Iterable[Item]) -> tuple[FeedEntry, ...]:
    """Return the feed of all news."""
    return tuple(FeedEntry(entry, time, row) for row, entry, time in _newest(news, NEWEST))


def part_feeds(
    news: Iterable[Item],
    components: Mapping[str, ComponentView],
    groups: Iterable[GroupView],
) -> Iterator[FeedView]:
    """Yield the feed of grave impact, those of components and those of groups."""
    items = tuple(news)
    grave = (item for item in items if item[1].major and not item[1].holding)
    yield FeedView(FeedOf.MAJOR, _entries(grave, NEWEST))
    groups = tuple(group for group in groups if group.id)
    group_of = {each.id: group.id for group in groups for each in group.components}
    by_component: dict[str, list[Item]] = {}
    by_group: dict[str, list[Item]] = {}
    for item, named in _with_named(items):
        for each in named:
            by_component.setdefault(each, []).append(item)
        for group_id in {group_of[each] for each in named if each in group_of}:
            by_group.setdefault(group_id, []).append(item)
    for component in components.values():
        entries = _entries(by_component.get(component.id, ()), NEWEST_OF_PART)
        for name in component.addressed:
            yield FeedView(FeedOf.COMPONENT, entries, name, component.name)
    for group in groups:
        entries = _entries(by_group.get(group.id, ()), NEWEST_OF_PART)
        yield FeedView(FeedOf.GROUP, entries, group.id, group.name)


def told_incidents(news: Iterable[Item]) -> tuple[ToldIncident, ...]:
    """Return the incidents that were told of last, by when they were first told of."""
    first: dict[str, ToldIncident] = {}
    for row, _, time in news:
        before = first.get(row.id)
        first[row.id] = ToldIncident(row, time, before.updated if before else time)
    newest = sorted(first.values(), key=lambda each: each.published, reverse=True)
    return tuple(
        each for position, each in enumerate(newest) if position < TOLD or each.row.is_open
    )


def _with_named(items: Iterable[Item]) -> Iterator[tuple[Item, tuple[str, ...]]]:
    """Yield each piece of news with the components that its incident had named by then."""
    known: dict[str, dict[str, tuple[str, ...]]] = {}
    for item in items:
        row, entry, _ = item
        named = known.get(row.id)
        if named is None:
            named = known[row.id] = _named_by_then(row)
        yield item, named[entry.key]


def _named_by_then(row: IncidentRow) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    named: tuple[str, ...] = ()
    for entry in row.entries:
        named += entry.names
        found[entry.key] = named
    return found


def _newest(items: Iterable[Item], number: int) -> Iterator[Item]:
    """Choose what a feed holds: the newest entries, and all of what is in progress."""
    return (item for position, item in enumerate(items) if position < number or item[0].is_open)


def _entries(items: Iterable[Item], number: int) -> tuple[FeedEntry, ...]:
    return tuple(FeedEntry(entry, time, row) for row, entry, time in _newest(items, number))
