"""The months of components that are over, in which something was the matter with them.

Which months there are, and of what, is known from a glance at every state; what a month held is
measured when it is asked for. A month that is over moves only with the incidents that told of it.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from builder.model.site import Component, Site
from builder.model.uptime import Window, measure
from builder.model.uptime_window import midnight
from builder.views.component_days import Days, history_of
from builder.views.fingerprint import fingerprint
from builder.views.frame import readable_components
from builder.views.types import IncidentRow
from builder.views.uptime import lives, told
from builder.views.uptime_types import ComponentHistory, ComponentMonths, MonthOfComponent
from builder.vocabulary.readers import Reader
from builder.vocabulary.statuses import State

_KEPT = 120
"""Months that are kept once they are measured: a component's own pages come one after the other."""

_Rows = dict[str, IncidentRow]


@dataclass(frozen=True)
class _Calendar:
    """Months that are over: ``firsts`` are their first days and that of the month that is not,
    ``borders`` the seconds at which each of them begins."""

    firsts: tuple[date, ...]
    borders: tuple[int, ...]

    def key(self, position: int) -> str:
        """Return a month as ``yyyy-mm``."""
        return f"{self.firsts[position]:%Y-%m}"

    def position(self, key: str) -> int:
        """Return the position of a month."""
        return self.firsts.index(date.fromisoformat(f"{key}-01"))

    def months(self, since: int, until: int) -> range:
        """Return the positions of the months that lie in a window, or some of which does."""
        first = max(0, bisect_right(self.borders, since) - 1)
        last = min(bisect_right(self.borders, until - 1), len(self.borders) - 1)
        return range(first, last)


def component_months(
    reader: Reader,
    site: Site,
    rows: Iterable[IncidentRow],
    now: datetime,
    wanted: Collection[str] | None = None,
    since: datetime | None = None,
) -> ComponentMonths:
    """Find the months of the components that the reader may read, or of ``wanted`` ones.

    ``rows`` are those of this reader's incidents, merged ones already carried on. Months that were
    over before ``since`` are left out.
    """
    zone = ZoneInfo(site.time_zone)
    # In their order of writing a change would move months that it does not touch.
    listed = sorted(rows, key=lambda row: row.id)
    began = min((span.since for row in listed for span in row.spans), default=now)
    calendar = _calendar(min(max(began, since or began), now), now, zone)
    components = {
        each.id: each
        for each in readable_components(reader, site)
        if wanted is None or each.id in wanted
    }
    span_of = lives(components.values(), Window(calendar.borders[0], calendar.borders[-1]), zone)
    found: dict[str, dict[int, _Rows]] = {}
    end = calendar.borders[-1]
    for row in listed:
        for span in row.spans:
            life = span_of.get(span.component)
            if life is None or span.state is State.OPERATIONAL:
                continue
            first = max(int(span.since.timestamp()), life.since)
            last = min(end if span.until is None else int(span.until.timestamp()), life.until)
            if first < last:
                months = found.setdefault(span.component, {})
                for position in calendar.months(first, last):
                    months.setdefault(position, {})[row.id] = row
    return ComponentMonths(
        {
            name: tuple(_listed(months, calendar, components[name], site))
            for name, months in found.items()
        },
        lru_cache(maxsize=_KEPT)(partial(_measured, site, components, calendar, found)),
    )


def _calendar(since: datetime, now: datetime, zone: ZoneInfo) -> _Calendar:
    first, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    count = last.year * 12 + last.month - (first.year * 12 + first.month)
    months = range(first.year * 12 + first.month - 1, first.year * 12 + first.month + count)
    firsts = tuple(date(month // 12, month % 12 + 1, 1) for month in months)
    return _Calendar(firsts, tuple(midnight(each, zone) for each in firsts))


def _listed(
    months: Mapping[int, _Rows], calendar: _Calendar, component: Component, site: Site
) -> Iterator[MonthOfComponent]:
    """Yield the months of a component, the newest first."""
    made_from = (site.time_zone, component.start_date, component.archived)
    positions = sorted(months, reverse=True)
    keys = ["", *(calendar.key(position) for position in positions), ""]
    for number, position in enumerate(positions, 1):
        rows = months[position]
        month = MonthOfComponent(keys[number], "", tuple(rows), keys[number + 1], keys[number - 1])
        digests = tuple(row.digest for row in rows.values())
        yield replace(month, digest=fingerprint(month, *made_from, digests))


def _measured(
    site: Site,
    components: Mapping[str, Component],
    calendar: _Calendar,
    found: Mapping[str, Mapping[int, _Rows]],
    component: str,
    month: str,
) -> ComponentHistory:
    position = calendar.position(month)
    zone, policy, rows = ZoneInfo(site.time_zone), site.uptime_policy, found[component][position]
    first, end = calendar.firsts[position : position + 2]
    each_day = [first + timedelta(days=number) for number in range((end - first).days)]
    days = Days(each_day, [midnight(day, zone) for day in (*each_day, end)])
    held = told(rows.values(), days.whole).get(component, ())
    life = lives((components[component],), days.whole, zone)[component]
    return history_of(measure(held, (life,), policy), held, life, days, rows, policy)
