"""Back to the public pages of an earlier build, where the theme or the program has a fault.

Only where readers lose nothing by it: no update, no redaction, no withdrawal. Private pages never
go back. What was broken off is finished by the next rollback, or replaced by the next publish.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from builder.build import Request
from builder.build.request import Progress, silent
from builder.model.publishing import Target
from builder.model.site import Site
from builder.output.faults import OutputProblem, from_error
from builder.publish.bringing import foreign, read_back, taken
from builder.publish.made_again import MadeAgain, NotMadeAgain, make_again, taken_back
from builder.publish.record import Held, Line, Record, TargetTaken
from builder.publish.targets.opening import open_target
from builder.publish.targets.place import Change, TargetFault
from builder.vocabulary.problems import Place, Problem

NOTHING = Change()

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class RollbackRequest:
    """Which targets are to hold an earlier build.

    ``build`` and ``site`` are the sources as they are now. ``to`` is how the commit or the digest
    of the build begins, empty for the one before what a target holds. ``environment`` is what
    children of this process get. ``force`` writes over what another hand changed; ``dry_run``
    changes nothing.
    """

    build: Request
    site: Site
    targets: tuple[Target, ...]
    environment: Mapping[str, str]
    to: str = ""
    force: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What came of one target: the publish whose pages it holds again, and what changed for that;
    or the ``fault`` that kept it from it."""

    target: str
    line: Line | None = None
    change: Change = NOTHING
    fault: Problem | None = None


def roll_back(
    request: RollbackRequest, record: Record, progress: Progress = silent
) -> tuple[RolledBack, ...]:
    """Bring each target to the public pages of an earlier build.

    Raises:
        OSError: the sources can't be read.
    """
    folder = request.build.cache / "rollback"
    desk = _Desk(request, record, folder, progress)
    try:
        return tuple(desk.guarded(target) for target in request.targets)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def earlier(lines: Iterable[Line], held: Held, to: str) -> Line | None:
    """Return the publish to go back to: the newest one before the pages that a target holds were
    first published that had others; or, of those before, the newest that is called ``to``."""
    published = [line for line in sorted(lines, key=lambda line: line.at) if not line.rollback]
    first = next((n for n, line in enumerate(published) if line.tree == held.tree), len(published))
    before = [line for line in published[:first] if line.tree != held.tree]
    named = [line for line in before if to and (line.commit.startswith(to) or _is(line, to))]
    return next(reversed(named if to else before), None)


def _is(line: Line, to: str) -> bool:
    return line.tree.startswith(to) or line.at == to


class _Desk:
    def __init__(
        self, request: RollbackRequest, record: Record, folder: Path, progress: Progress
    ) -> None:
        self._request = request
        self._record = record
        self._folder = folder
        self._progress = progress
        self._cache = request.build.cache / "targets"
        self._made: dict[str, MadeAgain] = {}

    def guarded(self, target: Target) -> RolledBack:
        """Return what came of a target."""
        try:
            self._record.fetch()
            with ExitStack() as alone:
                if not self._request.dry_run:
                    alone.enter_context(self._record.turn(target.name))
                return self._rolled_back(target)
        except TargetTaken:
            problem = taken(target).problem
        except (TargetFault, NotMadeAgain, OutputProblem) as fault:
            problem = fault.problem
        except OSError as error:
            problem = from_error(error, str(self._request.build.cache)).problem
        return RolledBack(target.name, fault=problem)

    def _rolled_back(self, target: Target) -> RolledBack:
        request = self._request
        held = self._record.held(target.name)
        lines = (line for line in self._record.lines() if line.target == target.name)
        line = earlier(lines, held, request.to) if held is not None else None
        if held is None or line is None:
            return RolledBack(target.name, fault=_no_earlier(target, held, request.to))
        made = self._made_again(line)
        refused = lost(target, held, made) or undone(target, made, self._taken_back)
        if refused is not None:
            return RolledBack(target.name, line, fault=refused)
        place = open_target(target, request.build.source, self._cache, request.environment)
        change = place.change(made.tree)
        if change.foreign and not request.force:
            return RolledBack(target.name, line, change, foreign(target, change.foreign))
        if request.dry_run:
            return RolledBack(target.name, line, change)
        if not change.is_nothing:
            change = place.send(made.tree)
            read_back(target, place, made.tree)
        now = request.build.now
        again = replace(held, tree=line.tree, rolled_back=True)
        self._record.note(target.name, again, now, len(change.written), len(change.removed))
        self._record.share()
        return RolledBack(target.name, line, change)

    def _made_again(self, line: Line) -> MadeAgain:
        if line.tree not in self._made:
            build, environment = self._request.build, self._request.environment
            folder = self._folder / line.tree[:16]
            self._made[line.tree] = make_again(build, line, folder, environment, self._progress)
        return self._made[line.tree]

    @cached_property
    def _taken_back(self) -> frozenset[str]:
        build = self._request.build
        return taken_back(build.source, self._request.site, build.now)


def _no_earlier(target: Target, held: Held | None, to: str) -> Problem:
    where = Place(f"publish: {target.name}")
    if held is None:
        return Problem(
            where,
            "no-earlier-build",
            f"No record tells what was published to {target.name!r}.",
            "Say with `record:` in site_src/site.yml where it is kept (docs/publishing.md).",
        )
    named = f" that is called {to!r}" if to else ""
    return Problem(
        where,
        "no-earlier-build",
        f"The record of {target.name!r} has no earlier build{named}.",
        "`tocsin log` lists what was published.",
    )


def lost(target: Target, held: Held, made: MadeAgain) -> Problem | None:
    """Return the problem of updates that readers have and would lose, or had to lose."""
    has, lacks = frozenset(held.updates), frozenset(held.updates) - made.updates
    if lacks:
        return _refused(
            target,
            "rollback-loses-updates",
            f"That build lacks updates that readers have: {_named(lacks)}.",
        )
    if made.updates - has:
        return _refused(
            target,
            "rollback-loses-updates",
            f"That build has updates that readers have no more: {_named(made.updates - has)}.",
        )
    return None


def undone(target: Target, made: MadeAgain, taken_back: frozenset[str]) -> Problem | None:
    """Return the problem of words that everyone could read in a build and that were taken back
    since."""
    back = frozenset(
        name
        for name in taken_back - made.taken_back
        if name.removesuffix("/withdrawn") in made.updates
        or any(update.startswith(f"{name}/") for update in made.updates)
    )
    if not back:
        return None
    return _refused(
        target,
        "rollback-undoes-redaction",
        f"Since that build words were redacted or withdrawn: {_named(back)}.",
    )


def _refused(target: Target, code: str, message: str) -> Problem:
    return Problem(
        Place(f"publish: {target.name}"),
        code,
        message,
        "Mend the theme, or install the version of Tocsin that you had, and publish.",
    )


def _named(names: Iterable[str]) -> str:
    found = sorted(names)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more
