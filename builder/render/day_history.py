"""The last 90 days of a component: its strip, and a list of what each day held."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup, escape

from builder.render.addresses import COMPUTING, component_months_path, component_path
from builder.render.markup import NOTHING, made
from builder.render.page_values import DayLine, DayLines
from builder.render.percentages import over_90_days, percentage
from builder.render.setting import Setting
from builder.render.strips import strip
from builder.views.types import ComponentPage, Localised
from builder.views.uptime_types import ComponentHistory, DayHistory, Seconds, UptimeView
from builder.vocabulary.statuses import State

MOST_STRIPS = 40
"""Components that have a strip on the index; of more than these it has figures alone, so that it
arrives at once."""

ANCHOR = "_days"
"""Where the days stand on a component's page."""

_DAY = timedelta(days=1)


def figure(history: ComponentHistory | None, setting: Setting) -> str:
    """Return a component's figure as text, empty where none was made."""
    return percentage(history.figure, setting.words) if history is not None else ""


def days_strip(component: str, name: Localised, uptime: UptimeView, setting: Setting) -> Markup:
    """Return the last 90 days of a component as a picture; none where there is no data of any."""
    history = uptime.components.get(component)
    if history is None:
        return NOTHING
    count = (uptime.today - uptime.since).days + 1
    said = over_90_days(history.figure, setting.words)
    return strip(history, uptime.since, count, said_of(name, said, history, setting))


def linked_strip(component: str, name: Localised, uptime: UptimeView, setting: Setting) -> Markup:
    """Return the strip as a link to the days on the component's page."""
    picture = days_strip(component, name, uptime, setting)
    address = f"{setting.root}{component_path(component)}#{ANCHOR}"
    return made(f'<a href="{escape(address)}">{picture}</a>') if picture else NOTHING


def day_lines(
    page: ComponentPage, uptime: UptimeView, setting: Setting, *, months: bool = False
) -> DayLines | None:
    """Return the days of a component, the newest first; those that are alike are one line.

    ``months`` is true where it has months that are over.
    """
    history = uptime.components.get(page.component.id)
    if history is None or history.first is None:
        return None
    return DayLines(
        anchor=ANCHOR,
        heading=setting.words["uptime.last_days"],
        strip=days_strip(page.component.id, page.component.name, uptime, setting),
        figure=over_90_days(history.figure, setting.words),
        computing=setting.link(COMPUTING, setting.words["uptime.how"]),
        lines=lines_of(history, uptime.since, uptime.today, setting),
        months=setting.link(
            component_months_path(page.component.id), setting.words["uptime.months"]
        )
        if months
        else NOTHING,
    )


def said_of(name: Localised, figure: str, history: ComponentHistory, setting: Setting) -> str:
    """Return what a strip shows, as text."""
    words = setting.words
    hit = sum(each.state is not State.UNDER_MAINTENANCE for each in history.days)
    said = words["state"].format(component=setting.plain(name), state=figure)
    return f"{said} · {words['uptime.told'].format(number=hit)}"


def lines_of(
    history: ComponentHistory, since: date, until: date, setting: Setting
) -> tuple[DayLine, ...]:
    """Return the days from one to another, the newest first; those that are alike are one line."""
    return tuple(_lines(history, since, until, setting))[::-1]


def _lines(
    history: ComponentHistory, since: date, until: date, setting: Setting
) -> Iterator[DayLine]:
    """Yield the days from the oldest on; there is data of some."""
    assert history.first is not None and history.last is not None
    words = setting.words
    operational = setting.badges.states[State.OPERATIONAL]
    if since < history.first:
        days = _days(since, history.first - _DAY, setting)
        yield DayLine(days, (escape(words["no_data"]),))
    following = history.first
    for told in _alike(history.days):
        if following < told[0].day:
            days = _days(following, told[0].day - _DAY, setting)
            yield DayLine(days, (operational,))
        yield _line(told, setting)
        following = told[-1].day + _DAY
    if following <= history.last:
        yield DayLine(_days(following, history.last, setting), (operational,))
    if history.last < until:
        days = _days(history.last + _DAY, until, setting)
        yield DayLine(days, (escape(words["no_data"]),))


def _alike(days: tuple[DayHistory, ...]) -> Iterator[list[DayHistory]]:
    """Yield days that follow each other and had the same told of them."""

    def same(each: tuple[int, DayHistory]) -> tuple[object, ...]:
        position, day = each
        incidents = tuple(row.id for row in day.incidents)
        return day.day.toordinal() - position, day.state, day.seconds, incidents

    for _, found in groupby(enumerate(days), key=same):
        yield [day for _, day in found]


def _line(told: list[DayHistory], setting: Setting) -> DayLine:
    words, first, last = setting.words, told[0], told[-1]
    if not first.seconds:
        state = setting.badges.states[first.state]
        states: tuple[Markup, ...] = (Markup("{} {}").format(state, words["uptime.so_far"]),)
    else:
        states = tuple(_lasted(first.seconds, len(told), setting))
    links = [setting.incident(row.id, setting.name(row.title)) for row in first.incidents]
    return DayLine(_days(first.day, last.day, setting), states, _first_few(links, setting))


_NAMED = 5
"""Incidents that a line names."""


def _first_few(links: list[Markup], setting: Setting) -> Markup:
    rest = len(links) - _NAMED
    if rest <= 0:
        return setting.words.listed(links)
    return setting.words.sentence(
        "components_and_more", components=setting.words.listed(links[:_NAMED]), number=rest
    )


def _lasted(seconds: Seconds, times: int, setting: Setting) -> Iterator[Markup]:
    for state, each in seconds:
        badge = setting.badges.states[state]
        length = setting.times.duration(timedelta(seconds=each * times))
        yield made(f'{badge} <data value="{each * times}">{length}</data>')


def _days(first: date, last: date, setting: Setting) -> Markup:
    """Write a day, or days from one to another."""
    times = setting.times
    if first == last:
        return escape(times.day(first))
    return setting.words.sentence("window", start=times.day(first), end=times.day(last))
