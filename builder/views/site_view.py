"""The whole site for one reader at one moment, folded from the rows of its incidents."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from builder.model.site import Group, Site
from builder.views.calendars import calendars
from builder.views.day_history import Alike, uptime_view
from builder.views.feeds import part_feeds, told_incidents, whole_feed
from builder.views.frame import frame_of, localised, readable_components
from builder.views.news import News
from builder.views.part_pages import component_pages, group_pages
from builder.views.rows import carried
from builder.views.types import (
    ComponentView,
    GroupView,
    IncidentRow,
    IncidentView,
    MonthView,
    SiteView,
)
from builder.views.verdict import verdict
from builder.vocabulary.readers import WHOLE_SITE, Reader, Scope
from builder.vocabulary.statuses import Kind, State, Status, worst

RECENT = 10
"""Past incidents on the index."""

PAST_MAINTENANCE = 30
"""Past windows on the page of maintenance."""

NEWEST = 50
"""Incidents, and windows of maintenance, in lists for programs."""


def in_full(rows: Iterable[IncidentRow], scope: Scope = WHOLE_SITE) -> frozenset[str]:
    """Return the incidents whose words a status page shows besides their own pages."""
    listed = _within(scope, carried(rows))
    return frozenset(row.id for row in listed if _in_progress(row) or _upcoming(row))


def site_view(
    reader: Reader,
    scope: Scope,
    site: Site,
    rows: Iterable[IncidentRow],
    full: Mapping[str, IncidentView],
    told: News,
    now: datetime,
    *,
    parts: bool = True,
    measured: Collection[str] | None = None,
    alike: Alike | None = None,
) -> SiteView:
    """Fold what the reader may see of a status page at ``now``.

    ``rows`` are those of this reader's incidents and ``told`` the news in them; ``full`` holds the
    views of ``in_full``. ``parts`` asks for what everyone's pages have besides: choices of the
    news, and calendars. ``measured`` are the components that have figures of uptime, ``None`` for
    all of the page; ``alike`` is as for ``uptime_view``.
    """
    listed = _newest_first(_within(scope, carried(rows)))
    inside = {row.id for row in listed}
    heard = tuple(item for item in told.items if item[0].id in inside)
    components = _component_views(
        reader, scope, site, present_states(listed, now), last_changes(listed, now)
    )
    known_groups = _groups(reader, site, components)
    groups = tuple(group for group in map(_as_listed, known_groups) if group.components)
    past = tuple(row for row in listed if not (_in_progress(row) or _upcoming(row)))
    current = [replace(full[row.id], is_open=True) for row in listed if _in_progress(row)]
    return SiteView(
        frame=frame_of(reader, site),
        verdict=verdict([component for group in groups for component in group.components], listed),
        groups=groups,
        open=tuple(view for view in current if view.kind is Kind.INCIDENT),
        notices=tuple(view for view in current if view.kind is Kind.NOTICE),
        active=_by_window(view for view in current if view.kind is Kind.MAINTENANCE),
        upcoming=_by_window(full[row.id] for row in listed if _upcoming(row)),
        recent=tuple(row for row in past if row.kind is Kind.INCIDENT)[:RECENT],
        past_maintenance=tuple(row for row in past if row.kind is Kind.MAINTENANCE)[
            :PAST_MAINTENANCE
        ],
        months=_months(listed, ZoneInfo(site.time_zone), now),
        components=component_pages(known_groups, components, listed),
        group_pages=group_pages(known_groups, map(_as_listed, known_groups), listed),
        feed=whole_feed(heard),
        feeds=tuple(part_feeds(heard, components, known_groups)) if parts else (),
        told=told_incidents(heard) if parts else (),
        calendars=tuple(calendars(listed, components, known_groups)) if parts else (),
        incidents=tuple(row for row in listed if row.kind is Kind.INCIDENT)[:NEWEST],
        maintenance=tuple(row for row in listed if row.kind is Kind.MAINTENANCE)[:NEWEST],
        updated=max((row.updated for row in listed), default=None),
        uptime=uptime_view(
            reader, site, listed, now, scope.components if measured is None else measured, alike
        ),
    )


def present_states(rows: Iterable[IncidentRow], now: datetime) -> dict[str, State]:
    """Return the state of each component that is not operational: the one answer for all pages."""
    found: dict[str, State] = {}
    for row in rows:
        for span in row.spans:
            lasts = span.since <= now and (span.until is None or span.until > now)
            if lasts and span.state is not State.OPERATIONAL:
                before = found.get(span.component, State.OPERATIONAL)
                found[span.component] = worst((before, span.state))
    return found


def last_changes(rows: Iterable[IncidentRow], now: datetime) -> dict[str, datetime]:
    """Return when the state of each component last changed, as far as it ever did."""
    found: dict[str, datetime] = {}
    for row in rows:
        for span in row.spans:
            turn = span.until if span.until is not None and span.until <= now else span.since
            before = found.get(span.component)
            if turn <= now and (before is None or turn > before):
                found[span.component] = turn
    return found


def _within(scope: Scope, rows: Iterable[IncidentRow]) -> Iterable[IncidentRow]:
    """Leave out what is about other components alone; what names none is on every page."""
    wanted = scope.components
    if wanted is None:
        return rows
    return (row for row in rows if not row.components or not wanted.isdisjoint(row.components))


def _newest_first(rows: Iterable[IncidentRow]) -> tuple[IncidentRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.began, row.id), reverse=True))


def _in_progress(row: IncidentRow) -> bool:
    return row.is_open


def _upcoming(row: IncidentRow) -> bool:
    return row.stage is Status.SCHEDULED


def _by_window(views: Iterable[IncidentView]) -> tuple[IncidentView, ...]:
    return tuple(sorted(views, key=lambda view: (view.scheduled_for or view.began, view.id)))


def _component_views(
    reader: Reader,
    scope: Scope,
    site: Site,
    states: Mapping[str, State],
    changes: Mapping[str, datetime],
) -> dict[str, ComponentView]:
    """Return the components that the reader may read on this status page, in the site's order."""
    return {
        component.id: ComponentView(
            id=component.id,
            name=localised(component.name, component.translations, "name", site),
            description=localised(
                component.description, component.translations, "description", site
            ),
            url=component.url,
            state=states.get(component.id, State.OPERATIONAL),
            archived=bool(component.archived),
            changed=changes.get(component.id),
            aliases=component.aliases,
        )
        for component in readable_components(reader, site)
        if scope.components is None or component.id in scope.components
    }


