"""How an account's contract stands, from the rows of its own incidents.

Everything is a function of the account's own view, so that whoever is granted the figures sees the
account's. It stands still between instants: what is told is that of the last change of a state, of
the last midnight of the contract's zone, or of when the target was missed or more was owed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from builder.model.closed import ClosedInterval, ClosedMonth
from builder.model.contract import HUNDRED, Contract
from builder.model.responses import PRIORITY_OF_IMPACT, Post, Response, response
from builder.model.service_level import DAY, Covered, ServiceLevel, service_level
from builder.model.site import Account, Site
from builder.model.uptime import Measured, Piece, Window, percent
from builder.model.uptime_policy import DIGITS, GroupRule
from builder.model.uptime_window import midnight
from builder.views.day_history import midnights
from builder.views.service_types import (
    AdjustedTime,
    ComponentLevel,
    CountedIncident,
    ExcludedTime,
    FinalFigure,
    Interval,
    KeptPromise,
    NextCredit,
    PastMonth,
    PeriodLevel,
    ServiceView,
)
from builder.views.types import IncidentRow
from builder.views.uptime import Sources, lives, told
from builder.vocabulary.statuses import ENDING, Kind, State

MONTHS_SHOWN = 24
"""Months that are over, on the page of an account."""


@dataclass(frozen=True)
class _Ground:
    """What all periods of a contract are measured from, up to ``now``; ``rows`` are those of the
    account's incidents, merged ones carried on."""

    contract: Contract
    zone: ZoneInfo
    rows: tuple[IncidentRow, ...]
    covered: tuple[Covered, ...]
    now: int
    closed: Mapping[str, ClosedMonth]


def service_view(
    account: Account, site: Site, rows: Iterable[IncidentRow], now: datetime
) -> ServiceView | None:
    """Return how a contract stands at ``now``; ``None`` where there is none, or it has not begun.

    ``rows`` are those of the account's incidents, merged ones already carried on.
    """
    contract = account.contract
    if contract is None:
        return None
    ground = _ground(account, contract, site, rows, now)
    local = now.astimezone(ground.zone)
    if midnight(contract.since, ground.zone) > ground.now:
        return None
    level = _level(ground, (local.year, local.month))
    assert level is not None
    past = (_past(ground, month) for month in _months_before(local.year, local.month))
    return ServiceView(
        account=account.id,
        name=account.name,
        target=_target(contract.target),
        rolling=contract.rolling,
        time_zone=contract.time_zone,
        policy=contract.policy.name,
        together=contract.policy.groups is GroupRule.ANY,
        now=level,
        past=tuple(each for each in past if each is not None),
        turns=tuple(_turns(ground, level, now)),
    )


def period_level(
    account: Account,
    site: Site,
    rows: Iterable[IncidentRow],
    month: tuple[int, int],
    now: datetime,
    sources: Sources | None = None,
) -> PeriodLevel | None:
    """Return the service level of a month (year, month), as far as ``now``; ``None`` where there is
    no contract, or none yet, or the month has not begun. ``sources`` make each interval name the
    update that brought it about."""
    contract = account.contract
    if contract is None:
        return None
    return _level(_ground(account, contract, site, rows, now, sources), month)


def _ground(
    account: Account,
    contract: Contract,
    site: Site,
    rows: Iterable[IncidentRow],
    now: datetime,
    sources: Sources | None = None,
) -> _Ground:
    listed = tuple(rows)
    zone, second = ZoneInfo(contract.time_zone), int(now.timestamp())
    whole = Window(midnight(contract.since, zone), second + 1)
    heard = told(listed, whole, sources)
    known = {each.id: each for each in site.components() if each.id in contract.components}
    # What goes on goes on beyond now.
    always = Window(whole.since, second + 10_000 * DAY)
    there = lives(known.values(), always, zone)
    covered = tuple(
        Covered(name, tuple(heard.get(name, ())), there[name])
        for name in contract.components
        if name in known
    )
    closed = {each.key: each for each in account.closed}
    return _Ground(contract, zone, listed, covered, second, closed)


def _months_before(year: int, month: int) -> Iterator[tuple[int, int]]:
    """Yield the months before one, the newest first."""
    for back in range(1, MONTHS_SHOWN + 1):
        number = year * 12 + month - 1 - back
        yield number // 12, number % 12 + 1


@dataclass(frozen=True)
class _Month:
    """A month as it was measured; ``days`` are those of the contract, ``lasts`` is true for the one
    that is not over."""

    month: tuple[int, int]
    days: Window
    found: ServiceLevel
    lasts: bool

    @property
    def key(self) -> str:
        """Year and month, ``yyyy-mm``."""
        return f"{self.month[0]:04}-{self.month[1]:02}"


