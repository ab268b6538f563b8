"""Incidents that go on in another one: ``merged_into`` leads somewhere, and not back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from builder.source.names import Names
from builder.source.others import OtherIncident, Others
from builder.source.words import shown, suggestion
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import Reader
from builder.vocabulary.statuses import ENDING
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.source.incidents import WrittenIncident
    from builder.source.updates import WrittenUpdate


@dataclass(frozen=True, slots=True)
class MergeReading:
    """What is wrong with where an incident goes on, and the incidents that were looked at."""

    problems: tuple[Problem, ...] = ()
    references: tuple[str, ...] = ()


def check_merges(
    written: WrittenIncident,
    names: Names,
    root: Path,
    known: frozenset[str],
    latest: datetime | None,
) -> MergeReading:
    """Check every ``merged_into`` of an incident against the files of the others.

    ``latest`` is the latest time (aware, UTC) that has come, ``None`` where it does not matter.
    """
    merging = [one for one in written.updates if one.update.merged_into is not None]
    if not merging:
        return MergeReading()
    others = Others(names, root)
    problems: list[Problem] = []
    references: dict[str, None] = {}
    for one in merging:
        chain = _chain(written.incident.id, one.update.merged_into or "", others, known)
        references.update(dict.fromkeys(chain))
        problems += _problems(one, written, names, others, known, chain, latest)
    own = written.incident.id
    return MergeReading(tuple(problems), tuple(name for name in references if name != own))


def _problems(
    one: WrittenUpdate,
    written: WrittenIncident,
    names: Names,
    others: Others,
    known: frozenset[str],
    chain: Sequence[str],
    latest: datetime | None,
) -> list[Problem]:
    target = one.update.merged_into or ""
    found: list[Problem] = []

    def add(code: str, message: str, mend: str) -> None:
        found.append(one.document.problem(code, ("merged_into",), message, mend))

    if one.update.status in ENDING:
        add(
            "merged-at-end",
            f"The incident goes on elsewhere, so its stage can't be {shown(one.update.status)}.",
            "Write the stage that it is in; the other incident will say when it is over.",
        )
    if target not in known:
        add(
            "unknown-incident",
            f"There is no incident {shown(target)}.",
            suggestion(target, sorted(known - {written.incident.id}), longest_list=5)
            or "Write the name of its folder.",
        )
    elif written.incident.id in chain:
        add(
            "merged-in-circle",
            "The incident goes on in itself, directly or through others.",
            "Name the incident in which all of it goes on.",
        )
    elif names.readers is not None:
        limit = (
            one.update.audience if one.update.audience is not None else written.incident.audience
        )
        readers = [each for each in names.readers.values() if each.may_read(limit)]
        found += _out_of_reach(one, readers, others[target], latest)
        over = () if found else (_over_before(one, each, others, known) for each in readers)
        since = next((moment for moment in over if moment is not None), None)
        if since is not None and one.update.withdrawn is None:
            add(
                "merged-into-ended",
                f"For some who read this, {shown(target)} was over at {iso(since)}, before the "
                "merge: all would look well, though nobody says that this is over.",
                f"Write an update that opens {shown(target)} again, or go on in this incident.",
            )
    return found


def _out_of_reach(
    one: WrittenUpdate,
    readers: Sequence[Reader],
    other: OtherIncident,
    latest: datetime | None,
) -> list[Problem]:
    target = one.update.merged_into or ""
    seen = [other.readable_from(reader) for reader in readers]
    come = None if latest is None else max(latest, one.update.visible_from)
    if not all(seen):
        message = f"Some who may read this update may not read {shown(target)}."
        mend = "Limit this update with `audience`, or widen the other incident."
    elif come is not None and any(min(moments) > come for moments in seen):
        message = (
            f"Some who may read this update can't see {shown(target)} yet, and would learn of it."
        )
        mend = "Hold this update with `embargo: true` until then, or post the other incident."
    else:
        return []
    return [one.document.problem("merged-out-of-reach", ("merged_into",), message, mend)]


def _over_before(
    one: WrittenUpdate, reader: Reader, others: Others, known: frozenset[str]
) -> datetime | None:
    """Return when the incident in which all goes on was over for a reader, where that was said
    before the merge and it does not go on later."""
    name, came = one.update.merged_into or "", one.update.at
    passed: set[str] = set()
    while name in known and name not in passed:
        passed.add(name)
        line = others[name].in_the_end(reader)
        last = line.pauses[-1] if line is not None and line.pauses else None
        if last is None or last.until is not None:
            return None
        if not last.into:
            return last.since if last.said < came else None
        name, came = last.into, max(came, last.since)
    return None


def _chain(start: str, target: str, others: Others, known: frozenset[str]) -> list[str]:
    """Return the incidents that one goes on in, up to the last, or to the first seen again."""
    chain: list[str] = []
    waiting = [target]
    while waiting:
        name = waiting.pop()
        if name in chain or name not in known:
            continue
        chain.append(name)
        if name != start:
            updates = others[name].updates
            waiting += [each.merged_into for each in updates if each.merged_into]
    return chain
