"""By when a reader was told that it hears next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from builder.model.incident import Update
from builder.model.standing import counts
from builder.model.timeline import Timeline
from builder.vocabulary.statuses import ENDING


@dataclass(frozen=True, slots=True)
class Promise:
    """A time that was promised, and the update that promised it."""

    due: datetime
    made: Update


def is_awaited(line: Timeline) -> bool:
    """Say whether readers still wait for word."""
    return line.stage not in ENDING and not line.merged_into and line.ended is None


def promise_in_force(shown: tuple[Update, ...], now: datetime) -> Promise | None:
    """Return the newest promise among what the cut has left and what can be read at ``now``.

    A correction that makes none leaves the one it finds, and so do words for some that leave the
    stage as it is, and words for accounts that the reader is none of.
    """
    for update in reversed(shown):
        if not counts(update, now):
            continue
        promised: Mapping[str, datetime] = update.next_update
        keeps = update.corrects or update.apart or (update.audience and update.status is None)
        if promised:
            return Promise(next(iter(promised.values())), update)
        if not keeps:
            return None
    return None
