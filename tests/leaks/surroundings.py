"""What made-up updates have around them: components, languages, other incidents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from builder.vocabulary.readers import Limit
from tests.leaks.bodies import SECTIONS
from tests.leaks.files import Pairs
from tests.leaks.plan import Draft

STAGES = {
    "incident": ("investigating", "identified", "monitoring", "resolved", "postmortem"),
    "maintenance": ("scheduled", "in_progress", "verifying", "completed"),
    "notice": ("",),
}
ENDING = ("resolved", "postmortem", "completed", "cancelled")
STATES = ("degraded_performance", "partial_outage", "major_outage", "operational")
WHOLE: tuple[tuple[str, Limit], ...] = (
    *((marker, limit) for marker, limit in SECTIONS if " " not in marker),
    ("account:acme", frozenset({"account:acme"})),
)
"""Readers that a whole update or incident may be for."""

Shown = list[tuple[str, datetime]]
"""Updates of an incident that everyone sees, by name, and since when."""


@dataclass(frozen=True)
class Known:
    """What incidents may name: components with their limits, other languages, and incidents that
    others may go on in, with the time from which everyone sees them."""

    components: Sequence[tuple[str, Limit]]
    languages: Sequence[str]
    earlier: Sequence[tuple[str, datetime]]

    def of(self, limit: Limit) -> list[str]:
        """Return the components with this limit."""
        return [name for name, own in self.components if own == limit]

    def seen_at(self, moment: datetime) -> list[str]:
        """Return the incidents that may be gone on in at a moment."""
        return [name for name, begins in self.earlier if begins <= moment]


@dataclass(frozen=True)
class Folder:
    """An incident while its updates are drawn; one that ``lasts`` is over for no reader, so that
    others may go on in it."""

    id: str
    kind: str
    begins: datetime
    window: tuple[datetime, datetime]
    lasts: bool = False

    def stage(self, drawn: str) -> str:
        """Return the stage of an update for which one was drawn."""
        return "monitoring" if self.lasts and drawn in ENDING else drawn


def states(draft: Draft, known: Known, stage: str, private: bool = False) -> Pairs:
    """Return states of components that everyone may read, and of some that not everyone may."""
    found: Pairs = []
    for name, limit in known.components:
        if not draft.may(0.4):
            continue
        drawn = draft.chance.choice(STATES)
        state = "operational" if stage in ENDING else drawn
        if limit is None:
            found.append((name, state))
        elif not private and (chance := draft.private(limit, "state of a private component")):
            found.append((name, state if stage in ENDING else chance.choice(STATES)))
    return found


def corrected(shown: Shown, moment: datetime) -> list[str]:
    """Return the updates that one of a moment may correct."""
    return [name for name, at in shown if at <= moment]


def spread(lines: list[str]) -> list[str]:
    """Split what holds line ends of its own, so that every line ends as the file's do."""
    return "\n".join(lines).split("\n")
