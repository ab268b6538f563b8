"""Incidents as lines: recent ones, months of history, a component's past."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from builder.render.addresses import HISTORY, month_path
from builder.render.incident_names import named_by_id
from builder.render.markup import NOTHING
from builder.render.page_values import (
    ComponentPageValues,
    HistoryPage,
    Line,
    Lines,
    Month,
    MonthPage,
    Year,
)
from builder.render.setting import Setting
from builder.views.types import ComponentPage, IncidentRow, MonthView
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
                count=setting.words.counted("incidents", len(month.rows)),
            )
        )
    return HistoryPage(
        years=tuple(
            Year(name=str(int(year)), months=tuple(found)) for year, found in years.items()
        ),
        empty="" if years else setting.words["no_history"],
    )


def component_page(page: ComponentPage, setting: Setting) -> ComponentPageValues:
    """Return the values of a component's page."""
    words, component = setting.words, page.component
    history = setting.link(HISTORY, words["all_history"]) if page.more else NOTHING
    lists = [
        Lines(
            "_past", words["past_incidents"], lines(page.past, setting), words["no_past"], history
        )
    ]
    if page.open:
        lists.insert(0, Lines("_current", words["current"], lines(page.open, setting)))
    group = page.group and words.sentence("group", group=setting.name(page.group))
    return ComponentPageValues(
        name=setting.name(component.name, longest=None),
        state=setting.badges.states[component.state],
        group=group or NOTHING,
        description=setting.name(component.description, longest=None)
        if setting.spoken(component.description)[0]
        else NOTHING,
        site=_outside(component.url),
        archived=words["archived"] if component.archived else "",
        lists=tuple(lists),
    )


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
