"""The story of a build: files, a theme and a moment in, trees of bytes out.

Every stage hands on frozen values. With a memory of the last build it is the same story, told from
where something changed; the bytes are those of a build without.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from builder.output.changes import SourceDigests, holds, sources_unchanged, tree_unchanged
from builder.output.engine import engine_fingerprint
from builder.output.lock import locked
from builder.output.memory import Memory, load, save
from builder.output.remembered import decode_problem, encode_problem
from builder.shared_work import shared
from builder.source.scan import IncidentFolder, Snapshot, scan
from builder.vocabulary.problems import Place, Problem, Severity, in_order
from builder.vocabulary.readers import PUBLIC
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.model.incident import Incident
    from builder.model.site import Site
    from builder.output.written import Committed
    from builder.tree_build import MadeIncident, TreeBuild
    from builder.vocabulary.theme import Theme

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

TREES = {"public": PUBLIC}
"""Every tree that is built, and its reader."""

AHEAD = timedelta(minutes=5)
"""How far an update's time may lie ahead of the clock: clocks of people and machines differ."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to build, where to, and as of when (aware, UTC, whole seconds).

    ``now_given`` is true where a person named the moment: then updates may lie ahead of it.
    ``jobs`` is how many processes may work; the bytes are the same.
    """

    source: Path
    out: Path
    cache: Path
    now: datetime
    now_given: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build. Where a problem is an error, nothing was written.

    ``instants`` maps a tree to the next instant at which its bytes may change, ``None`` where time
    alone changes nothing.
    """

    problems: tuple[Problem, ...]
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: int = 0
    incidents: int = 0
    instants: Mapping[str, datetime | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """True where an error kept the build from writing."""
        return any(problem.is_error for problem in self.problems)


def _silent(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def build(request: Request, progress: Progress = _silent) -> Outcome:
    """Compile the sources into the trees below ``request.out``.

    Raises:
        OutputProblem: a fault from outside (disk, permissions, another build); the last good site
            stays as it was.
    """
    with locked(request.cache, request.out) as read_ns:
        snapshot = scan(request.source)
        recalled = load(request.cache / "memory", engine_fingerprint(request.source / "themes"))
        if _nothing_to_do(request, snapshot, recalled.memory):
            return _as_before(recalled.memory)
        digests = SourceDigests(snapshot, recalled.memory)
        ground = _read_ground(snapshot)
        with ExitStack() as opened:
            trees = _open_trees(request, ground, recalled.memory, opened)
            found = _take_incidents(request, snapshot, ground, digests, trees, progress)
            problems = in_order([*ground.problems, *found])
            if any(problem.is_error for problem in problems):
                return Outcome(problems, notes=_lines(recalled.note))
            committed = {
                tree.name: tree.finish(lambda name: _read_again(snapshot, ground, name))
                for tree in trees
            }
        outcome = _outcome(snapshot, trees, committed, problems)
        unsaved = _remember(request, recalled.memory, digests, trees, committed, outcome, read_ns)
        return replace(outcome, notes=_lines(recalled.note, *outcome.notes, unsaved))


def check(request: Request, progress: Progress = _silent) -> tuple[Problem, ...]:
    """Return every problem of every source file, in order; nothing is written."""
    snapshot = scan(request.source)
    ground = _read_ground(snapshot)
    found = _take_incidents(request, snapshot, ground, None, [], progress)
    return in_order([*ground.problems, *found])


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all incidents are read against; ``None`` where it could not be read at all."""

    site: Site | None
    theme: Theme | None
    problems: tuple[Problem, ...]


def _read_ground(snapshot: Snapshot) -> _Ground:
    from builder.source.site import read_site
    from builder.source.theme import read_theme

    reading = read_site(snapshot)
    problems = (*snapshot.problems, *reading.problems)
    if reading.site is None:
        return _Ground(None, None, problems)
    theme = read_theme(snapshot.root, reading.site.theme)
    return _Ground(reading.site, theme.theme, (*problems, *theme.problems))


def _open_trees(
    request: Request, ground: _Ground, memory: Memory, opened: ExitStack
) -> list[TreeBuild]:
    """Open the tree of every reader; none where there is nothing to build them with."""
    if ground.site is None or ground.theme is None:
        return []
    from builder.output.tree import open_tree
    from builder.tree_build import TreeBuild

    trees = []
    for name, reader in TREES.items():
        written = memory.outputs.get(_address(request, name), {})
        tree = opened.enter_context(open_tree(request.out, name, written))
        trees.append(TreeBuild(reader, ground.site, ground.theme, tree, memory.rows, request.now))
    return trees


def _take_incidents(
    request: Request,
    snapshot: Snapshot,
    ground: _Ground,
    digests: SourceDigests | None,
    trees: list[TreeBuild],
    progress: Progress,
) -> list[Problem]:
    """Take every incident into every tree, reading those that changed; return what was found.

    Once there is an error no more pages are made, and the rest is read for its problems alone.
    """
    problems: list[Problem] = []
    changed: list[tuple[IncidentFolder, list[TreeBuild]]] = []
    for folder in snapshot.folders:
        waiting = [tree for tree in trees if digests and not tree.keep(folder.id, digests)]
        if waiting or not trees:
            changed.append((folder, waiting))
        else:
            problems += trees[0].warnings(folder.id)
    work = _Work(request, snapshot, ground, digests)
    for number, done in enumerate(shared(changed, work.on, request.jobs)):
        progress("reading incidents", number, len(changed))
        problems += done.problems
        if digests is not None:
            digests.learn(done.digests)
        for tree in trees:
            if tree.name in done.made:
                tree.take(done.made[tree.name])
    return problems


@dataclass(frozen=True, slots=True)
class _Done:
    """One incident worked on: what was found, and what was made for each tree by its name."""

    problems: tuple[Problem, ...]
    digests: Mapping[str, str]
    made: Mapping[str, MadeIncident] = field(default_factory=dict)


class _Work:
    """The work on one incident: read it, and make of it what each tree needs."""

    def __init__(
        self, request: Request, snapshot: Snapshot, ground: _Ground, digests: SourceDigests | None
    ) -> None:
        self._root = snapshot.root
        self._known = frozenset(folder.id for folder in snapshot.folders)
        self._now = request.now
        self._latest = None if request.now_given else request.now + AHEAD
        self._site = ground.site
        self._digests = digests
        self._failed = any(problem.is_error for problem in ground.problems)

    def on(self, item: tuple[IncidentFolder, list[TreeBuild]]) -> _Done:
        """Read an incident and make it for the trees that wait for it."""
        from builder.source.incidents import read_incident

        folder, waiting = item
        reading = read_incident(folder, self._site, self._root, self._known, self._latest)
        found = (*reading.problems, *_held(reading.incident, self._now))
        self._failed = self._failed or any(problem.is_error for problem in found)
        if reading.incident is None or self._digests is None or self._failed:
            return _Done(found, reading.digests)
        self._digests.learn(reading.digests)
        digest = self._digests.of_incident(folder.id, reading.references)
        made = {
            tree.name: tree.make(reading.incident, digest, reading.references, found)
            for tree in waiting
        }
        return _Done(found, reading.digests, made)


def _read_again(snapshot: Snapshot, ground: _Ground, name: str) -> Incident:
    """Read an incident whose words are needed once more; it was found good before."""
    from builder.source.incidents import read_incident

    folder = next(folder for folder in snapshot.folders if folder.id == name)
    known = frozenset(folder.id for folder in snapshot.folders)
    incident = read_incident(folder, ground.site, snapshot.root, known, None).incident
    assert incident is not None
    return incident


def _held(incident: Incident | None, now: datetime) -> tuple[Problem, ...]:
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


def _outcome(
    snapshot: Snapshot,
    trees: list[TreeBuild],
    committed: Mapping[str, Committed],
    problems: tuple[Problem, ...],
) -> Outcome:
    return Outcome(
        problems=problems,
        written=tuple(
            f"{name}/{path}" for name, done in committed.items() for path in done.written
        ),
        removed=tuple(
            f"{name}/{path}" for name, done in committed.items() for path in done.removed
        ),
        kept=sum(done.kept for done in committed.values()),
        incidents=len(snapshot.folders),
        instants={tree.name: tree.next_instant() for tree in trees},
        notes=tuple(note for tree in trees for note in tree.notes),
    )


def _lines(*notes: str) -> tuple[str, ...]:
    return tuple(note for note in notes if note)


def _address(request: Request, tree: str) -> str:
    """Name a tree as the memory does."""
    return str((request.out / tree).absolute())


# What one build leaves to the next: besides sources, rows and files, when it holds, what it said.


def _nothing_to_do(request: Request, snapshot: Snapshot, memory: Memory) -> bool:
    """Say whether sources, moment and output are those of the last build."""
    return (
        bool(memory.sources)
        and memory.state["now_given"] == int(request.now_given)
        and all(
            holds(request.now, _instant(memory, name, "since"), _instant(memory, name, "until"))
            for name in TREES
        )
        and sources_unchanged(snapshot, memory)
        and all(
            tree_unchanged(request.out, name, memory.outputs.get(_address(request, name), {}))
            for name in TREES
        )
    )


def _as_before(memory: Memory) -> Outcome:
    state = memory.state
    untils = {name: _instant(memory, name, "until") for name in TREES}
    return Outcome(
        problems=tuple(decode_problem(each) for each in json.loads(str(state["problems"]))),
        kept=sum(len(files) for files in memory.outputs.values()),
        incidents=int(state["incidents"] or 0),
        instants={
            name: None if until is None else datetime.fromtimestamp(until, UTC)
            for name, until in untils.items()
        },
    )


def _instant(memory: Memory, tree: str, which: str) -> int | None:
    """Return an instant that was remembered of a tree, in seconds since 1970."""
    found = memory.state[f"{tree} {which}"]
    return None if found is None else int(found)


def _remember(
    request: Request,
    before: Memory,
    digests: SourceDigests,
    trees: list[TreeBuild],
    committed: Mapping[str, Committed],
    outcome: Outcome,
    read_ns: int,
) -> str:
    """Save the memory; return a line to say where that failed."""
    state: dict[str, str | int | None] = {
        "now_given": int(request.now_given),
        "incidents": outcome.incidents,
        "problems": json.dumps([encode_problem(problem) for problem in outcome.problems]),
    }
    for tree in trees:
        state[f"{tree.name} since"] = tree.last_instant()
        until = outcome.instants[tree.name]
        state[f"{tree.name} until"] = None if until is None else int(until.timestamp())
    memory = Memory(
        fingerprint=before.fingerprint,
        sources=digests.stamps(),
        rows={key: taken for tree in trees for key, taken in tree.incidents.items()},
        outputs={_address(request, name): done.files for name, done in committed.items()},
        state=state,
        read_ns=read_ns,
    )
    return save(request.cache / "memory", memory, before)
