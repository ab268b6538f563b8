"""One build, brought to all targets: each what it lacks, unless it would go backwards there.

A target by itself: one that fails does not hold up the others, and is tried again after them where
its fault may pass. What readers get is looked at once all is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from builder.build.request import Progress
from builder.model.publishing import Target
from builder.output.faults import from_error
from builder.output.manifest import MANIFEST, OWN
from builder.publish.bringing import foreign, read_back, taken
from builder.publish.clock import behind
from builder.publish.consignment import Build, Consignment
from builder.publish.for_readers import by_reader, withdrawn
from builder.publish.forward import backwards, commit_of
from builder.publish.outbox import Outbox
from builder.publish.ready_messages import ready_messages
from builder.publish.record import Access, Held, Record, TargetTaken
from builder.publish.request import Published, PublishRequest
from builder.publish.rounds import Tried, in_rounds, may_pass
from builder.publish.seen import Seen, look_at
from builder.publish.seen_private import look_at_private
from builder.publish.targets.opening import open_target
from builder.publish.targets.place import Change, TargetFault
from builder.vocabulary.problems import Problem


class Delivery:
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