def _groups(
    reader: Reader, site: Site, views: Mapping[str, ComponentView]
) -> tuple[GroupView, ...]:
    """Return the groups that the reader may read, with all that it may read of them."""
    found = []
    for group in (*site.groups, Group(id="", name="", components=site.ungrouped)):
        mine = tuple(views[each.id] for each in group.components if each.id in views)
        if mine and reader.may_read(group.audience):
            found.append(
                GroupView(
                    id=group.id,
                    name=localised(group.name, group.translations, "name", site),
                    description=localised(
                        group.description, group.translations, "description", site
                    ),
                    state=worst([view.state for view in mine]),
                    components=mine,
                )
            )
    return tuple(found)


def _as_listed(group: GroupView) -> GroupView:
    """Return a group with what is to be listed: an archived component only while it ails."""
    listed = tuple(
        each
        for each in group.components
        if not each.archived or each.state is not State.OPERATIONAL
    )
    return replace(group, components=listed)


def _months(rows: Iterable[IncidentRow], zone: ZoneInfo, now: datetime) -> tuple[MonthView, ...]:
    """Return the months of history, newest first; what has not begun is not history."""
    by_month: dict[str, list[IncidentRow]] = {}
    for row in rows:
        if row.began <= now and not _upcoming(row):
            by_month.setdefault(row.began.astimezone(zone).strftime("%Y-%m"), []).append(row)
    keys = list(by_month)
    return tuple(
        MonthView(
            key=key,
            rows=tuple(by_month[key]),
            earlier=keys[position + 1] if position + 1 < len(keys) else "",
            later=keys[position - 1] if position else "",
        )
        for position, key in enumerate(keys)
    )
