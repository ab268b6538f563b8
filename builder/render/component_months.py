"""The months of a component that are over: a list of them, and a page of each."""

from collections.abc import Iterable
from datetime import date, timedelta

from markupsafe import Markup

from builder.render.addresses import (
    COMPUTING,
    component_month_path,
    component_months_path,
    component_path,
)
from builder.render.computing import working
from builder.render.day_history import lines_of, said_of
from builder.render.markup import NOTHING
from builder.render.page_values import ComponentMonthPage, ComponentMonthsPage, Month, Year
from builder.render.percentages import percentage
from builder.render.setting import Setting
from builder.render.strips import strip
from builder.views.types import ComponentView
from builder.views.uptime_types import ComponentHistory, MonthOfComponent, UptimeRule


def component_month_page(
    component: ComponentView,
    month: MonthOfComponent,
    history: ComponentHistory,
    rule: UptimeRule,
    setting: Setting,
) -> ComponentMonthPage:
    """Return the values of the page of a month."""
    words = setting.words
    first, last = _bounds(month.key)
    figure = percentage(history.figure, words)
    told = said_of(component.name, figure, history, setting)
    name = words.sentence(
        "state", component=setting.name(component.name), state=setting.times.month(month.key)
    )
    return ComponentMonthPage(
        name=name,
        up=setting.link(component_months_path(component.id), words["uptime.months"]),
        strip=strip(history, first, (last - first).days + 1, told),
        figure=figure,
        computing=setting.link(COMPUTING, words["uptime.how"]),
        lines=lines_of(history, first, last, setting),
        working=working(history, rule, setting) if history.figure else (),
        earlier=_month_link("earlier_month", component, month.earlier, setting),
        later=_month_link("later_month", component, month.later, setting),
    )


def component_months_page(
    component: ComponentView, figures: Iterable[tuple[str, str]], setting: Setting
) -> ComponentMonthsPage:
    """Return the values of the list of months; ``figures`` are theirs by key, newest first."""
    words = setting.words
    years: dict[str, list[Month]] = {}
    for key, figure in figures:
        path = component_month_path(component.id, key)
        link = setting.link(path, setting.times.month(key))
        years.setdefault(key[:4], []).append(Month(link, percentage(figure, words)))
    return ComponentMonthsPage(
        name=words.sentence(
            "state",
            component=setting.link(component_path(component.id), setting.name(component.name)),
            state=words["uptime.months"],
        ),
        note=words["uptime.other_months"],
        computing=setting.link(COMPUTING, words["uptime.how"]),
        years=tuple(Year(str(int(year)), tuple(months)) for year, months in years.items()),
    )


def _bounds(key: str) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    year, month = map(int, key.split("-"))
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _month_link(label: str, component: ComponentView, month: str, setting: Setting) -> Markup:
    if not month:
        return NOTHING
    words = setting.words.sentence(label, month=setting.times.month(month))
    return setting.link(component_month_path(component.id, month), words)
