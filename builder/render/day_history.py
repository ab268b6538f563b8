"""The last 90 days of a component: a strip of bars, a list of days, and how figures are computed.

In a strip the shape says what the colour does: the worse a day, the taller its bar. The strip is a
picture with a text in place of it; the days themselves are a list on the component's page.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup, escape

from builder.render.addresses import COMPUTING, component_path
from builder.render.badges import LEVEL_OF_STATE
from builder.render.markup import NOTHING, made
from builder.render.page_values import Computing, DayLine, DayLines, Weight
from builder.render.percentages import over_90_days, percentage
from builder.render.setting import Setting
from builder.views.types import ComponentPage, ComponentView, Localised
from builder.views.uptime_types import ComponentHistory, DayHistory, Seconds, UptimeView
from builder.vocabulary.statuses import Impact, State

MOST_STRIPS = 40
"""Components that have a strip on the index; of more than these it has figures alone, so that it
arrives at once."""

ANCHOR = "_days"
"""Where the days stand on a component's page."""

_BAR = 4
_HEIGHT = 20
_HEIGHTS: Mapping[Impact, int] = {
    Impact.NONE: 6,
    Impact.MAINTENANCE: 10,
    Impact.MINOR: 13,
    Impact.MAJOR: 16,
    Impact.CRITICAL: 20,
}
_DAY = timedelta(days=1)


def figure(history: ComponentHistory | None, setting: Setting) -> str:
    """Return a component's figure as text, empty where none was made."""
    return percentage(history.figure, setting.words) if history is not None else ""


def strip(component: str, name: Localised, uptime: UptimeView, setting: Setting) -> Markup:
    """Return the days of a component as a picture; none where there is no data of any."""
    history = uptime.components.get(component)
    if history is None or history.first is None or history.last is None:
        return NOTHING
    runs = [(Impact.NONE, history.first, (history.last - history.first).days + 1)]
    runs += _runs(history.days)
    paths: dict[Impact, str] = {}
    for level, first, length in runs:
        at, height = (first - uptime.since).days * _BAR, _HEIGHTS[level]
        line = f"M{at} {_HEIGHT - height / 2:g}h{length * _BAR - 1}"
        paths[level] = paths.get(level, "") + line
    drawn = "".join(
        f'<path class="{level}" stroke-width="{_HEIGHTS[level]}" d="{line}"/>'
        for level, line in paths.items()
    )
    width = ((uptime.today - uptime.since).days + 1) * _BAR
    return made(
        f'<svg class="days" viewBox="0 0 {width} {_HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(_told(name, history, setting))}">{drawn}</svg>'
    )


def linked_strip(component: str, name: Localised, uptime: UptimeView, setting: Setting) -> Markup:
    """Return the strip as a link to the days on the component's page."""
    picture = strip(component, name, uptime, setting)
    address = f"{setting.root}{component_path(component)}#{ANCHOR}"
    return made(f'<a href="{escape(address)}">{picture}</a>') if picture else NOTHING


def day_lines(page: ComponentPage, uptime: UptimeView, setting: Setting) -> DayLines | None:
    """Return the days of a component, the newest first; those that are alike are one line."""
    history = uptime.components.get(page.component.id)
    if history is None or history.first is None:
        return None
    return DayLines(
        anchor=ANCHOR,
        heading=setting.words["uptime.last_days"],
        strip=strip(page.component.id, page.component.name, uptime, setting),
        figure=over_90_days(history.figure, setting.words),
        computing=setting.link(COMPUTING, setting.words["uptime.how"]),
        lines=tuple(_lines(history, uptime, setting))[::-1],
    )


def computing(
    uptime: UptimeView, components: tuple[ComponentView, ...], setting: Setting
) -> Computing:
    """Return how figures are computed, with an example: the component that most counts against."""
    words, rule = setting.words, uptime.rule
    known = [(each, uptime.components[each.id]) for each in components if _known(each, uptime)]
    example = max(known, key=lambda each: each[1].weighted, default=None)
    zone = setting.frame.time_zone.removeprefix("Etc/")
    return Computing(
        heading=words["uptime.how"],
        policy=words["uptime.policy"].format(name=rule.name),
        sentences=(
            words["uptime.what"].format(zone=zone),
            words["uptime.terms"],
            words["uptime.mean" if rule.groups == "mean" else "uptime.any"],
            words["uptime.rounding"],
        ),
        formula=words["uptime.formula"],
        weights=tuple(
            Weight(
                setting.badges.states[state],
                words["uptime.taken_out"] if weight is None else _thousandths(weight),
            )
            for state, weight in sorted(
                rule.weights.items(), key=lambda each: each[0].rank, reverse=True
            )
            if state is not State.OPERATIONAL
        ),
        example=NOTHING
        if example is None
        else words.sentence("uptime.worked", component=setting.component(example[0].id)),
        working=() if example is None else tuple(_working(example[1], uptime, setting)),
    )


