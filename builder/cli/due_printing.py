"""What is owed, as lines for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from builder.views.due import Owed, Rule
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.build.owed import Debts

_MOST_NAMED = 4
"""Accounts that are named one by one in a line."""


def lines(rows: Iterable[Owed], debts: Debts, *, overheard: bool) -> Iterator[str]:
    """Yield a line for each thing that is owed, to all readers who are owed the same.

    ``overheard`` is true where others may read along: then no account is named and no title said.
    """
    groups: dict[tuple[object, ...], list[Owed]] = {}
    for row in rows:
        key = (row.incident, row.rule, row.due, row.about)
        groups.setdefault(key, []).append(row)
    zone = ZoneInfo(debts.site.time_zone)
    for group in groups.values():
        first = group[0]
        when = "no time stated" if first.due is None else distance(first.due - debts.now)
        incident = f"{first.priority} {first.incident}" if first.priority else first.incident
        who = ", ".join(_readers(group, overheard=overheard))
        what = reason(first, debts.now, zone, overheard=overheard)
        title = "" if overheard else f" ({first.title.get(debts.site.language, '')})"
        yield f"{when:15} {incident}{title}: {who}: {what}"


def distance(gap: timedelta) -> str:
    """Return how far off an instant is: ``in 12 min``, or ``7 min late`` where it has passed."""
    seconds = int(gap.total_seconds())
    return f"in {length(gap)}" if seconds > 0 else f"{length(-gap)} late"


def length(gap: timedelta) -> str:
    """Return a duration in words of at most two units: ``40 s``, ``7 min``, ``1 h 05 min``."""
    seconds = int(gap.total_seconds())
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if days:
        return f"{days} d {hours % 24} h"
    if hours:
        return f"{hours} h {minutes % 60:02} min"
    return f"{minutes} min" if minutes or not seconds else f"{seconds} s"


def clock(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return an instant in the site's zone, with its day where that is not today."""
    local = moment.astimezone(zone)
    today = local.date() == now.astimezone(zone).date()
    return local.strftime("%H:%M %Z" if today else "%Y-%m-%d %H:%M %Z")


def reason(row: Owed, now: datetime, zone: ZoneInfo, *, overheard: bool) -> str:
    """Return what is owed and by which rule."""
    since = clock(row.since, now, zone)
    due = "" if row.due is None else clock(row.due, now, zone)
    gap = "" if row.due is None else length(row.due - row.since)
    if row.rule is Rule.ASK:
        asked = "an answer" if overheard else f"an answer to: {' '.join(row.about.split())}"
        return f"{asked} (asked at {since}, wanted by {due})"
    if row.rule is Rule.DATA_LOSS:
        promised = f", promised by {due}" if due else ""
        return f"whether data was lost (not known at {since}{promised})"
    return {
        Rule.PROMISE: f"an update (promised by {due} at {since})",
        Rule.CADENCE: f"an update (every {gap} at {row.priority}; the last was at {since})",
        Rule.FIRST_POST: f"the first post (within {gap} at {row.priority}; known since {since})",
        Rule.EXECUTIVES: f"words for executives (within {gap} at {row.priority}; since {since})",
        Rule.POSTMORTEM: f"the postmortem (promised by {due})",
        Rule.WINDOW: f"word that the maintenance is over or goes on (its window ends at {due})",
    }[row.rule]


def as_json(debts: Debts, rows: Sequence[Owed], *, overheard: bool) -> str:
    """Return what is owed as a JSON object with a line end."""
    told = {
        "now": iso(debts.now),
        "owed": [in_json(row, debts, overheard=overheard) for row in rows],
        "unread": list(debts.unread),
        "without_clock": list(debts.without_clock),
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def in_json(row: Owed, debts: Debts, *, overheard: bool) -> dict[str, object]:
    """Return one row for a program; ``late_seconds`` is negative while there is time left."""
    late = None if row.due is None else int((debts.now - row.due).total_seconds())
    return {
        "incident": row.incident,
        "title": "" if overheard else row.title.get(debts.site.language, ""),
        "reader": _reader(row.reader, overheard=overheard),
        "owner": row.owner.value,
        "priority": row.priority.value if row.priority else None,
        "rule": row.rule.value,
        "since": iso(row.since),
        "due": None if row.due is None else iso(row.due),
        "overdue": row.is_overdue(debts.now),
        "late_seconds": late,
        "about": "" if overheard else row.about,
    }


def _reader(name: str, *, overheard: bool) -> str:
    return "an account" if overheard and name.startswith("account:") else name


def _readers(group: Iterable[Owed], *, overheard: bool) -> Iterator[str]:
    names = [row.reader for row in group]
    accounts = [name for name in names if name.startswith("account:")]
    yield from (name.removeprefix("audience:") for name in names if name not in accounts)
    if len(accounts) > _MOST_NAMED or (accounts and overheard):
        yield f"{len(accounts)} account{'s' if len(accounts) > 1 else ''}"
    else:
        yield from accounts
