"""The index and the page of maintenance: what is the matter now, and what is to come."""

from collections.abc import Iterable

from markupsafe import Markup

from builder.render.addresses import CALENDAR, COMPUTING, HISTORY
from builder.render.cards import SHOWN, card
from builder.render.day_history import MOST_STRIPS
from builder.render.lists import component_lines, lines
from builder.render.markup import NOTHING
from builder.render.page_values import (
    Cards,
    Group,
    IndexPage,
    Lines,
    MaintenancePage,
)
from builder.render.percentages import percentage
from builder.render.setting import Setting
from builder.views.types import GroupView, IncidentView, SiteView

ROOM = 5_000
"""Bytes of updates' words on the first page, so that it arrives at once."""

SHORTEST = 120
"""Characters that are told of an update at least."""


def index_page(site: SiteView, setting: Setting) -> IndexPage:
    """Return the values of the first page."""
    words = setting.words
    return IndexPage(
        verdict=words.verdict(site.verdict.description),
        level=site.verdict.indicator.value,
        summary=_summary(site, setting),
        sections=_fitting(site, setting),
        groups=grouped(site, setting),
        recent=Lines(
            "_recent",
            words["recent_incidents"],
            lines(site.recent, setting),
            words["no_recent"],
            setting.link(HISTORY, words["all_history"]),
        ),
        key=words["uptime.key"] if has_strips(site) else "",
        computing=setting.link(COMPUTING, words["uptime.how"]) if site.uptime else NOTHING,
    )


def maintenance_page(site: SiteView, setting: Setting) -> MaintenancePage:
    """Return the values of the page of maintenance."""
    words = setting.words
    sections = (
        _cards("_active", "active_maintenance", site.active, setting),
        _cards("_upcoming", "upcoming_maintenance", site.upcoming, setting),
    )
    filled = tuple(section for section in sections if section.cards)
    return MaintenancePage(
        sections=filled,
        empty="" if filled else words["no_maintenance"],
        past=Lines(
            "_past",
            words["past_maintenance"],
            lines(site.past_maintenance, setting),
            words["no_past_maintenance"],
            setting.link(HISTORY, words["all_history"]),
        ),
        calendar=setting.link(CALENDAR, words["calendar"]),
    )


def _fitting(site: SiteView, setting: Setting) -> tuple[Cards, ...]:
    """Return what goes on and is to come, with as much of each as there is room for: all of it,
    the newest updates, the newest one, or its beginning."""
    count = len(site.open + site.notices + site.active + site.upcoming)
    found: tuple[Cards, ...] = ()
    for shown, folds, longest in (
        (SHOWN, True, None),
        (SHOWN, False, None),
        (1, False, None),
        (1, False, max(SHORTEST, ROOM // max(count, 1))),
    ):
        sections = (
            _cards("_open", "open_incidents", site.open, setting, shown, folds, longest),
            _cards("_notices", "notices", site.notices, setting, shown, folds, longest),
            _cards("_active", "active_maintenance", site.active, setting, shown, folds, longest),
            _cards("_upcoming", "upcoming_maintenance", site.upcoming, setting, 1, folds, longest),
        )
        found = tuple(section for section in sections if section.cards)
        if sum(map(_size, found)) <= ROOM:
            break
    return found


def _size(section: Cards) -> int:
    """Return how many bytes the words of updates are."""
    items = (item for card in section.cards for item in (*card.items, *card.older))
    return sum(len(item.body.encode()) + len(item.said.encode()) for item in items)


def _cards(
    anchor: str,
    label: str,
    views: Iterable[IncidentView],
    setting: Setting,
    shown: int = SHOWN,
    folds: bool = True,
    longest: int | None = None,
) -> Cards:
    cards = [card(view, setting, shown, folds=folds, longest=longest) for view in views]
    return Cards(anchor, setting.words[label], tuple(cards))


def _summary(site: SiteView, setting: Setting) -> tuple[Markup, ...]:
    """Return what is in progress, counted: a verdict names components alone."""
    counted = (("_open", "open", site.open), ("_active", "active", site.active))
    return tuple(
        Markup('<a href="#{}">{}</a>').format(anchor, setting.words.counted(label, len(views)))
        for anchor, label, views in counted
        if views
    )


def grouped(site: SiteView, setting: Setting) -> tuple[Group, ...]:
    """Return the groups of components with their states."""
    return tuple(_group(group, site, setting) for group in site.groups)


def has_strips(site: SiteView) -> bool:
    """Say whether the first page shows days of components, or only figures of many."""
    count = sum(len(group.components) for group in site.groups)
    return site.uptime is not None and count <= MOST_STRIPS


def _group(group: GroupView, site: SiteView, setting: Setting) -> Group:
    """Return a group; without one, components are named as others only where there are some."""
    name: str | Markup = ""
    if group.id:
        name = setting.group(group.id, group.name)
    elif len(site.groups) > 1:
        name = setting.words["other_components"]
    return Group(
        name=name,
        state=setting.badges.states[group.state],
        description=setting.spoken(group.description)[0],
        components=component_lines(group.components, setting, site.uptime, strips=has_strips(site)),
        figure=percentage(site.uptime.groups.get(group.id, ""), setting.words)
        if site.uptime and group.id
        else "",
    )
