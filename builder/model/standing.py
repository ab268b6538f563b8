"""Which updates of an incident count at a moment, and what each of them wrote.

An update is visible from the later of its time and its posting. A withdrawn one counts as never
written from the time of its withdrawal. What a correction says stands in the corrected one's place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from builder.model.incident import Incident, Update
from builder.vocabulary.statuses import ENDING, State, Status


@dataclass(frozen=True, slots=True)
class Write:
    """What one update, as corrected, says of stage and components, and from when.

    ``update`` is the id of the update in whose place it stands; ``at`` that one's time. ``own`` is
    what an account is told in place of wider words; ``apart``, by account, what an insider reads
    that accounts are told so; ``over_for`` are accounts for which such an update ends it. ``None``
    takes the word before back.
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
    own: Mapping[str, State | None] = field(default_factory=dict)
    apart: Mapping[str, Mapping[str, State | None]] = field(default_factory=dict)
    over_for: frozenset[str] = frozenset()

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
    beside = any(not update.apart for update in incident.updates)
    started = incident.started
    for update in shown:
        if update.id in said:
            words = said[update.id]
            own = [each for each in words if not (beside and each.apart)]
            write = _write(update, own or words, started)
            write = write if own else _without_stage(write)
            found.append(_with_accounts(write, words, beside=beside))
            started = None if own else started
    return tuple(found)


def _without_stage(write: Write) -> Write:
    """Return the write as it is for an insider where it is for accounts alone: what it says of the
    incident as a whole is theirs."""
    return replace(
        write,
        status=None,
        no_impact=False,
        merged_into="",
        scheduled_for=None,
        scheduled_until=None,
    )


def _with_accounts(write: Write, said: list[Update], *, beside: bool) -> Write:
    """Add to a write what accounts are told in place of wider words."""
    if not any(update.own or update.apart for update in said):
        return write
    own: dict[str, State | None] = {}
    apart: dict[str, dict[str, State | None]] = {}
    over_for: set[str] = set()
    for update in said:
        own |= {name: update.components.get(name) for name in sorted(update.own)}
        if not update.apart:
            continue
        theirs = {name: update.components.get(name) for name in sorted(update.theirs)}
        for account in sorted(update.audience or ()):
            apart[account] = apart.get(account, {}) | theirs
        if beside and update.status in ENDING:
            over_for |= update.audience or frozenset()
    return replace(write, own=own, apart=apart, over_for=frozenset(over_for))


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
            component: state
            for each in said
            for component, state in each.components.items()
            if component not in each.own and component not in each.theirs
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
