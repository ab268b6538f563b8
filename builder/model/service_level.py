"""The figure of a contract over a period: what was lost, what may still be, and when that is gone.

What is lost is a part of the period's time: of each component its weighted seconds over its seconds
(those that are excluded taken out), and of these the mean. Where the policy counts components as
one, they are one. Instants are whole seconds since 1970; a figure is a fraction until it is shown.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from builder.model.contract import Contract, CreditStep
from builder.model.uptime import Held, Measured, Window, any_down, measure
from builder.model.uptime_policy import WHOLE, GroupRule

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Covered:
    """What a contract is about: a component, what was told of it, and from when to when there is
    data of it."""

    component: str
    held: tuple[Held, ...]
    life: Window


@dataclass(frozen=True, slots=True)
class NextStep:
    """The credit that is owed next, and the first second at which it is if what goes on goes on;
    ``None`` where that is not within the period."""

    step: CreditStep
    at: int | None


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """The figure of a contract at one moment of a period.

    ``measured`` are the contract's components up to ``at``, or all as one under the empty name.
    ``figure`` is the uptime of the period so far, from 0 to 1, ``whole`` that of the whole period
    if nothing more happens; ``None`` where there is no data. ``budget`` are the seconds of full
    outage of all components that the whole period may have, ``left`` those that are not used,
    negative where too many were. ``breach`` is the first second at which the whole period is below
    the target, or will be if what goes on goes on. ``owed`` is the credit that was reached.
    """

    period: Window
    at: int
    measured: Mapping[str, Measured]
    figure: Fraction | None
    whole: Fraction | None
    budget: int
    left: int
    broken: bool
    breach: int | None
    owed: CreditStep | None
    following: NextStep | None


def service_level(
    contract: Contract, covered: Sequence[Covered], period: Window, at: int, change: int = 0
) -> ServiceLevel:
    """Measure a contract at ``at``, which lies in ``period`` or at its end.

    ``period`` is a month of the contract, or where its window moves the window that ends at ``at``.
    ``change`` are seconds of full outage that were agreed to count more, or less where negative.
    """
    length = contract.rolling * DAY
    horizon = at + length if length else period.until
    course = _Course(contract, covered, period, at, horizon, change)
    lost, limit = course.lost(at), 1 - contract.promised
    broken = lost is not None and lost > limit
    breach = None
    if not broken:
        breach = course.first_over(limit, at, horizon)
    elif not length:
        breach = course.first_over(limit, period.since, at)
    whole = None if lost is None else 1 - lost
    owed = [step for step in contract.credits if whole is not None and whole < step.part]
    later = contract.credits[len(owed) :]
    following = None
    if later:
        following = NextStep(later[0], course.first_over(1 - later[0].part, at, horizon))
    scale = course.scale(at)
    return ServiceLevel(
        period=period,
        at=at,
        measured=course.measured_until(at),
        figure=course.so_far(at),
        whole=whole,
        budget=floor(limit * scale),
        left=floor((limit - (lost or 0)) * scale),
        broken=broken,
        breach=breach,
        owed=owed[-1] if owed else None,
        following=following,
    )


class _Course:
    """All that a contract is about along the time, going on after ``at`` as it did then."""

    def __init__(
        self,
        contract: Contract,
        covered: Sequence[Covered],
        period: Window,
        at: int,
        horizon: int,
        change: int,
    ) -> None:
        self._length = contract.rolling * DAY
        self._period = period
        self._change = change
        self._contract = contract
        self._known = [
            (each, tuple(_known(contract, each, Window(period.since, horizon)))) for each in covered
        ]
        self._at = at
        self._lines = [_Line(measured, known) for measured, known in self._parts(horizon).values()]

    def _parts(self, until: int) -> dict[str, tuple[Measured, Sequence[Window]]]:
        """Measure each component, or all as one, up to an instant."""
        policy = self._contract.policy
        found = {}
        for each, known in self._known:
            windows = [Window(one.since, min(one.until, until)) for one in known]
            held = tuple(state for state in each.held if state.since <= self._at)
            found[each.component] = held, windows
        if policy.groups is GroupRule.ANY and found:
            pairs = [(held, window) for held, windows in found.values() for window in windows]
            whole = [window for _, windows in found.values() for window in windows]
            return {"": (any_down(pairs, policy), whole)}
        return {
            name: (measure(held, windows, policy), windows)
            for name, (held, windows) in found.items()
        }

    def measured_until(self, at: int) -> dict[str, Measured]:
        """Return what was measured up to an instant, by component."""
        return {name: measured for name, (measured, _) in self._parts(at).items()}

    def so_far(self, at: int) -> Fraction | None:
        """Return the figure of the time up to an instant alone."""
        since = at - self._length if self._length else self._period.since
        parts = (line.part(max(since, self._period.since), at, at) for line in self._lines)
        return _up([*parts], self._change)

    def lost(self, at: int) -> Fraction | None:
        """Return the part of the whole period that is lost at an instant."""
        figure = _up(self._parts_at(at), self._change)
        return None if figure is None else 1 - figure

    def scale(self, at: int) -> Fraction:
        """Return the seconds of full outage of all components that a whole period amounts to."""
        there = [seconds for _, seconds in self._parts_at(at) if seconds]
        if not there:
            return Fraction()
        return len(there) / sum((Fraction(1, seconds) for seconds in there), Fraction())

    def first_over(self, limit: Fraction, after: int, until: int) -> int | None:
        """Return the first second after ``after``, and not after ``until``, at which more than
        ``limit`` is lost."""
        borders = sorted({border for border in self._borders() if after < border < until})
        for since, end in zip([after, *borders], [*borders, until], strict=True):
            found = self._first_between(limit, since, end)
            if found is not None:
                return found
        return None

    def _first_between(self, limit: Fraction, after: int, until: int) -> int | None:
        """Search where each component's loss only rises or only falls: no sum of them is more than
        that of the higher ends."""
        if after >= until or not self._may_be_over(limit, after, until):
            return None
        if until - after == 1:
            lost = self.lost(until)
            return until if lost is not None and lost > limit else None
        middle = (after + until) // 2
        found = self._first_between(limit, after, middle)
        return self._first_between(limit, middle, until) if found is None else found

    def _may_be_over(self, limit: Fraction, after: int, until: int) -> bool:
        first, last = self._parts_at(after), self._parts_at(until)
        highest: list[Fraction] = []
        for (weighted, seconds), (later, then) in zip(first, last, strict=True):
            if bool(seconds) is not bool(then):
                return True
            if seconds:
                ends = (Fraction(weighted, seconds), Fraction(later, then))
                highest.append(max(ends) / WHOLE)
        if not highest:
            return False
        more = Fraction()
        if self._change:
            more = max(self._changed(first), self._changed(last))
        return sum(highest, Fraction()) / len(highest) + more > limit

    def _changed(self, parts: Sequence[tuple[int, int]]) -> Fraction:
        return _change_of(parts, self._change)

    def _borders(self) -> Iterator[int]:
        for line in self._lines:
            for border in line.borders:
                yield border
                if self._length:
                    yield border + self._length

    def _parts_at(self, at: int) -> list[tuple[int, int]]:
        """Return of each component what counts against it (thousandths of a second) and its
        seconds, at an instant of the whole period."""
        if self._length:
            since = max(at - self._length, self._period.since)
            return [line.part(since, at, at) for line in self._lines]
        since, until = self._period.since, self._period.until
        return [line.part(since, at, until) for line in self._lines]


class _Line:
    """Sums of one timeline from its beginning up to any second."""

    def __init__(self, measured: Measured, known: Iterable[Window]) -> None:
        self._weighted = _Sum(
            (each.since, each.until, each.weight or 0) for each in measured.pieces
        )
        self._excluded = _Sum(
            (each.since, each.until, 1) for each in measured.pieces if each.weight is None
        )
        self._known = _Sum((each.since, each.until, 1) for each in _apart(known))

    @property
    def borders(self) -> Iterator[int]:
        """Where something begins or ends."""
        for each in (self._weighted, self._excluded, self._known):
            yield from each.borders

    def part(self, since: int, at: int, until: int) -> tuple[int, int]:
        """Return what counts against it from ``since`` to ``at``, and the seconds from ``since`` to
        ``until`` without those that were excluded up to ``at``."""
        excluded = self._excluded.between(since, at)
        return self._weighted.between(since, at), self._known.between(since, until) - excluded


class _Sum:
    """Seconds, each times the factor of the time in which it lies, added up."""

    def __init__(self, parts: Iterable[tuple[int, int, int]]) -> None:
        listed = sorted(part for part in parts if part[0] < part[1])
        self.borders = sorted({border for part in listed for border in part[:2]})
        self._begins = [since for since, _, _ in listed]
        self._parts = listed
        self._before = [0]
        for since, until, factor in listed:
            self._before.append(self._before[-1] + (until - since) * factor)

    def between(self, since: int, until: int) -> int:
        """Return the sum from one instant to another."""
        return self._until(until) - self._until(since)

    def _until(self, at: int) -> int:
        place = bisect_right(self._begins, at)
        if not place:
            return 0
        since, until, factor = self._parts[place - 1]
        return self._before[place - 1] + (min(at, until) - since) * factor


def _up(parts: Sequence[tuple[int, int]], change: int) -> Fraction | None:
    """Return the mean of the figures of those of which there is data, changed as was agreed."""
    there = [Fraction(weighted, seconds * WHOLE) for weighted, seconds in parts if seconds]
    if not there:
        return None
    lost = sum(there, Fraction()) / len(there) + _change_of(parts, change)
    return min(max(1 - lost, Fraction()), Fraction(1))


def _change_of(parts: Sequence[tuple[int, int]], change: int) -> Fraction:
    """Return what seconds of full outage of all components are as a part of their time."""
    there = [seconds for _, seconds in parts if seconds]
    if not change or not there:
        return Fraction()
    return sum((Fraction(change, seconds) for seconds in there), Fraction()) / len(there)


def _known(contract: Contract, covered: Covered, within: Window) -> Iterator[Window]:
    """Yield the times of a component that count: those of which there is data, without what was
    agreed not to count."""
    since = max(within.since, covered.life.since)
    until = min(within.until, covered.life.until)
    for each in sorted(contract.exclusions, key=lambda one: one.since):
        if each.components and covered.component not in each.components:
            continue
        begins, ends = int(each.since.timestamp()), int(each.until.timestamp())
        if since < min(begins, until):
            yield Window(since, min(begins, until))
        since = max(since, ends)
    if since < until:
        yield Window(since, until)


def _apart(windows: Iterable[Window]) -> Iterator[Window]:
    """Yield windows without what lies in several of them."""
    last = None
    for each in sorted(windows):
        since = each.since if last is None else max(each.since, last)
        if since < each.until:
            yield Window(since, each.until)
            last = each.until
