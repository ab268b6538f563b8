"""Making the figures of an account's month final: a file of them, and of what they come from."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from builder.authoring.placing import usual_mode
from builder.model.closed import ClosedInterval, ClosedMonth, digest_of
from builder.output.disk import DISK, create, flush_folder
from builder.source.file_names import CLOSED_FOLDER
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.views.service_types import PeriodLevel

_HEAD = "# Figures that were made final. What becomes known later is shown beside them.\n"


class NotClosed(Exception):
    """The month can't be made final; the message says why."""


def close_month(source: Path, account: str, level: PeriodLevel, now: datetime) -> Path:
    """Write the figures of a month that is over into ``site_src/closed/``; return the file.

    Raises:
        NotClosed: the month is not over, or was made final before.
        OSError: the system refuses.
    """
    if level.lasts:
        raise NotClosed(f"{level.key} is not over: make it final then.")
    path = source / CLOSED_FOLDER / account / f"{level.key}.yml"
    if path.exists():
        raise NotClosed(f"{level.key} was made final before: `{path}` stays as it is.")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    create(DISK, os.fspath(draft), _written(_closed(level, now)).encode(), usual_mode(), flush=True)
    draft.rename(path)
    flush_folder(DISK, os.fspath(path.parent))
    return path


def _closed(level: PeriodLevel, now: datetime) -> ClosedMonth:
    intervals = tuple(
        ClosedInterval(
            each.component,
            each.since,
            each.until,
            each.state,
            each.incident,
            each.update,
            each.weighted,
        )
        for each in level.intervals
    )
    closed = ClosedMonth(level.key, now.replace(microsecond=0), level.figure, level.owed, intervals)
    return replace(closed, digest=digest_of(closed))


def _written(closed: ClosedMonth) -> str:
    lines = [
        f"made: {iso(closed.made)}",
        f"uptime: {_quoted(closed.figure)}",
        f"credit: {_quoted(closed.owed)}",
        "intervals:" if closed.intervals else "intervals: []",
    ]
    for each in closed.intervals:
        lines += [
            f"  - component: {_quoted(each.component)}",
            f"    update: {_quoted(f'{each.incident}/{each.update}')}",
            f"    state: {each.state.value}",
            f"    from: {iso(each.since)}",
            f"    to: {iso(each.until)}",
            f"    weighted: {each.weighted}",
        ]
    return _HEAD + "\n".join([*lines, f"digest: {_quoted(closed.digest)}"]) + "\n"


def _quoted(text: str) -> str:
    """Write text in quotes: what JSON has there, YAML reads alike."""
    return json.dumps(text, ensure_ascii=False)
