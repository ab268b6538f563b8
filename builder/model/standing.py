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
    """Return the updates that can be read at ``now``, in order of ``at``, then name.

    A correction stands after what it corrects, even where both are of the same second.
    """
    shown = tuple(update for update in incident.updates if update.visible_from <= now)
    if not any(update.corrects for update in shown):
        return shown
    chains = _chains(shown)

    def place(update: Update) -> tuple[datetime, int, str]:
        chain = chains[update.id]
        return max(each.at for each in chain), len(chain), update.id

    return tuple(sorted(shown, key=place))


def counts(update: Update, now: datetime) -> bool:
    """Say whether the update has not been withdrawn by ``now``."""
    return update.withdrawn is None or update.withdrawn > now


def writes(incident: Incident, now: datetime) -> tuple[Write, ...]:
    """Return what counts at ``now``, in order, each correction in the place of what it corrects.

    ``started`` is for the first of them: states hold from there that say nothing else.
    """
    shown = visible(incident, now)
    chains = _chains(shown)
    said: dict[str, list[Update]] = {}
    for update in shown:
        if counts(update, now):
            said.setdefault(chains[update.id][-1].id, []).append(update)
    found: list[Write] = []
    for update in shown:
        if update.id in said:
            started = None if found else incident.started
            found.append(_write(update, said[update.id], started))
    return tuple(found)


def _chains(shown: tuple[Update, ...]) -> dict[str, tuple[Update, ...]]:
    """Return each update by its id, followed by what it corrects, what that one corrects, ..."""
    named = {update.id: update for update in shown}
    found = {}
    for update in shown:
        chain = [update]
        passed = {update.id}
        while (corrected := chain[-1].corrects) in named and corrected not in passed:
            assert corrected is not None
            chain.append(named[corrected])
            passed.add(corrected)
        found[update.id] = tuple(chain)
    return found


def _write(update: Update, said: list[Update], started: datetime | None) -> Write:
    """Fold what counts of an update and its corrections: the newest word on each matter holds.

    A component of which a correction says nothing keeps the state that it had.
    """
    newest_first = said[::-1]
    status = next((each.status for each in newest_first if each.status), None)
    since = next((each.since for each in newest_first if each.since), update.since)
    if since is None:
        ends = status in ENDING
        since = update.at if ends or started is None else started
    return Write(
        update=update.id,
        at=update.at,
        # No word waits for a later time: a state that was told would show nowhere meanwhile.
        since=min(since, newest_first[0].at),
        status=status,
        components={
            component: state for each in said for component, state in each.components.items()
        },
        no_impact=any(each.outcome == "no_impact" for each in said),
        merged_into=next((each.merged_into for each in newest_first if each.merged_into), ""),
        scheduled_for=next(
            (each.scheduled_for for each in newest_first if each.scheduled_for), None
        ),
        scheduled_until=next(
            (each.scheduled_until for each in newest_first if each.scheduled_until), None
        ),
    )
