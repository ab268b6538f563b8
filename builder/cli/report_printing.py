"""Reports of accounts, printed: a page for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

from builder.cli.uptime_printing import decimal
from builder.model.uptime_policy import WHOLE
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.build.account_report import AccountReport
    from builder.views.service_types import FinalFigure, Interval, PeriodLevel


def write_html(report: AccountReport, stream: TextIO) -> None:
    """Write one page that stands for itself."""
    from builder.render.service_report import service_report
    from builder.views.audience_view import audience_setting

    setting = audience_setting(report.account.reader, report.site)
    page = service_report(setting, report.theme, report.service, report.level, report.limited)
    stream.write(page.decode())


def write_json(report: AccountReport, stream: TextIO) -> None:
    """Write all numbers of the report; lengths are whole seconds, percentages text."""
    level = report.level
    told = {
        "account": report.account.id,
        "name": report.account.name,
        "time_zone": report.service.time_zone,
        "policy": report.service.policy,
        "target": report.service.target,
        **level_values(level),
    }
    json.dump(told, stream, indent=2, ensure_ascii=False)
    stream.write("\n")


def level_values(level: PeriodLevel) -> dict[str, Any]:
    """Return a period as JSON has it."""
    following = level.following
    return {
        "month": level.key,
        "since": iso(level.since),
        "until": iso(level.until),
        "as_of": iso(level.at),
        "over": not level.lasts,
        "uptime": level.figure or None,
        "final": None if level.final is None else _final(level.final),
        "budget_seconds": level.budget,
        "left_seconds": level.left,
        "target_missed": level.broken,
        "breach": _time(level.breach),
        "credit": level.owed or None,
        "next_credit": None
        if following is None or not level.lasts
        else {"below": following.below, "sum": following.sum, "at": _time(following.at)},
        "components": [
            {
                "id": each.id or None,
                "uptime": each.figure or None,
                "known_seconds": each.known,
                "excluded_seconds": each.excluded,
                "weighted_seconds": _number(each.weighted),
            }
            for each in level.components
        ],
        "intervals": [_interval(each) for each in level.intervals],
        "exclusions": [
            {
                "from": iso(each.since),
                "until": iso(each.until),
                "reason": each.reason,
                "components": list(each.components),
            }
            for each in level.excluded
        ],
        "adjustments": [
            {"seconds": each.seconds, "reason": each.reason, "agreed": each.agreed.isoformat()}
            for each in level.adjusted
        ],
        "promises": [
            {
                "incident": each.id,
                "priority": each.priority.value,
                "first_seconds": each.first,
                "first_within": each.first_within,
                "silence_seconds": each.silence,
                "updates_within": each.updates_within,
                "kept": each.kept,
            }
            for each in level.promises
        ],
        "promises_kept": level.kept,
        "promises_known": level.promised,
        "disputed_until": level.disputed_until.isoformat() if level.disputed_until else None,
    }


def write_csv(report: AccountReport, stream: TextIO) -> None:
    """Write a line an interval: what was not operational, and what it counted."""
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(
        (
            "account",
            "month",
            "component",
            "update",
            "state",
            "from",
            "to",
            "weight",
            "seconds",
            "weighted_seconds",
        )
    )
    for each in report.level.intervals:
        lines.writerow((report.account.id, report.level.key, *_interval(each).values()))


def _final(final: FinalFigure) -> dict[str, Any]:
    return {
        "made": iso(final.made),
        "uptime": final.figure or None,
        "differs": final.differs,
        "changed": list(final.changed),
    }


def _interval(each: Interval) -> dict[str, Any]:
    return {
        "component": each.component,
        "update": f"{each.incident}/{each.update}",
        "state": each.state.value,
        "from": iso(each.since),
        "to": iso(each.until),
        "weight": "excluded" if each.weight is None else decimal(each.weight),
        "seconds": each.seconds,
        "weighted_seconds": _number(each.weighted),
    }


def _number(thousandths: int) -> int | float:
    return thousandths / WHOLE if thousandths % WHOLE else thousandths // WHOLE


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)


WRITERS: Mapping[str, Callable[[AccountReport, TextIO], None]] = {
    "html": write_html,
    "json": write_json,
    "csv": write_csv,
}
"""How a report is printed, by the word of ``--format``."""
