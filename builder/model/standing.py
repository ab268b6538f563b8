"""Which updates of an incident count at a moment, and what each of them wrote.

An update is visible from the later of its time and its posting. A withdrawn one counts as never
written from the time of its withdrawal. What a correction says stands in the corrected one's place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from builder.model.incident import Incident, Update
from builder.vocabulary.statuses import ENDING, State, Status


@dataclass(frozen=True, slots=True)
class Write:
    """What one update, as corrected, says of stage and components, and from when.

    ``update`` is the id of the update in whose place it stands; ``at`` that one's time.
    """

    update: str
    at: datetime
    since: datetime
    status: Status | None
    components: Mapping[str, State]
    no_impact: bool
    merged_into: str
    scheduled_for: datetime | None
    scheduled_until: datetime | None

    @property
    def ends(self) -> bool:
        """True where the incident has no effect from ``since`` on."""
        return self.status in ENDING


def visible(incident: Incident, now: datetime) -> tuple[Update, ...]:
    """Return the updates that can be read at ``now``, in order of ``at``, then name."""
    return tuple(update for update in incident.updates if update.visible_from <= now)


def counts(update: Update, now: datetime) -> bool:
    """Say whether the update has not been withdrawn by ``now``."""
    return update.withdrawn is None or update.withdrawn > now


def writes(incident: Incident, now: datetime) -> tuple[Write, ...]:
    """Return what counts at ``now``, in order, each correction in the place of what it corrects."""
    shown = visible(incident, now)
    named = {update.id: update for update in shown}
    first = incident.updates[0].id if incident.updates else ""
    corrections = _corrections(shown, named, now)
    found = []
    for update in shown:
        if update.corrects in named:
            continue
        heirs = corrections.get(update.id, ())
        if not heirs and not counts(update, now):
            continue
        started = incident.started if update.id == first else None
        found.append(_write(update, heirs, started, counts(update, now)))
    return tuple(found)


def _corrections(
    shown: tuple[Update, ...], named: Mapping[str, Update], now: datetime
) -> dict[str, list[Update]]:
    """Corrections that count, by the update at the root of their chain, oldest first."""
    found: dict[str, list[Update]] = {}
    for update in shown:
        root = update
        passed = {update.id}
        while (origin := root.corrects) in named and origin not in passed:
            assert origin is not None
            root = named[origin]
            passed.add(root.id)
        if root is not update and counts(update, now):
            found.setdefault(root.id, []).append(update)
    return found


def _write(
    update: Update, heirs: "list[Update] | tuple[()]", started: datetime | None, counted: bool
) -> Write:
    """Fold an update and its corrections into one: the newest word on each matter holds."""
    said = ([update] if counted else []) + list(heirs)
    newest_first = said[::-1]
    status = next((each.status for each in newest_first if each.status), None)
    since = next((each.since for each in newest_first if each.since), None)
    if since is None:
        ends = status in ENDING
        since = update.at if ends or started is None else started
    return Write(
        update=update.id,
        at=update.at,
        since=since,
        status=status,
        components=next((each.components for each in newest_first if each.components), {}),
        no_impact=any(each.outcome == "no_impact" for each in said),
        merged_into=next((each.merged_into for each in newest_first if each.merged_into), ""),
        scheduled_for=next(
            (each.scheduled_for for each in newest_first if each.scheduled_for), None
        ),
        scheduled_until=next(
            (each.scheduled_until for each in newest_first if each.scheduled_until), None
        ),
    )
