"""When a record said nothing of its own of any state: it was over, or it went on in another one.

What was told meanwhile stays told when it goes on here again.
"""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which a record says nothing of its own of any state; ``until`` is ``None`` while
    it lasts. ``into`` is the incident that it went on in, empty where it was over. ``said`` is the
    time of the word that began it, or of the clock's, which may come after ``since``."""

    since: datetime
    said: datetime
    until: datetime | None = None
    into: str = ""


def resumed(pauses: tuple[Pause, ...], at: datetime) -> tuple[Pause, ...]:
    """End the pause that lasts, where there is one; one that then was none is left out."""
    if not pauses or pauses[-1].until is not None:
        return pauses
    last = pauses[-1]
    return (*pauses[:-1], replace(last, until=at)) if at > last.since else pauses[:-1]
