"""Strips: days as bars, side by side.

The shape says what the colour does: the worse a day, the taller its bar. A strip is a picture with
a text in place of it.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from markupsafe import Markup, escape

from builder.render.badges import LEVEL_OF_STATE
from builder.render.markup import NOTHING, made
from builder.views.uptime_types import ComponentHistory, DayHistory
from builder.vocabulary.statuses import Impact

_BAR = 4
_HEIGHT = 20
_ABOVE = 3
"""What keeps the tallest bars apart from what stands above them."""

_HEIGHTS: Mapping[Impact, int] = {
    Impact.NONE: 6,
    Impact.MAINTENANCE: 10,
    Impact.MINOR: 13,
    Impact.MAJOR: 16,
    Impact.CRITICAL: 20,
}
_DAY = timedelta(days=1)


def strip(history: ComponentHistory, since: date, days: int, told: str) -> Markup:
    """Return so many days of a component as a picture; none where there is no data of any.

    ``told`` is the text in place of it.
    """
    if history.first is None or history.last is None:
        return NOTHING
    runs = [(Impact.NONE, history.first, (history.last - history.first).days + 1)]
    runs += _runs(history.days)
    paths: dict[Impact, str] = {}
    for level, first, length in runs:
        at, height = (first - since).days * _BAR, _HEIGHTS[level]
        line = f"M{at} {_HEIGHT - height / 2:g}h{length * _BAR - 1}"
        paths[level] = paths.get(level, "") + line
    drawn = "".join(
        f'<path class="{level}" stroke-width="{_HEIGHTS[level]}" d="{line}"/>'
        for level, line in paths.items()
    )
    box = f"0 {-_ABOVE} {days * _BAR} {_ABOVE + _HEIGHT}"
    return made(
        f'<svg class="days" viewBox="{box}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(told)}">{drawn}</svg>'
    )


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
