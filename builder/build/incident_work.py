"""The work on one incident: read it, and make of it what each tree needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from heapq import nlargest
from typing import TYPE_CHECKING

from builder.build.ground import Ground
from builder.build.public_sources import told_in_public
from builder.build.readers import PUBLIC_TREE
from builder.build.request import Progress, Request
from builder.build.shared_work import SHARE, SHARE_OF_MANY, shared
from builder.output.changes import SourceDigests
from builder.render.outputs import RenderProblem
from builder.source.scan import IncidentFolder, Snapshot
from builder.source.words import same_code
from builder.vocabulary.limited_text import any_hidden
from builder.vocabulary.problems import Place, Problem, Severity
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.build.cuts import ReadAgain
    from builder.build.tree_build import MadeIncident, TreeBuild
    from builder.model.incident import Incident
    from builder.model.site import Site
    from builder.output.canaries import Said
    from builder.source.incidents import IncidentReading
    from builder.views.cut import ComponentLimits
    from builder.views.types import IncidentRow
    from builder.views.understated import Worse

LIKELY_TOLD = 64
"""Incidents, the last by their names, whose words feeds are likely to need: most are named by day.
Others that they tell of are read once more."""

MANY_TREES = 4
"""Trees from which on sealing and writing them takes longer than making them."""


def take_incidents(
    request: Request,
    snapshot: Snapshot,
    ground: Ground,
    digests: SourceDigests,
    trees: list[TreeBuild],
    hiding: bool,
    progress: Progress,
) -> Taken:
    """Take every incident into every tree, reading those that changed; return what was found.

    Once there is an error no more pages are made, and the rest is read for its problems alone.
    ``hiding`` is true where something is known to be private.
    """
    problems: list[Problem] = []
    worse: list[Worse] = []
    codes: dict[str, str] = {}
    changed: list[tuple[IncidentFolder, list[TreeBuild]]] = []
    for folder in snapshot.folders:
        waiting = [tree for tree in trees if not tree.keep(folder.id, digests)]
        if waiting or not trees:
            changed.append((folder, waiting))
        else:
            codes[folder.id] = trees[0].code(folder.id)
            problems += trees[0].warnings(folder.id)
            worse += trees[0].worse(folder.id)
    said: dict[str, tuple[Said, ...] | None] = {}
    taken = set(codes.values())
    work = IncidentWork(request, snapshot, ground, digests, hiding)
    share = SHARE_OF_MANY if len(trees) > MANY_TREES else SHARE
    for number, done in enumerate(shared(changed, work.make, request.jobs, share)):
        progress("reading incidents", number, len(changed))
        said[done.id] = done.said
        told_apart = done.code not in taken
        codes[done.id] = done.code
        taken.add(done.code)
        problems += done.problems
        worse += done.worse
        digests.learn(done.digests)
        for tree in trees:
            if tree.name in done.made and told_apart:
                tree.take(done.made[tree.name])
    problems += same_codes(codes)
    if worse and trees and not any(problem.is_error for problem in problems):
        public = next(tree for tree in trees if tree.name == PUBLIC_TREE)
        problems += work.understated(worse, public.rows())
    return Taken(tuple(problems), said)


def check_incidents(
    request: Request, snapshot: Snapshot, ground: Ground, progress: Progress
) -> Iterator[Problem]:
    """Yield every problem of every incident."""
    work = IncidentWork(request, snapshot, ground, None)
    worse: list[Worse] = []
    codes: dict[str, str] = {}
    for number, found in enumerate(shared(snapshot.folders, work.check, request.jobs)):
        progress("checking incidents", number, len(snapshot.folders))
        yield from found.problems
        worse += found.worse
        codes[found.id] = found.code
    yield from same_codes(codes)
    if worse:
        yield from work.understated(worse, work.public_rows(snapshot.folders))


@dataclass(frozen=True, slots=True)
class Told:
    """What an incident's authors are told, from when up to when (seconds since 1970; ``None`` is
    without bound): time makes a note go away without a change for any reader."""

    problems: tuple[Problem, ...]
    since: int | None = None
    until: int | None = None
    worse: tuple[Worse, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What was found in all incidents, and the texts of those that were read, by their ids:
    ``None`` where nothing was private so far."""

    problems: tuple[Problem, ...]
    said: Mapping[str, tuple[Said, ...] | None]


@dataclass(frozen=True, slots=True)
class DoneIncident:
    """One incident worked on: what was found, what was made for each tree by its name, and the
    texts, for the search for leaks: ``None`` where nothing was private so far. ``code`` is the id
    by which programs know it, empty where it could not be read."""

    id: str
    problems: tuple[Problem, ...]
    digests: Mapping[str, str]
    made: Mapping[str, MadeIncident] = field(default_factory=dict)
    worse: tuple[Worse, ...] = ()
    said: tuple[Said, ...] | None = None
    code: str = ""


