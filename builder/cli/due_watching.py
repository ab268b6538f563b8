"""``tocsin due --watch``: rings at the instant at which something is overdue."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from builder.cli.arguments import request_of
from builder.cli.due import wanted
from builder.cli.due_printing import in_json, lines
from builder.cli.environment import without_secrets
from builder.cli.hook import run_hook
from builder.cli.reading_along import reads_along, tell

if TYPE_CHECKING:
    from builder.views.due import Owed

LOOKS_EVERY = 15.0
"""Seconds after which the sources are looked at again, whatever is due: files may have changed."""

_BELL = "\a"
_Ring = tuple[str, str, str, datetime | None, str]


def watch(arguments: argparse.Namespace) -> int:
    """Look, ring and wait until somebody stops it."""
    from builder.build.owed import NotKnown, read_debts
    from builder.publish.targets.opening import without_credentials

    request = request_of(arguments)
    overheard = reads_along(arguments, os.environ)
    known = None
    rung: frozenset[_Ring] = frozenset()
    print("watching; stop with Ctrl-C", file=sys.stderr)
    try:
        while True:
            now = datetime.now(UTC).replace(microsecond=0)
            try:
                debts, known = read_debts(replace(request, now=now), known)
            except NotKnown as refusal:
                tell(refusal.problems, arguments)
                time.sleep(LOOKS_EVERY)
                continue
            rows = wanted(debts, arguments)
            new, rung = to_ring(rows, rung, now)
            if new:
                for line in lines(new, debts, overheard=overheard):
                    print(f"{_BELL}{line}", flush=True)
            if new and arguments.program:
                told = {"overdue": [in_json(row, debts, overheard=False) for row in new]}
                environment = without_secrets(os.environ)
                run_hook(
                    arguments.program, told, without_credentials(environment, debts.site.targets)
                )
            time.sleep(seconds_to_wait(rows, now, lambda: datetime.now(UTC)))
    except KeyboardInterrupt:
        return 0


def to_ring(
    rows: Iterable[Owed], rung: frozenset[_Ring], now: datetime
) -> tuple[tuple[Owed, ...], frozenset[_Ring]]:
    """Return what is overdue and was not rung for yet, and what has been rung for with it.

    What is no longer owed is forgotten, so that a promise that is broken again rings again.
    """
    overdue = {_key(row): row for row in rows if row.is_overdue(now)}
    new = tuple(row for key, row in overdue.items() if key not in rung)
    return new, frozenset(overdue)


def seconds_to_wait(rows: Iterable[Owed], looked: datetime, clock: Callable[[], datetime]) -> float:
    """Return how long to wait: until the next thing is due, at most until the next look."""
    ahead = [row.due for row in rows if row.due is not None and row.due > looked]
    soonest = min(ahead, default=None)
    if soonest is None:
        return LOOKS_EVERY
    return min(max((soonest - clock()).total_seconds(), 0.0), LOOKS_EVERY)


def _key(row: Owed) -> _Ring:
    return row.incident, row.reader, row.rule.value, row.due, row.about
