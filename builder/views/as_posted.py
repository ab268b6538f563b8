"""What an incident amounted to when one of its updates was posted: what was told then stays."""

from dataclasses import replace
from datetime import datetime

from builder.model.incident import Incident, Update
from builder.model.standing import counts
from builder.model.timeline import timeline
from builder.views.inside import priority
from builder.views.types import Localised
from builder.vocabulary.statuses import ENDING, Kind, Priority, State, Status


class Posting:
    """One update among those that readers had when they got it, itself included."""

    def __init__(self, left: Incident, shown: tuple[Update, ...], position: int) -> None:
        self._left = left
        self._update = shown[position]
        self._known = tuple(
            each
            for place, each in enumerate(shown)
            if (each.visible_from, place) <= (self._moment, position)
        )

    @property
    def _moment(self) -> datetime:
        return self._update.visible_from

    def stage(self) -> Status | None:
        """Return the stage that the update states, else the one that its readers knew."""
        if self._update.status is not None or self._left.kind is Kind.NOTICE:
            return self._update.status
        known = timeline(replace(self._left, updates=self._known), self._moment).stage
        fallback = Status.SCHEDULED
        return known or (Status.INVESTIGATING if self._left.kind is Kind.INCIDENT else fallback)

    def reopens(self) -> bool:
        """Say whether the update opened again what was over, or went on elsewhere."""
        if self._update.status in ENDING or not any(
            each.status in ENDING or each.merged_into for each in self._known
        ):
            return False
        line = timeline(replace(self._left, updates=self._known), self._moment)
        return self._update.id in line.reopened

    def states(self) -> dict[str, State]:
        """Return the states that the update brought about for its reader.

        Where an account's own word holds, a wider one brings about nothing; where that is taken
        back, the wider one does.
        """
        update = self._update
        written = dict(update.components)
        written = {name: written[name] for name in written if name not in update.theirs}
        if not any(each.own for each in self._known):
            return written
        line = timeline(replace(self._left, updates=self._known), self._moment)
        kept = line.kept - update.own
        now = {each.component: each.state for each in line.stretches if each.until is None}
        inherited = sorted(update.inherits - update.theirs)
        back = {name: now.get(name, State.OPERATIONAL) for name in inherited}
        return {name: written[name] for name in written if name not in kept} | back

    def new_priority(self) -> Priority | None:
        """Return the priority that the update brought about, or gave a reason for; ``None`` where
        it says nothing new of it."""
        said = self._update.priority
        if said is None or self._update.reason:
            return said
        before = tuple(each for each in self._known if each is not self._update)
        return said if said is not priority(self._left, before, self._moment) else None

    def title(self) -> Localised:
        """Return the title that was in force."""
        renamed = (
            each.title
            for each in reversed(self._known)
            if each.title and counts(each, self._moment)
        )
        return next(renamed, self._left.title)