def same_codes(codes: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each incident that programs could not tell from one before it.

    ``codes`` are the ids by which they know each, empty where that is not known.
    """
    taken: dict[str, str] = {}
    for incident in sorted(codes):
        other = taken.setdefault(codes[incident] or incident, incident)
        if other != incident:
            place = Place(f"incidents/{incident}/incident.md")
            yield Problem(place, "same-code", *same_code(incident, other))


class ChangedMeanwhile(Exception):
    """A file that was read before is another one now: what was made of it would not fit what is
    still to be made."""

    def __init__(self, path: str) -> None:
        self.problem = Problem(
            Place(path),
            "file-changed",
            "The file changed while the site was built.",
            "Build again once it is saved.",
        )
        super().__init__(self.problem)


class IncidentWork:
    """The work on incidents of one snapshot. It remembers nothing but that something failed, and
    that something is private: from then on texts are gathered for the search for leaks."""

    def __init__(
        self,
        request: Request,
        snapshot: Snapshot,
        ground: Ground,
        digests: SourceDigests | None,
        hiding: bool = True,
    ) -> None:
        self._hiding = hiding
        self._request = request
        self._root = snapshot.root
        self._known = frozenset(folder.id for folder in snapshot.folders)
        self._likely_told = frozenset(nlargest(LIKELY_TOLD, self._known))
        self._site = ground.site
        self._digests = digests
        self._failed = any(problem.is_error for problem in ground.problems)

    def make(self, item: tuple[IncidentFolder, list[TreeBuild]]) -> DoneIncident:
        """Read an incident and make it for the trees that wait for it."""
        folder, waiting = item
        reading = self._read(folder, self._request.latest)
        found = reading.problems
        if self._request.sources_public:
            now = int(self._request.now.timestamp())
            found = (*found, *told_in_public(reading.texts, now))
        told = _told(reading.incident, found, self._site, self._request.now)
        self._failed = self._failed or any(problem.is_error for problem in told.problems)
        code = reading.incident.code if reading.incident is not None else ""
        if reading.incident is None or self._digests is None or self._failed:
            problems = told.problems
            return DoneIncident(folder.id, problems, reading.digests, worse=told.worse, code=code)
        self._digests.learn(reading.digests)
        digest = self._digests.of_incident(folder.id, reading.references)
        from builder.build.cuts import IncidentCuts

        try:
            cuts = IncidentCuts(
                reading.incident,
                self._limits,
                digest,
                reading.references,
                told,
                self._request.now,
            )
            told_of = folder.id in self._likely_told
            made = {tree.name: tree.make(cuts, reading.pictures, told_of) for tree in waiting}
        except RenderProblem as late:
            self._failed = True
            return DoneIncident(folder.id, (*told.problems, late.problem), reading.digests)
        said = self._gathered(reading)
        return DoneIncident(folder.id, told.problems, reading.digests, made, told.worse, said, code)

    def check(self, folder: IncidentFolder) -> DoneIncident:
        """Read an incident for what is wrong with it."""
        return self.make((folder, []))

    def public_rows(self, folders: Iterable[IncidentFolder]) -> Iterator[IncidentRow]:
        """Read incidents once more for what everyone is told; one with an error is left out."""
        from builder.build.understated_work import rows_of

        assert self._site is not None
        read = (self._read(folder, None).incident for folder in folders)
        return rows_of((one for one in read if one is not None), self._site, self._request.now)

    def understated(
        self, worse: Iterable[Worse], public: Iterable[IncidentRow]
    ) -> Iterator[Problem]:
        """Yield a warning on each state that everyone is told a better one of."""
        from builder.build.understated_work import understated_problems

        assert self._site is not None
        return understated_problems(worse, public, self._site, self._root, self._request.now)

    def said(self, folder: IncidentFolder) -> tuple[Said, ...]:
        """Read an incident once more for its texts alone.

        Raises:
            ChangedMeanwhile: it is another one now.
        """
        return self._said(self._again(folder))

    def _gathered(self, reading: IncidentReading) -> tuple[Said, ...] | None:
        if not self._hiding:
            self._hiding = any_hidden(reading.texts, int(self._request.now.timestamp()))
        return self._said(reading) if self._hiding else None

    def _said(self, reading: IncidentReading) -> tuple[Said, ...]:
        from builder.output.canaries import all_said

        return all_said(reading.texts, int(self._request.now.timestamp()))

    def again(self, folder: IncidentFolder) -> ReadAgain:
        """Read an incident once more whose words are needed; it was found good before.

        Raises:
            ChangedMeanwhile: it is another one now.
        """
        from builder.build.cuts import ReadAgain

        reading = self._again(folder)
        assert reading.incident is not None
        return ReadAgain(reading.incident, self._limits, reading.pictures, self._request.now)

    def _again(self, folder: IncidentFolder) -> IncidentReading:
        reading = self._read(folder, None)
        assert self._digests is not None
        changed = self._digests.changed(folder.id, reading.digests)
        if changed is not None:
            raise ChangedMeanwhile(changed)
        return reading

    @cached_property
    def _limits(self) -> ComponentLimits:
        from builder.views.frame import component_limits

        assert self._site is not None
        return component_limits(self._site)

    def _read(self, folder: IncidentFolder, latest: datetime | None) -> IncidentReading:
        from builder.source.incidents import read_incident

        return read_incident(folder, self._site, self._root, self._known, latest)


def _told(
    incident: Incident | None, found: tuple[Problem, ...], site: Site | None, now: datetime
) -> Told:
    """Add a note on each update that waits for its time, and what some readers are told that is
    worse than what all are; say from when to when that holds."""
    if incident is None:
        return Told(found)
    turns: Iterable[datetime] = [update.visible_from for update in incident.updates]
    worse: tuple[Worse, ...] = ()
    if site is not None and incident.has_limits:
        from builder.build.understated_work import worse_in
        from builder.model.instants import instants

        turns = instants(incident)
        worse = worse_in(incident, site, now)
    since = max((turn for turn in turns if turn <= now), default=None)
    until = min((turn for turn in turns if turn > now), default=None)
    return Told(
        (*found, *_waiting(incident, now)),
        None if since is None else int(since.timestamp()),
        None if until is None else int(until.timestamp()),
        worse,
    )


def _waiting(incident: Incident, now: datetime) -> Iterator[Problem]:
    """Name each update that waits for its time."""
    return (
        Problem(
            Place(f"incidents/{incident.id}/{update.id}.md"),
            "not-shown-yet",
            f"Nobody sees it before {iso(update.visible_from)}.",
            severity=Severity.NOTE,
        )
        for update in incident.updates
        if update.visible_from > now
    )
