"""The story of a publish: build, prove that nothing leaks, bring each target what it lacks, look.

A target by itself: one that fails does not hold up the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.build import Outcome, Request, build
from builder.build.last_build import updates_told
from builder.build.readers import PUBLIC_TREE
from builder.build.request import Progress, silent
from builder.model.publishing import Target
from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.forward import backwards, commit_of
from builder.publish.leak_check import leak_check
from builder.publish.record import Held, Record
from builder.publish.seen import Seen, look_at
from builder.publish.targets.opening import open_target
from builder.publish.targets.place import Change, TargetFault
from builder.vocabulary.problems import Place as Where
from builder.vocabulary.problems import Problem

NOTHING = Change()

RECORD = "record"
"""The folder of the record in the cache."""


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """What to publish, and how.

    ``targets`` are those that were chosen, in the order of ``site.yml``. ``environment`` is what
    children of this process get: without secrets. ``address`` is where readers find targets that do
    not say so themselves. ``force`` replaces what is newer at a target, or
    was changed there by another hand. ``dry_run`` changes nothing anywhere but in the local trees,
    ``verify_only`` looks at the targets alone.
    """

    build: Request
    targets: tuple[Target, ...]
    environment: Mapping[str, str]
    address: str = ""
    force: bool = False
    dry_run: bool = False
    verify_only: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What came of one target. ``fault`` is what kept it from holding the build; ``seen`` what
    readers get there, ``None`` where nobody looked."""

    target: str
    change: Change = NOTHING
    fault: Problem | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """What came of a publish. Where the build failed, or something would leak, no target was
    touched; ``problems`` then say why."""

    built: Outcome
    problems: tuple[Problem, ...] = ()
    published: tuple[Published, ...] = ()

    @property
    def failed(self) -> bool:
        """True where content kept everything from going out."""
        return self.built.failed or bool(self.problems)


def publish(request: PublishRequest, progress: Progress = silent) -> PublishOutcome:
    """Build the site and bring it to its targets.

    Raises:
        OutputProblem: the local trees can't be written; no target was touched.
    """
    built = build(request.build, progress)
    if built.failed:
        return PublishOutcome(built)
    progress("looking for leaks", 0, 1)
    leaks = _leaks(request.build)
    if leaks:
        return PublishOutcome(built, leaks)
    tree = built_tree(request.build.out / PUBLIC_TREE)
    desk = _Desk(request, tree)
    return PublishOutcome(built, (), tuple(desk.published(progress)))


def _leaks(request: Request) -> tuple[Problem, ...]:
    """Build the public tree a second time without anything private, and say how it differs."""
    check = leak_check(
        request.source,
        request.out / PUBLIC_TREE,
        request.now,
        request.cache / "second-build",
        request.jobs,
    )
    return check.problems + tuple(
        Problem(
            Where(f"{PUBLIC_TREE}/{each.path}"),
            "public-leak",
            f"Made from public sources alone, this file {each.kind}.",
            "Nothing was published. This is a fault of tocsin: please report it, without the text.",
        )
        for each in check.differences
    )


class _Desk:
    """Brings one build to all targets."""

    def __init__(self, request: PublishRequest, tree: BuiltTree) -> None:
        self._request = request
        self._tree = tree
        self._record = Record(request.build.cache / RECORD)
        self._cache = request.build.cache / "targets"

    def published(self, progress: Progress) -> Iterator[Published]:
        """Yield what came of each target."""
        for number, target in enumerate(self._request.targets):
            progress(f"publishing to {target.name}", number, len(self._request.targets))
            try:
                yield self._publish(target)
            except TargetFault as fault:
                yield Published(target.name, fault=fault.problem)

    def _publish(self, target: Target) -> Published:
        request = self._request
        place = open_target(target, request.build.source, self._cache, request.environment)
        change = place.change(self._tree)
        if request.verify_only:
            return Published(target.name, change, seen=self._seen(target))
        refused = None if request.force else self._refused(target, change)
        if refused is not None or request.dry_run:
            return Published(target.name, change, refused)
        if not change.is_nothing:
            change = place.send(self._tree)
            self._read_back(target, place.read("build.json"))
        self._note(target, change)
        return Published(target.name, change, seen=self._seen(target))

    def _refused(self, target: Target, change: Change) -> Problem | None:
        """Return why a target must not be touched, ``None`` where it may."""
        if change.foreign:
            return _foreign(target, change.foreign)
        held = self._record.held(target.name)
        if held is None or held.tree == self._tree.digest:
            return None
        updates = self._updates()
        return backwards(
            target.name,
            held,
            self._commit(),
            held.updates if updates is None else updates,
            self._request.build.source,
            self._request.environment,
        )

    def _note(self, target: Target, sent: Change) -> None:
        """Write down what the target holds now, also where a publish was killed before it did."""
        before = self._record.held(target.name)
        if sent.is_nothing and before is not None and before.tree == self._tree.digest:
            return
        updates = self._updates() or ()
        held = Held(self._tree.digest, self._commit(), tuple(sorted(updates)))
        now = self._request.build.now
        self._record.note(target.name, held, now, len(sent.written), len(sent.removed))

    def _commit(self) -> str:
        return commit_of(self._request.build.source, self._request.environment)

    def _updates(self) -> Iterable[str] | None:
        return updates_told(self._request.build, PUBLIC_TREE)

    def _read_back(self, target: Target, data: bytes | None) -> None:
        """Hold what the target gives back against what was sent."""
        if data == (self._tree.folder / "build.json").read_bytes():
            return
        raise TargetFault(
            Problem(
                Where(f"publish: {target.name}"),
                "not-as-sent",
                "The target does not give back what was sent to it.",
                "See whether another program writes there too, then publish again.",
            )
        )

    def _seen(self, target: Target) -> Seen | None:
        address = target.url or self._request.address
        return look_at(address, self._tree) if address else None


def _foreign(target: Target, paths: tuple[str, ...]) -> Problem:
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return Problem(
        Where(f"publish: {target.name}"),
        "changed-by-another-hand",
        f"{paths[0]}{more} at the target is not as it was published.",
        "See who changed it. `--force` writes over it.",
    )


def chosen(targets: Iterable[Target], names: Iterable[str]) -> tuple[Target, ...]:
    """Return the targets of these names, all where none is named."""
    wanted = set(names)
    return tuple(target for target in targets if not wanted or target.name in wanted)


def record_of(cache: Path) -> Record:
    """Return the record that is kept beside the sources."""
    return Record(cache / RECORD)