def _known(component: ComponentView, uptime: UptimeView) -> bool:
    history = uptime.components.get(component.id)
    return history is not None and bool(history.figure)


def _working(history: ComponentHistory, uptime: UptimeView, setting: Setting) -> Iterator[str]:
    """Yield the lines to recompute a figure with a pencil; seconds are whole."""
    yield f"T = {history.counted} s"
    for state, seconds in history.seconds:
        weight = uptime.rule.weights[state]
        if weight:
            weighed = _thousandths(seconds * weight)
            word = setting.words.states[state]
            yield f"{word}: {seconds} s * {_thousandths(weight)} = {weighed} s"
    weighted = _thousandths(history.weighted)
    said = percentage(history.figure, setting.words)
    yield f"100 * ({history.counted} - {weighted}) / {history.counted} = {said}"


def _thousandths(number: int) -> str:
    whole, rest = divmod(number, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")


def _runs(days: tuple[DayHistory, ...]) -> Iterator[tuple[Impact, date, int]]:
    """Yield days of the same level that follow each other: level, first day, how many."""
    before: tuple[Impact, date, int] | None = None
    for each in days:
        level = LEVEL_OF_STATE[each.state]
        if before and before[0] is level and before[1] + before[2] * _DAY == each.day:
            before = (level, before[1], before[2] + 1)
            continue
        if before:
            yield before
        before = (level, each.day, 1)
    if before:
        yield before


def _told(name: Localised, history: ComponentHistory, setting: Setting) -> str:
    """Return what a strip shows, as text."""
    words = setting.words
    hit = sum(each.state is not State.UNDER_MAINTENANCE for each in history.days)
    said = words["state"].format(
        component=setting.plain(name), state=over_90_days(history.figure, words)
    )
    return f"{said} · {words['uptime.told'].format(number=hit)}"


def _lines(history: ComponentHistory, uptime: UptimeView, setting: Setting) -> Iterator[DayLine]:
    """Yield the days from the oldest on."""
    assert history.first is not None and history.last is not None
    words = setting.words
    operational = setting.badges.states[State.OPERATIONAL]
    if uptime.since < history.first:
        days = _days(uptime.since, history.first - _DAY, setting)
        yield DayLine(days, (escape(words["no_data"]),))
    following = history.first
    for told in _alike(history.days):
        if following < told[0].day:
            days = _days(following, told[0].day - _DAY, setting)
            yield DayLine(days, (operational,))
        yield _line(told, uptime, setting)
        following = told[-1].day + _DAY
    if following <= history.last:
        yield DayLine(_days(following, history.last, setting), (operational,))
    if history.last < uptime.today:
        days = _days(history.last + _DAY, uptime.today, setting)
        yield DayLine(days, (escape(words["no_data"]),))


def _alike(days: tuple[DayHistory, ...]) -> Iterator[list[DayHistory]]:
    """Yield days that follow each other and had the same told of them."""

    def same(each: tuple[int, DayHistory]) -> tuple[object, ...]:
        position, day = each
        incidents = tuple(row.id for row in day.incidents)
        return day.day.toordinal() - position, day.state, day.seconds, incidents

    for _, found in groupby(enumerate(days), key=same):
        yield [day for _, day in found]


def _line(told: list[DayHistory], uptime: UptimeView, setting: Setting) -> DayLine:
    words, first, last = setting.words, told[0], told[-1]
    if first.day == uptime.today:
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
        length = setting.times.duration(timedelta(seconds=each * times))
        yield Markup('{} <data value="{}">{}</data>').format(
            setting.badges.states[state], each * times, length
        )


def _days(first: date, last: date, setting: Setting) -> Markup:
    """Write a day, or days from one to another."""
    times = setting.times
    if first == last:
        return escape(times.day(first))
    return setting.words.sentence("window", start=times.day(first), end=times.day(last))