def _measured(ground: _Ground, month: tuple[int, int]) -> _Month | None:
    contract, zone = ground.contract, ground.zone
    year, number = month
    first = midnight(contract.since, zone)
    begins = max(midnight(date(year, number, 1), zone), first)
    ends = midnight(date(year + number // 12, number % 12 + 1, 1), zone)
    if begins > ground.now or ends <= first:
        return None
    lasts = ends > ground.now
    at = _stands_at(ground, begins) if lasts else ends
    days = Window(begins, ends)
    change = sum(each.seconds for each in contract.adjustments if each.month == month)
    while True:
        moves = contract.rolling * DAY
        period = Window(max(at - moves, first), at) if moves else days
        found = service_level(contract, ground.covered, period, at, change)
        passed = [each for each in _foreseen(found) if at < each <= ground.now]
        if not passed:
            return _Month(month, days, found, lasts)
        at = min(passed)


def _foreseen(found: ServiceLevel) -> Iterator[int]:
    """Yield when more is owed, or the target is missed, if what goes on goes on."""
    if found.breach is not None:
        yield found.breach
    if found.following is not None and found.following.at is not None:
        yield found.following.at


def _level(ground: _Ground, month: tuple[int, int]) -> PeriodLevel | None:
    measured = _measured(ground, month)
    return None if measured is None else _as_shown(ground, measured)


def _past(ground: _Ground, month: tuple[int, int]) -> PastMonth | None:
    measured = _measured(ground, month)
    if measured is None:
        return None
    found = measured.found
    kept = [promise.kept for promise, _ in _promises(ground, measured.days)]
    return PastMonth(
        key=measured.key,
        figure=_shown(found.figure, ground.contract.policy.digits),
        broken=found.broken,
        owed=found.owed.sum if found.owed else "",
        kept=kept.count(True),
        promised=len(kept) - kept.count(None),
        final=_final(ground, measured, whole=False),
    )


def _stands_at(ground: _Ground, begins: int) -> int:
    """Return the last second at which a state changed or a day began."""
    zone = ground.zone
    today = datetime.fromtimestamp(ground.now, UTC).astimezone(zone).date()
    borders = [
        border
        for each in ground.covered
        for held in each.held
        for border in (held.since, held.until)
        if border is not None and border <= ground.now
    ]
    return max([begins, midnight(today, zone), *borders])


def _as_shown(ground: _Ground, month: _Month) -> PeriodLevel:
    contract, found = ground.contract, month.found
    digits = contract.policy.digits
    span = Window(found.period.since, found.at)
    return PeriodLevel(
        key=month.key,
        since=_moment(found.period.since),
        until=_moment(found.period.until),
        at=_moment(found.at),
        figure=_shown(found.figure, digits),
        budget=found.budget,
        left=found.left,
        broken=found.broken,
        breach=None if found.breach is None else _moment(found.breach),
        owed=found.owed.sum if found.owed else "",
        following=None
        if found.following is None
        else NextCredit(
            _target(found.following.step.below),
            found.following.step.sum,
            None if found.following.at is None else _moment(found.following.at),
        ),
        components=tuple(
            ComponentLevel(
                name,
                _shown(each.uptime, digits),
                each.known,
                each.excluded,
                each.weighted,
            )
            for name, each in found.measured.items()
        ),
        intervals=tuple(_intervals(found.measured)),
        incidents=tuple(_incidents(ground, month)),
        excluded=tuple(_excluded(contract, span)),
        adjusted=tuple(
            AdjustedTime(each.seconds, each.reason, each.agreed)
            for each in contract.adjustments
            if each.month == month.month
        ),
        promises=tuple(promise for promise, _ in _promises(ground, month.days)),
        disputed_until=_disputed_until(contract, month.days, ground.zone),
        lasts=month.lasts,
        final=_final(ground, month, whole=True),
    )


def _disputed_until(contract: Contract, days: Window, zone: ZoneInfo) -> date | None:
    if contract.dispute is None:
        return None
    end = _moment(days.until).astimezone(zone) + contract.dispute
    return end.date()


def _excluded(contract: Contract, span: Window) -> Iterator[ExcludedTime]:
    for each in sorted(contract.exclusions, key=lambda one: (one.since, one.until, one.reason)):
        if int(each.since.timestamp()) < span.until and int(each.until.timestamp()) > span.since:
            yield ExcludedTime(each.since, each.until, each.reason, each.components)


def _final(ground: _Ground, month: _Month, *, whole: bool) -> FinalFigure | None:
    """Return the figure that was made final, held against that of now; with the updates that it
    changed by where the ``whole`` of a month is told."""
    closed = ground.closed.get(month.key)
    if closed is None or month.lasts:
        return None
    now = {each.counted: each for each in _joined(map(_closing, _intervals(month.found.measured)))}
    before = {each.counted: each for each in _joined(closed.intervals)}
    told_by = [
        *(now[each] for each in now.keys() - before.keys()),
        *(before[each] for each in before.keys() - now.keys()),
    ]
    changed = {f"{each.incident}/{each.update}" if whole else each.incident for each in told_by}
    figure = _shown(month.found.figure, ground.contract.policy.digits)
    differs = figure != closed.figure
    return FinalFigure(closed.figure, closed.made, differs, tuple(sorted(changed)))


def _closing(each: Interval) -> ClosedInterval:
    return ClosedInterval(
        each.component,
        each.since,
        each.until,
        each.state,
        each.incident,
        each.update,
        each.weighted,
    )


def _joined(intervals: Iterable[ClosedInterval]) -> Iterator[ClosedInterval]:
    """Make one of neighbours that only differ in the update that told of them."""
    last: ClosedInterval | None = None
    for each in intervals:
        alike = last and (last.component, last.until, last.state, last.incident) == (
            each.component,
            each.since,
            each.state,
            each.incident,
        )
        if last is not None and alike:
            last = replace(last, until=each.until, weighted=last.weighted + each.weighted)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


# --- what counted -------------------------------------------------------------------------------


def _intervals(measured: Mapping[str, Measured]) -> Iterator[Interval]:
    for name, each in measured.items():
        for piece in each.pieces:
            incident, _, update = piece.source.partition("/")
            yield Interval(
                name,
                incident,
                update,
                piece.state,
                _moment(piece.since),
                _moment(piece.until),
                piece.seconds,
                piece.weight,
                piece.weighted,
            )


def _incidents(ground: _Ground, month: _Month) -> Iterator[CountedIncident]:
    """Yield what told of the contract's components in the period, in the order of its beginning."""
    own: dict[str, list[Piece]] = {}
    for each in month.found.measured.values():
        for piece in each.pieces:
            own.setdefault(_incident(piece.source), []).append(piece)
    lasting = {
        _incident(held.source)
        for each in ground.covered
        for held in each.held
        if month.lasts and (held.until is None or held.until > ground.now)
    }
    rows = (row for row in ground.rows if row.id in own or row.id in lasting)
    for row in sorted(rows, key=lambda each: (each.began, each.id)):
        pieces = own.get(row.id, [])
        by_state: dict[State, int] = {}
        for piece in pieces:
            by_state[piece.state] = by_state.get(piece.state, 0) + piece.seconds
        yield CountedIncident(
            row.id,
            row.title,
            tuple(sorted(by_state.items(), key=lambda each: each[0].rank, reverse=True)),
            sum(piece.weighted for piece in pieces),
            sum(piece.seconds for piece in pieces if piece.weight is None),
            lasts=row.id in lasting,
        )


def _incident(source: str) -> str:
    return source.partition("/")[0]


# --- how soon the account heard -----------------------------------------------------------------


def _promises(ground: _Ground, days: Window) -> Iterator[tuple[KeptPromise, Response]]:
    """Yield how soon the account heard of each incident that began in a time."""
    contract = ground.contract
    for row in sorted(ground.rows, key=lambda each: (each.began, each.id)):
        began = int(row.began.timestamp())
        if row.kind is not Kind.INCIDENT or not days.since <= began < days.until:
            continue
        priority = PRIORITY_OF_IMPACT.get(row.impact)
        promise = contract.responses.get(priority) if priority else None
        if priority is None or promise is None:
            continue
        if set(contract.components).isdisjoint(row.components):
            continue
        posts = _posts(row)
        if not posts:
            continue
        found = response(promise, began, posts, ground.now)
        yield (
            KeptPromise(
                row.id,
                row.title,
                priority,
                found.first,
                _seconds(promise.first),
                found.silence,
                _seconds(promise.updates),
                found.kept,
            ),
            found,
        )


def _posts(row: IncidentRow) -> list[Post]:
    """Return the words of an incident; none is awaited after it ended or went on elsewhere."""
    told_by = [each for each in row.entries if each.update and each.label != "withdrawn"]
    posts = [
        Post(int(each.posted.timestamp()), each.stage is not None and each.stage not in ENDING)
        for each in told_by
    ]
    if posts and (row.merged_into or not row.is_open):
        posts[-1] = Post(posts[-1].at, awaited=False)
    return posts


# --- instants -----------------------------------------------------------------------------------


def _turns(ground: _Ground, level: PeriodLevel, now: datetime) -> Iterator[datetime]:
    """Yield the instants around now at which what is told may change by time alone."""
    yield from midnights(now, ground.contract.time_zone)
    if level.breach is not None:
        yield level.breach
    if level.following is not None and level.following.at is not None:
        yield level.following.at
    days = Window(0, ground.now + 1)
    for _, each in _promises(ground, days):
        if each.turn is not None:
            yield _moment(each.turn)


# --- words --------------------------------------------------------------------------------------


def _shown(figure: Fraction | None, digits: int) -> str:
    return "" if figure is None else percent(figure, digits)


def _target(target: int) -> str:
    """Write a target without zeros at its end."""
    return percent(Fraction(target, HUNDRED), DIGITS).rstrip("0").rstrip(".")


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else int(length.total_seconds())
