"""The arithmetic of uptime: seconds in states, weighed by a policy, over a window.

``100 * (T - weighted seconds) / T``. Instants are whole seconds since 1970, weights thousandths; a
figure is a fraction until it is shown. Overlaps count once, with what weighs most at an instant,
and of equal weights the worst state.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush

from builder.model.uptime_policy import WHOLE, Policy
from builder.vocabulary.statuses import State


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The seconds from ``since`` up to ``until``, which does not belong to it."""

    since: int
    until: int

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Held:
    """A state from ``since`` on; ``until`` is ``None`` while it lasts. ``source`` is what it was
    told by."""

    state: State
    since: int
    until: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a window in which one state counted. ``weight`` is in thousandths, ``None`` where
    the part is taken out of what is measured."""

    state: State
    since: int
    until: int
    source: str
    weight: int | None

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.until - self.since

    @property
    def weighted(self) -> int:
        """What it counts against uptime, in thousandths of a second."""
        return self.seconds * (self.weight or 0)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: ``known`` are the seconds of which there is data.

    ``pieces`` are all times in which it was not operational, in order; no two overlap.
    """

    known: int
    pieces: tuple[Piece, ...]

    @property
    def excluded(self) -> int:
        """The seconds that the policy takes out."""
        return sum(piece.seconds for piece in self.pieces if piece.weight is None)

    @property
    def counted(self) -> int:
        """The seconds that the figure is about (T)."""
        return self.known - self.excluded

    @property
    def weighted(self) -> int:
        """What counts against uptime, in thousandths of a second."""
        return sum(piece.weighted for piece in self.pieces)

    @property
    def uptime(self) -> Fraction | None:
        """The part of the time in which it was up, from 0 to 1; ``None`` where there is no data."""
        if not self.counted:
            return None
        return 1 - Fraction(self.weighted, WHOLE * self.counted)


def measure(held: Iterable[Held], known: Iterable[Window], policy: Policy) -> Measured:
    """Measure one timeline over the windows of which there is data; they may touch or overlap."""
    windows = _joined(known)
    inside = (part for each in held for part in _clipped(each, windows))
    return Measured(sum(each.seconds for each in windows), tuple(_pieces(inside, policy)))


def mean(figures: Iterable[Fraction | None]) -> Fraction | None:
    """Return the mean of figures, without those for which there is no data."""
    there = [figure for figure in figures if figure is not None]
    return sum(there, Fraction()) / len(there) if there else None


def any_down(parts: Iterable[tuple[Iterable[Held], Window]], policy: Policy) -> Measured:
    """Measure several timelines as one, which is down where any of them is.

    Each comes with the window of which it has data; outside of it nothing of it counts.
    """
    listed = [(tuple(held), window) for held, window in parts]
    inside = (
        Held(state, since, until, source)
        for held, window in listed
        for each in held
        for state, since, until, source in _clipped(each, (window,))
    )
    return measure(inside, (window for _, window in listed), policy)


def percent(uptime: Fraction, digits: int) -> str:
    """Return a percentage, rounded half up; what is less than 100 % is never shown as 100."""
    scale = 10**digits
    value = uptime * 100 * scale
    rounded = (2 * value.numerator + value.denominator) // (2 * value.denominator)
    if uptime < 1:
        rounded = min(rounded, 100 * scale - 1)
    whole, rest = divmod(rounded, scale)
    return f"{whole}.{rest:0{digits}}" if digits else str(whole)


_Part = tuple[State, int, int, str]


def _joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Make one of windows that touch or overlap; leave out empty ones."""
    found: list[Window] = []
    for window in sorted(each for each in windows if each.seconds > 0):
        if found and window.since <= found[-1].until:
            found[-1] = Window(found[-1].since, max(found[-1].until, window.until))
        else:
            found.append(window)
    return tuple(found)


def _clipped(held: Held, windows: Iterable[Window]) -> Iterator[_Part]:
    for window in windows:
        since = max(held.since, window.since)
        until = window.until if held.until is None else min(held.until, window.until)
        if since < until:
            yield held.state, since, until, held.source


def _pieces(parts: Iterable[_Part], policy: Policy) -> Iterator[Piece]:
    """Yield what counts at each instant, in order; neighbours that count alike are one piece."""
    last: Piece | None = None
    for (state, _, _, source), since, until in _heaviest(sorted(parts, key=_begin), policy):
        if last and (last.until, last.state, last.source) == (since, state, source):
            last = Piece(state, last.since, until, source, last.weight)
            continue
        if last:
            yield last
        last = Piece(state, since, until, source, policy.weight(state))
    if last:
        yield last


def _begin(part: _Part) -> int:
    return part[1]


def _heaviest(parts: list[_Part], policy: Policy) -> Iterator[tuple[_Part, int, int]]:
    """Yield which of the parts, in order of their beginning, counts from when to when."""
    going: list[tuple[tuple[int, int, int, str], _Part]] = []
    borders = sorted({border for part in parts for border in part[1:3]})
    waiting = iter(parts)
    following = next(waiting, None)
    for position, since in enumerate(borders[:-1]):
        while following is not None and following[1] <= since:
            heappush(going, (_order(following, policy), following))
            following = next(waiting, None)
        while going and going[0][1][2] <= since:
            heappop(going)
        if going and going[0][1][0] is not State.OPERATIONAL:
            yield going[0][1], since, borders[position + 1]


def _order(part: _Part, policy: Policy) -> tuple[int, int, int, str]:
    """Return what comes first where several hold: most weight, worst state, earliest, by name."""
    state, since, _, source = part
    return -(policy.weight(state) or 0), -state.rank, since, source
