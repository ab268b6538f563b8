"""That somebody looked at a tree, though nothing of it changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """That a tree was looked at: ``as_of`` (aware, UTC) on a grid of ``every``. Once two more are
    missing, readers are told that the page is old."""

    as_of: datetime
    every: timedelta

    def is_missed(self, now: datetime) -> bool:
        """Say whether two more should have come since, and a minute."""
        return now - self.as_of > 2 * self.every + timedelta(minutes=1)
