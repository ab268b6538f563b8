"""Reports of a month, printed: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, TextIO

from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.build.month_report import MonthReport
    from builder.views.month_report import PriorityLine

_HEADS = (
    "priority",
    "incidents",
    "first post",
    "restored",
    "promises kept",
    "corrections",
    "overrides",
)
DEFINITIONS = (
    "incidents: those that everyone may read, by when they were declared (`declared`, else the "
    "first update), with the priority that they had last",
    "first post: from declared to the first update that everyone could read; median, longest",
    "restored: from the beginning of the impact to its end, as everyone was told; median, longest; "
    "without those that go on",
    "promises kept: of the times promised for a next update, those by which one had come",
    "corrections: updates that correct another one, those for some readers too",
    "overrides: updates that were posted at once, without approval",
)
"""What each column means."""


def write_table(report: MonthReport, stream: TextIO) -> None:
    """Write a line a priority, and below what each column means."""
    rows = [_HEADS, *(_row(line) for line in report.lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADS))]
    lines = [f"{report.key} ({report.time_zone})", ""]
    lines += (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    if not report.lines:
        lines.append("no incidents")
    lines += ["", *DEFINITIONS]
    stream.writelines(f"{line.rstrip()}\n" for line in lines)


def _row(line: PriorityLine) -> tuple[str, ...]:
    return (
        line.priority,
        str(line.incidents),
        _spread(line.first_post),
        "-" if line.restored is None else _spread(line.restored),
        f"{line.kept} of {line.promised}",
        str(line.corrections),
        str(line.overrides),
    )


def _spread(lengths: tuple[int, int]) -> str:
    return ", ".join(map(_length, lengths))


def _length(seconds: int) -> str:
    """Write a length with hours and minutes, below a minute with seconds."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes:02}m"
    return f"{minutes}m" if minutes else f"{rest}s"


def write_json(report: MonthReport, stream: TextIO) -> None:
    """Write lines, incidents and definitions; lengths are whole seconds."""
    told = {
        "month": report.key,
        "time_zone": report.time_zone,
        "priorities": [
            {
                "priority": line.priority,
                "incidents": line.incidents,
                "first_post_median": line.first_post[0],
                "first_post_longest": line.first_post[1],
                "restored_median": line.restored[0] if line.restored else None,
                "restored_longest": line.restored[1] if line.restored else None,
                "promises_kept": line.kept,
                "promises": line.promised,
                "corrections": line.corrections,
                "overrides": line.overrides,
            }
            for line in report.lines
        ],
        "incidents": [
            {**asdict(each), "declared": iso(each.declared)} for each in report.incidents
        ],
        "definitions": list(DEFINITIONS),
    }
    json.dump(told, stream, indent=2, ensure_ascii=False)
    stream.write("\n")


def write_csv(report: MonthReport, stream: TextIO) -> None:
    """Write a line an incident; lengths are whole seconds."""
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(
        (
            "month",
            "incident",
            "priority",
            "declared",
            "first_post",
            "restored",
            "promises",
            "promises_kept",
            "corrections",
            "overrides",
        )
    )
    for each in report.incidents:
        told = asdict(each) | {"declared": iso(each.declared)}
        lines.writerow((report.key, *("" if value is None else value for value in told.values())))


WRITERS: Mapping[str, Callable[[MonthReport, TextIO], None]] = {
    "table": write_table,
    "json": write_json,
    "csv": write_csv,
}
"""How a month is printed, by the word of ``--format``."""
