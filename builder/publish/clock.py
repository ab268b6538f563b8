"""A clock that is a little behind that of the last publisher: it is waited for.

A build of an earlier moment than what readers have could tell less than that one did.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.times import iso

PATIENCE = timedelta(minutes=2)
"""How far behind a clock may be for that."""

Sleep = Callable[[float], None]


def waited_for(now: datetime, newest: datetime | None, sleep: Sleep = time.sleep) -> datetime:
    """Wait for the moment of what readers have, where it comes soon, and return the moment to
    build (both aware, UTC)."""
    if newest is None or not timedelta() < newest - now <= PATIENCE:
        return now
    sleep((newest - now).total_seconds())
    return newest


def behind(target: str, now: datetime, newest: datetime | None) -> Problem | None:
    """Return the problem of a build of an earlier moment than what readers have."""
    if newest is None or newest <= now:
        return None
    return Problem(
        Place(f"publish: {target}"),
        "publish-backwards",
        f"What readers of {target!r} have is of {iso(newest)}, and this build is of {iso(now)}.",
        "Set the clock of this machine. If the other one was wrong, `--force` publishes all the "
        "same.",
    )
