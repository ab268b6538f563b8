"""The last 90 days of each component as one reader sees them, and the figures over them.

Days are those of the page's zone, also those of 23 and 25 hours. Figures cover whole days up to the
last midnight, so that they stand still until the next one; the day that is not over shows its worst
state so far and no seconds.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from builder.model.site import Site
from builder.model.uptime import Measured, Window, measure, percent
from builder.model.uptime_policy import Policy
from builder.model.uptime_window import midnight
from builder.views.component_days import Days, history_of, incident_behind
from builder.views.fingerprint import fingerprint
from builder.views.frame import readable_components
from builder.views.types import IncidentRow
from builder.views.uptime import group_figures, lives, told
from builder.views.uptime_types import ComponentHistory, UptimeRule, UptimeView
from builder.vocabulary.readers import Reader
from builder.vocabulary.statuses import State

DAYS = 90
"""Whole days that figures on pages cover."""


Alike = dict[tuple[object, ...], tuple[Measured, ComponentHistory]]
"""What was measured in a build so far, by all that it was measured from: readers who were told the
same of a component share its days."""


def uptime_rule(policy: Policy) -> UptimeRule:
    """Return a policy as pages and programs are told of it."""
    return UptimeRule(
        name=policy.name,
        weights={state: policy.weight(state) for state in State},
        groups=policy.groups.value,
        digits=policy.digits,
    )


def midnights(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return when the day of ``now`` began in a zone (an IANA name) and when the next one does: the
    instants at which figures move on."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = (today, today + timedelta(days=1))
    began, ends = (datetime.fromtimestamp(midnight(each, ZoneInfo(zone)), UTC) for each in days)
    return began, ends


def uptime_view(
    reader: Reader,
    site: Site,
    rows: Iterable[IncidentRow],
    now: datetime,
    wanted: Collection[str] | None = None,
    alike: Alike | None = None,
) -> UptimeView | None:
    """Measure the components that the reader may read, or ``wanted`` ones of them; ``None`` where
    there is none.

    ``rows`` are those of this reader's incidents, merged ones already carried on. ``alike`` is
    what was measured for others of the same site at the same moment, and is added to.
    """
    known = {
        each.id: each
        for each in readable_components(reader, site)
        if wanted is None or each.id in wanted
    }
    if not known:
        return None
    zone, policy = ZoneInfo(site.time_zone), site.uptime_policy
    days = _days(now, zone)
    up_to_now = Window(days.borders[0], int(now.timestamp()) + 1)
    listed = tuple(rows)
    heard = told(listed, up_to_now)
    whole = lives(known.values(), days.whole, zone)
    here = lives(known.values(), up_to_now, zone)
    by_id = {row.id: row for row in listed}
    known_days = {} if alike is None else alike
    found: dict[str, tuple[Measured, ComponentHistory]] = {}
    for name in known:
        held = heard.get(name, ())
        named = tuple(_named(by_id[incident_behind(each)]) for each in held)
        key = (site.time_zone, whole[name], here[name], tuple(held), named)
        if key not in known_days:
            measured = measure(held, (whole[name],), policy)
            history = history_of(measured, held, here[name], days, by_id, policy)
            known_days[key] = measured, replace(history, digest=fingerprint(history))
        found[name] = known_days[key]
    measured_here = {name: measured for name, (measured, _) in found.items()}
    groups = group_figures(site, measured_here, whole, heard, policy)
    return UptimeView(
        rule=uptime_rule(policy),
        since=days.days[0],
        today=days.days[-1],
        components={name: history for name, (_, history) in found.items()},
        groups={
            each.id: "" if each.uptime is None else percent(each.uptime, policy.digits)
            for each in groups
        },
    )


def _days(now: datetime, zone: ZoneInfo) -> Days:
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    return Days(days, [midnight(each, zone) for each in days])


def _named(row: IncidentRow) -> tuple[object, ...]:
    """Return what a day depends on of an incident that told of it."""
    return row.began, *row.title.items()
