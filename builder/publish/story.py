"""The story of a publish: build, prove that nothing leaks, bring each target what it lacks, look.

A target by itself: one that fails does not hold up the others, and is tried again after them where
its fault may pass. Private pages go before public ones. What readers get is looked at once all is
sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from builder.build import Outcome, Request, build
from builder.build.readers import PUBLIC_TREE
from builder.build.request import Progress, silent
from builder.model.publishing import Target
from builder.model.site import Site
from builder.output.faults import from_error
from builder.output.manifest import MANIFEST, OWN
from builder.publish.bringing import foreign, read_back, taken
from builder.publish.clock import behind, waited_for
from builder.publish.consignment import Build, Consignment, in_order
from builder.publish.for_readers import ReadersChange, Withdrawn, by_reader, withdrawn
from builder.publish.forward import backwards, commit_of
from builder.publish.held_back import NOTHING_HELD, HeldBack, build_the_rest, ever_published
from builder.publish.leak_check import leak_check
from builder.publish.outbox import Outbox
from builder.publish.ready_messages import Ready, ready_messages
from builder.publish.record import Access, Held, Record, TargetTaken
from builder.publish.record_opening import open_record
from builder.publish.rounds import WAITS, Tried, in_rounds, may_pass
from builder.publish.seen import Seen, look_at
from builder.publish.seen_private import look_at_private
from builder.publish.targets.opening import open_target
from builder.publish.targets.place import Change, TargetFault
from builder.vocabulary.problems import Place as Where
from builder.vocabulary.problems import Problem
from builder.vocabulary.theme import Theme

NOTHING = Change()


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """What to publish, and how.

    ``site`` and ``theme`` are what is built. ``targets`` are those that were chosen, in the order
    in which they are served; where one takes private pages, ``build`` must make them.
    ``environment`` is what children of this process get: without secrets. ``address`` is where
    readers find targets that do not say so themselves. ``force`` replaces what is newer at a
    target, or was changed there by another hand. ``dry_run`` changes nothing anywhere but in the
    local trees, ``verify_only`` looks at the targets alone. ``hold_broken`` publishes the rest
    where all errors lie in files that no reader ever had. ``waits`` are the seconds before each
    further attempt at a target whose fault may pass.
    """

    build: Request
    site: Site
    theme: Theme
    targets: tuple[Target, ...]
    environment: Mapping[str, str]
    address: str = ""
    force: bool = False
    dry_run: bool = False
    verify_only: bool = False
    hold_broken: bool = False
    waits: tuple[float, ...] = WAITS


@dataclass(frozen=True, slots=True)
class Published:
    """What came of one target. ``fault`` is what kept it from holding the build at the last of
    ``attempts``; ``seen`` what readers get there, ``None`` where nobody looked.

    ``private`` is true where it takes private pages, whose paths are for nobody to read; then
    ``readers`` says whose pages change, and ``withdrawn`` what readers lose. ``messages`` are those
    that wait in the outbox, ``None`` where the target does not show the build. ``begins_late`` is
    true where a record that lasts begins with this publish, and readers were told something before;
    ``replaces_rollback`` where they had the pages of an earlier build. ``redacted`` are the updates
    whose words readers had there last time, and have no more.
    """

    target: str
    change: Change = NOTHING
    fault: Problem | None = None
    seen: Seen | None = None
    private: bool = False
    readers: tuple[ReadersChange, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    attempts: int = 1
    messages: Ready | None = None
    begins_late: bool = False
    replaces_rollback: bool = False
    redacted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """What came of a publish. Where the build failed, or something would leak, no target was
    touched; ``problems`` then say why. ``held`` is what was held back."""

    built: Outcome
    problems: tuple[Problem, ...] = ()
    published: tuple[Published, ...] = ()
    held: HeldBack = NOTHING_HELD

    @property
    def failed(self) -> bool:
        """True where content kept everything from going out."""
        return self.built.failed or bool(self.problems)

    @property
    def is_news(self) -> bool:
        """True where something was sent, held back, or failed."""
        return bool(self.failed or self.held.paths) or any(
            each.fault is not None or not each.change.is_nothing for each in self.published
        )


def publish(request: PublishRequest, progress: Progress = silent) -> PublishOutcome:
    """Build the site and bring it to its targets.

    Raises:
        OutputProblem: the local trees can't be written; no target was touched.
    """
    record = open_record(
        request.site.record,
        request.build.source,
        request.build.cache,
        request.environment,
        sources_public=request.build.sources_public,
    )
    request = replace(request, build=_at_its_time(request, record))
    built, held = build(request.build, progress), NOTHING_HELD
    if built.failed and request.hold_broken:
        try:
            published = ever_published(record, request.targets)
        except TargetFault as fault:
            return PublishOutcome(built, (fault.problem,))
        built, held = build_the_rest(request.build, built, published, progress)
        request = replace(request, build=replace(request.build, held=held.paths))
    if built.failed:
        return PublishOutcome(built)
    if any(target.is_public for target in request.targets):
        progress("looking for leaks", 0, 1)
        leaks = _leaks(request.build)
        if leaks:
            return PublishOutcome(built, leaks)
    return PublishOutcome(built, (), _Desk(request, record).published(progress), held)


def _at_its_time(request: PublishRequest, record: Record) -> Request:
    """Return the build for its moment, waited for where readers have one that is a little later."""
    if request.build.now_given:
        return request.build
    # A record that can't be read is told of each target.
    with suppress(TargetFault):
        record.fetch()
    newest = record.newest({target.name for target in request.targets})
    return replace(request.build, now=waited_for(request.build.now, newest))


def _leaks(request: Request) -> tuple[Problem, ...]:
    """Build the public tree a second time without anything private, and say how it differs."""
    check = leak_check(
        request.source,
        request.out / PUBLIC_TREE,
        request.now,
        request.cache / "second-build",
        request.jobs,
        request.held,
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

    def __init__(self, request: PublishRequest, record: Record) -> None:
        self._request = request
        self._build = Build(request.build, request.site, request.theme)
        self._record = record
        self._knows: bool | None = None
        self._begins: set[str] = set()
        self._cache = request.build.cache / "targets"
        self._goods: dict[str, Consignment] = {}

    def published(self, progress: Progress) -> tuple[Published, ...]:
        """Return what came of each target."""
        targets = {target.name: target for target in self._words_out_first()}
        order = tuple(targets)

        def attempt(name: str) -> Published:
            progress(f"publishing to {name}", order.index(name), len(order))
            return self._guarded(targets[name], partial(self._publish, targets[name]))

        tried = in_rounds(order, attempt, lambda came: may_pass(came.fault), self._request.waits)
        return tuple(
            self._guarded(targets[name], partial(self._looked_at, targets[name], one))
            for name, one in tried.items()
        )

    def _words_out_first(self) -> list[Target]:
        """Return the targets in the order in which they are served: before all others those that
        lose words, and of these the public ones first."""
        losing = {target.name for target in self._request.targets if self._loses_words(target)}

        def turn(target: Target) -> int:
            if target.name not in losing:
                return 2
            return 0 if target.is_public else 1

        return sorted(self._request.targets, key=turn)

    def _loses_words(self, target: Target) -> bool:
        """Say whether words were redacted that a target has; a fault is told in its turn."""
        with suppress(TargetFault, OSError):
            self._read_record()
            before = self._record.held(target.name)
            return bool(_redacted(self._goods_for(target), before))
        return False

    def _goods_for(self, target: Target) -> Consignment:
        if target.name not in self._goods:
            self._goods[target.name] = self._build.consignment(target)
        return self._goods[target.name]

    def _guarded(self, target: Target, step: Callable[[], Published]) -> Published:
        """Return what comes of a step, or the fault that ended it."""
        try:
            return step()
        except TargetFault as fault:
            problem = fault.problem
        except OSError as error:
            problem = from_error(error, str(self._request.build.out)).problem
        return Published(target.name, fault=problem, private=not target.is_public)

    def _looked_at(self, target: Target, tried: Tried[Published]) -> Published:
        """Return what came of a target, with what readers get there."""
        begins = target.name in self._begins
        came = replace(tried.came, attempts=tried.attempts, begins_late=begins)
        if came.fault is not None or self._request.dry_run:
            return came
        goods = self._goods[target.name]
        seen = self._seen(target, goods)
        if self._request.verify_only:
            return replace(came, seen=seen)
        build = self._request.build
        outbox = Outbox(build.cache, self._record)
        ready = ready_messages(build, self._request.site, target, goods.trees, seen, outbox)
        return replace(came, seen=seen, messages=ready)

    def _publish(self, target: Target) -> Published:
        self._read_record()
        if self._request.dry_run or self._request.verify_only:
            return self._brought(target)
        try:
            with self._record.turn(target.name):
                return self._brought(target)
        except TargetTaken as error:
            raise taken(target) from error

    def _read_record(self) -> None:
        """Read once what is known of the targets, and whether anything is."""
        if self._knows is not None:
            return
        try:
            self._record.fetch()
        except TargetFault:
            if not self._request.force:
                raise
        self._knows = any(self._record.lines())

    def _brought(self, target: Target) -> Published:
        request = self._request
        goods = self._goods_for(target)
        place = open_target(target, request.build.source, self._cache, request.environment)
        before = self._record.held(target.name)
        urgent = frozenset(name.partition("/")[0] for name in _redacted(goods, before))
        tree = replace(goods.tree, urgent=urgent) if target.is_public and urgent else goods.tree
        change = place.change(tree)
        came = _told(target, goods, change, before)
        if request.verify_only:
            return came
        refused = None if request.force else self._refused(target, goods, change, before)
        if refused is not None or request.dry_run:
            return replace(came, fault=refused)
        if before is None:
            late = not self._knows and place.read(MANIFEST) is not None
            self._record.begin(target.name, request.build.now, late=late)
            if late and self._record.lasts:
                self._begins.add(target.name)
        if not change.is_nothing:
            change = place.send(tree)
            came = _told(target, goods, change, before)
            read_back(target, place, goods.tree)
        self._note(target, goods, change, before)
        return came

    def _refused(
        self, target: Target, goods: Consignment, change: Change, before: Held | None
    ) -> Problem | None:
        """Return why a target must not be touched, ``None`` where it may."""
        if change.foreign:
            return foreign(target, change.foreign)
        if before is None or before.tree == goods.tree.digest:
            return None
        now, newest = self._request.build.now, self._record.newest({target.name})
        return behind(target.name, now, newest) or backwards(
            target.name,
            replace(before, updates=_still_told(before, goods)),
            self._commit(),
            before.updates if goods.updates is None else goods.updates,
            self._request.build.source,
            self._request.environment,
        )

    def _note(self, target: Target, goods: Consignment, sent: Change, before: Held | None) -> None:
        """Write down what the target holds now, also where a publish was killed before it did."""
        digest = goods.tree.digest
        known = before is not None and before.tree == digest and not before.rolled_back
        if not (known and OWN.issuperset(sent.written) and not sent.removed):
            build, commit = self._request.build, self._commit()
            redacted = None if goods.updates is None else tuple(sorted(goods.redacted))
            updates = tuple(sorted(goods.updates or ()))
            held = Held(digest, commit, updates, goods.readers, redacted=redacted)
            written, removed = len(sent.written), len(sent.removed)
            self._record.note(target.name, held, build.now, written, removed, build.held)
        try:
            self._record.share()
        except TargetFault as fault:
            said = f"The pages are published, but that could not be noted: {fault.problem.message}"
            raise TargetFault(replace(fault.problem, message=said)) from fault

    def _commit(self) -> str:
        return commit_of(self._request.build.source, self._request.environment)

    def _seen(self, target: Target, goods: Consignment) -> Seen | None:
        if not target.is_public:
            trees, checked = goods.trees, target.checks_readers
            return look_at_private(target.url, goods.tree, trees, checked=checked)
        address = target.url or self._request.address
        return look_at(address, goods.tree) if address else None


def _told(target: Target, goods: Consignment, change: Change, before: Held | None) -> Published:
    """Return what is told of a change."""
    redacted = tuple(sorted(_redacted(goods, before)))
    if target.is_public:
        back = before is not None and before.rolled_back and not change.is_nothing
        return Published(target.name, change, replaces_rollback=back, redacted=redacted)
    known: Mapping[str, Access] = before.readers if before is not None else {}
    return Published(
        target.name,
        change,
        private=True,
        readers=by_reader(change, known, goods.readers),
        withdrawn=withdrawn(change, known, goods.readers),
        redacted=redacted,
    )


def _redacted(goods: Consignment, before: Held | None) -> frozenset[str]:
    """Return the updates whose words a target has as far as is known, and is to lose."""
    if before is None or before.redacted is None:
        return frozenset()
    return goods.redacted.intersection(before.updates).difference(before.redacted)


def _still_told(before: Held, goods: Consignment) -> tuple[str, ...]:
    """Return the updates that readers have and are still owed: who has no pages any more is not."""
    if not before.readers:
        return before.updates
    staying = tuple(f"{each.reader} " for each in goods.readers.values())
    return tuple(update for update in before.updates if update.startswith(staying))


def chosen(site: Site, names: Iterable[str], *, public_only: bool = False) -> tuple[Target, ...]:
    """Return the targets of these names, all where none is named, in the order in which they are
    served; with ``public_only`` none that takes private pages."""
    wanted = set(names)
    return tuple(
        target
        for target in in_order(site.targets, site)
        if (not wanted or target.name in wanted) and (target.is_public or not public_only)
    )
