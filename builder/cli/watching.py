"""Doing something whenever the sources change or the clock says so, until somebody stops it."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from builder.source.watching import Changes, watched

AGAIN = 60.0
"""Seconds after which what failed outside is tried again, where nothing changes before."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When the same is to be done next, without any change; ``again`` soon, since it failed for
    reasons that may pass."""

    next_instant: datetime | None = None
    again: bool = False

    def seconds(self) -> float | None:
        """Return how long to wait at most, ``None`` for ever."""
        now = datetime.now(UTC)
        left = [AGAIN] if self.again else []
        if self.next_instant is not None:
            left.append((self.next_instant - now).total_seconds())
        return max(0.0, min(left)) if left else None


def until_stopped(source: Path, turn: Callable[[], Turn]) -> None:
    """Take turns until the process is told to stop; one that was begun is ended first.

    Raises:
        OSError: the folders can't be watched.
    """
    with watched(source) as changes, _stopping(changes) as is_stopped:
        while not is_stopped():
            changes.wait(turn().seconds())


@contextmanager
def _stopping(changes: Changes) -> Iterator[Callable[[], bool]]:
    """Let the signals that end a process end the next wait; a second one does as it always did."""
    told: list[int] = []
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        signal.signal(number, before[signal.Signals(number)])
        changes.note("")

    for each in before:
        signal.signal(each, stop)
    try:
        yield lambda: bool(told)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
