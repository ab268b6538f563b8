"""Incidents as lines: recent ones, months of history, the past of a component or a group."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from builder.render.addresses import COMPUTING, HISTORY, month_path
from builder.render.day_history import day_lines, figure, linked_strip
from builder.render.feed_links import links_of_part
from builder.render.incident_names import named_by_id
from builder.render.markup import NOTHING
from builder.render.page_values import (
    ComponentLine,
    ComponentPageValues,
    FormatLink,
    GroupPageValues,
    HistoryPage,
    Line,
    Lines,
    Month,
    MonthPage,
    Year,
)
from builder.render.percentages import over_90_days
from builder.render.setting import Setting
from builder.views.types import (
    ComponentPage,
    ComponentView,
    FeedOf,
    GroupPage,
    IncidentRow,
    Localised,
    MonthView,
)
from builder.views.uptime_types import UptimeView
from builder.vocabulary.statuses import Impact, Kind


def line(row: IncidentRow, setting: Setting) -> Line:
    """Return the values of one incident in a list."""
    return Line(
        name=setting.incident(row.id, setting.name(row.title)),
        badges=tuple(_badges(row, setting)),
        when=_when(row, setting),
        components=setting.component_names(row.components),
    )


def lines(rows: Iterable[IncidentRow], setting: Setting) -> tuple[Line, ...]:
    """Return the values of a list of incidents."""
    return tuple([line(row, setting) for row in rows])


def month_page(month: MonthView, setting: Setting) -> MonthPage:
    """Return the values of a month of history."""
    return MonthPage(
        name=setting.times.month(month.key),
        lines=lines(month.rows, setting),
        earlier=_month_link("earlier_month", month.earlier, setting),
        later=_month_link("later_month", month.later, setting),
    )


def history_page(months: Iterable[MonthView], setting: Setting) -> HistoryPage:
    """Return the values of the list of months, newest first."""
    years: dict[str, list[Month]] = {}
    for month in months:
        years.setdefault(month.key.partition("-")[0], []).append(
            Month(
                link=setting.link(month_path(month.key), setting.times.month(month.key)),
                told=setting.words.counted("incidents", len(month.rows)),
            )
        )
    return HistoryPage(
        years=tuple(
            Year(name=str(int(year)), months=tuple(found)) for year, found in years.items()
        ),
        empty="" if years else setting.words["no_history"],
    )


def component_page(
    page: ComponentPage,
    setting: Setting,
    uptime: UptimeView | None = None,
    formats: tuple[FormatLink, ...] = (),
    *,
    months: bool = False,
) -> ComponentPageValues:
    """Return the values of a component's page; ``formats`` are its feed and its calendar.

    ``months`` is as for ``day_lines``.
    """
    words, component = setting.words, page.component
    group = page.group and words.sentence("group", group=setting.group(page.group_id, page.group))
    return ComponentPageValues(
        name=setting.name(component.name, longest=None),
        state=setting.badges.states[component.state],
        group=group or NOTHING,
        description=_description(component.description, setting),
        site=_outside(component.url),
        archived=words["archived"] if component.archived else "",
        formats=formats,
        lists=_current_and_past(page, setting),
        days=day_lines(page, uptime, setting, months=months) if uptime else None,
    )


def group_page(
    page: GroupPage, setting: Setting, uptime: UptimeView | None = None
) -> GroupPageValues:
    """Return the values of a group's page."""
    group = page.group
    return GroupPageValues(
        name=setting.name(group.name, longest=None),
        state=setting.badges.states[group.state] if group.components else NOTHING,
        description=_description(group.description, setting),
        components=component_lines(group.components, setting, uptime),
        formats=links_of_part(FeedOf.GROUP, group.id, group.name, setting),
        lists=_current_and_past(page, setting),
        figure=over_90_days(uptime.groups.get(group.id, ""), setting.words) if uptime else "",
        computing=setting.link(COMPUTING, setting.words["uptime.how"]) if uptime else NOTHING,
    )


def component_lines(
    components: Iterable[ComponentView],
    setting: Setting,
    uptime: UptimeView | None = None,
    *,
    strips: bool = True,
) -> tuple[ComponentLine, ...]:
    """Return components with their states, and with their figures and days where there are."""
    states = setting.badges.states
    return tuple(
        [
            ComponentLine(
                setting.component(each.id),
                states[each.state],
                figure(uptime.components.get(each.id), setting) if uptime else "",
                linked_strip(each.id, each.name, uptime, setting) if uptime and strips else NOTHING,
            )
            for each in components
        ]
    )


def _description(text: Localised, setting: Setting) -> Markup:
    return setting.name(text, longest=None) if setting.spoken(text)[0] else NOTHING


def _current_and_past(page: ComponentPage | GroupPage, setting: Setting) -> tuple[Lines, ...]:
    """Return what goes on, if anything does, and what is over."""
    words = setting.words
    history = setting.link(HISTORY, words["all_history"]) if page.more else NOTHING
    past = lines(page.past, setting)
    lists = (Lines("_past", words["past_incidents"], past, words["no_past"], history),)
    if not page.open:
        return lists
    return (Lines("_current", words["current"], lines(page.open, setting)), *lists)


def _badges(row: IncidentRow, setting: Setting) -> Iterator[Markup]:
    badges = setting.badges
    if row.kind is Kind.INCIDENT:
        said = any(span.until is None for span in row.spans)
        yield badges.impact(row.impact, row.stage, said=said)
    elif row.kind is Kind.MAINTENANCE:
        yield badges.impacts[Impact.MAINTENANCE]
    else:
        yield badges.notice
    if row.merged_into and not row.is_open:
        link = setting.incident(row.merged_into, named_by_id(row.merged_into))
        yield setting.words.sentence("continues_in", incident=link)
    elif row.stage is not None:
        yield badges.stages[row.stage]


def _when(row: IncidentRow, setting: Setting) -> Markup:
    """Return when it began, and how long it took once it is over; a window as it is planned."""
    times = setting.times
    if row.kind is Kind.MAINTENANCE and row.scheduled_for and row.scheduled_until:
        return times.window(row.scheduled_for, row.scheduled_until)
    if row.kind is Kind.INCIDENT and row.ended and row.ended > row.began:
        duration = times.duration(row.ended - row.began)
        return setting.words.sentence("began_for", time=times.element(row.began), duration=duration)
    return times.element(row.began)


def _month_link(label: str, month: str, setting: Setting) -> Markup:
    if not month:
        return NOTHING
    words = setting.words.sentence(label, month=setting.times.month(month))
    return Markup('<a href="{}{}">{}</a>').format(setting.root, month_path(month), words)


def _outside(address: str) -> Markup:
    """Return a link to another site; none to what is no web address."""
    if not address.startswith(("https://", "http://")):
        return NOTHING
    return Markup('<a href="{}" rel="noreferrer"><bdi>{}</bdi></a>').format(address, address)
