"""The work on one incident: read it, and make of it what each tree needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from builder.build.ground import Ground
from builder.build.request import Progress, Request
from builder.build.shared_work import shared
from builder.output.changes import SourceDigests
from builder.source.scan import IncidentFolder, Snapshot
from builder.vocabulary.problems import Place, Problem, Severity
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.build.tree_build import MadeIncident, TreeBuild
    from builder.model.incident import Incident


def take_incidents(
    request: Request,
    snapshot: Snapshot,
    ground: Ground,
    digests: SourceDigests,
    trees: list[TreeBuild],
    progress: Progress,
) -> tuple[Problem, ...]:
    """Take every incident into every tree, reading those that changed; return what was found.

    Once there is an error no more pages are made, and the rest is read for its problems alone.
    """
    problems: list[Problem] = []
    changed: list[tuple[IncidentFolder, list[TreeBuild]]] = []
    for folder in snapshot.folders:
        waiting = [tree for tree in trees if not tree.keep(folder.id, digests)]
        if waiting or not trees:
            changed.append((folder, waiting))
        else:
            problems += trees[0].warnings(folder.id)
    work = IncidentWork(request, snapshot, ground, digests)
    for number, done in enumerate(shared(changed, work.make, request.jobs)):
        progress("reading incidents", number, len(changed))
        problems += done.problems
        digests.learn(done.digests)
        for tree in trees:
            if tree.name in done.made:
                tree.take(done.made[tree.name])
    return tuple(problems)


def check_incidents(
    request: Request, snapshot: Snapshot, ground: Ground, progress: Progress
) -> Iterator[Problem]:
    """Yield every problem of every incident."""
    work = IncidentWork(request, snapshot, ground, None)
    for number, found in enumerate(shared(snapshot.folders, work.problems, request.jobs)):
        progress("checking incidents", number, len(snapshot.folders))
        yield from found


@dataclass(frozen=True, slots=True)
class DoneIncident:
    """One incident worked on: what was found, and what was made for each tree by its name."""

    problems: tuple[Problem, ...]
    digests: Mapping[str, str]
    made: Mapping[str, MadeIncident] = field(default_factory=dict)


class IncidentWork:
    """The work on incidents of one snapshot. It remembers nothing but that something failed."""

    def __init__(
        self, request: Request, snapshot: Snapshot, ground: Ground, digests: SourceDigests | None
    ) -> None:
        self._request = request
        self._root = snapshot.root
        self._known = frozenset(folder.id for folder in snapshot.folders)
        self._site = ground.site
        self._digests = digests
        self._failed = any(problem.is_error for problem in ground.problems)

    def make(self, item: tuple[IncidentFolder, list[TreeBuild]]) -> DoneIncident:
        """Read an incident and make it for the trees that wait for it."""
        from builder.source.incidents import read_incident

        folder, waiting = item
        reading = read_incident(folder, self._site, self._root, self._known, self._request.latest)
        found = (*reading.problems, *held(reading.incident, self._request.now))
        self._failed = self._failed or any(problem.is_error for problem in found)
        if reading.incident is None or self._digests is None or self._failed:
            return DoneIncident(found, reading.digests)
        self._digests.learn(reading.digests)
        digest = self._digests.of_incident(folder.id, reading.references)
        made = {tree.name: tree.make(reading, reading.incident, digest, found) for tree in waiting}
        return DoneIncident(found, reading.digests, made)

    def problems(self, folder: IncidentFolder) -> tuple[Problem, ...]:
        """Read an incident for what is wrong with it."""
        return self.make((folder, [])).problems

    def incident(self, folder: IncidentFolder) -> Incident:
        """Read an incident once more whose words are needed; it was found good before."""
        from builder.source.incidents import read_incident

        incident = read_incident(folder, self._site, self._root, self._known, None).incident
        assert incident is not None
        return incident


def held(incident: Incident | None, now: datetime) -> tuple[Problem, ...]:
    """Name each update that waits for its time."""
    if incident is None:
        return ()
    return tuple(
        Problem(
            Place(f"incidents/{incident.id}/{update.id}.md"),
            "not-shown-yet",
            f"Nobody sees it before {iso(update.visible_from)}.",
            severity=Severity.NOTE,
        )
        for update in incident.updates
        if update.visible_from > now
    )
