"""The promise of the next update: by the cadence, and within what a cadence allows."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from builder.model.cadence import longest_gap
from builder.model.site import Site
from builder.source.yaml_writing import Value
from builder.vocabulary.statuses import ENDING, Priority, Status
from builder.vocabulary.times import iso

LONG_PACE = timedelta(hours=4)
"""The longest gap of an incident that goes on at a long pace."""


def usual_promises(
    site: Site,
    audiences: Iterable[str],
    priority: Priority | None,
    stage: Status | None,
    at: datetime,
) -> dict[str, datetime]:
    """Return by when each audience is to hear next, counted from an update at ``at``; nothing where
    no gap is set, or where the stage ends the incident."""
    if stage in ENDING:
        return {}
    found = {}
    for name in audiences:
        gap = longest_gap(site.audiences[name], priority, stage)
        if gap is not None:
            found[name] = at + gap
    return found


def as_written(promises: Mapping[str, datetime]) -> Value:
    """Return promises as ``next_update`` has them: one time, or the public's and those of audiences
    that hear earlier or later than it."""
    times = set(promises.values())
    if len(times) == 1:
        return iso(times.pop())
    usual = promises.get("public")
    return {
        name: iso(moment)
        for name, moment in promises.items()
        if name == "public" or moment != usual
    }


def promise_fault(
    moment: datetime, now: datetime, promises: Mapping[str, datetime], *, long: bool
) -> str:
    """Return why a time can't be promised; empty where it can.

    A slip of the pen lies in the past, or beyond twice the longest gap that the cadence has.
    """
    if moment <= now:
        return "That is over already."
    if long:
        return "" if moment - now <= LONG_PACE else "A long pace has gaps of four hours at most."
    usual = max(promises.values(), default=None)
    if usual is not None and moment - now > 2 * (usual - now):
        return (
            f"That is more than twice as long as the cadence has ({minutes(usual - now)}). "
            "If it is meant, go on at a long pace: `--pace long`."
        )
    return ""


def minutes(gap: timedelta) -> str:
    """Return a gap in minutes."""
    return f"{int(gap.total_seconds()) // 60} min"
