"""The types of an account's service level as pages and reports show it: made of the account's own
view alone. Instants are aware datetimes in UTC, percentages text, lengths whole seconds."""

from dataclasses import dataclass
from datetime import date, datetime

from builder.views.types import Localised
from builder.views.uptime_types import Seconds
from builder.vocabulary.statuses import Priority, State


@dataclass(frozen=True, slots=True)
class Interval:
    """A time in which a component was not operational, and what it counted in thousandths of a
    second; ``weight`` is ``None`` where it was taken out. ``update`` told of it."""

    component: str
    incident: str
    update: str
    state: State
    since: datetime
    until: datetime
    seconds: int
    weight: int | None
    weighted: int


@dataclass(frozen=True, slots=True)
class CountedIncident:
    """An incident or a maintenance that told of the contract's components in the period.

    ``seconds`` are added up over components, by state; ``weighted`` is what counts of them, in
    thousandths of a second. ``excluded`` are the seconds that were taken out. ``lasts`` is true
    while it goes on.
    """

    id: str
    title: Localised
    seconds: Seconds
    weighted: int
    excluded: int
    lasts: bool


@dataclass(frozen=True, slots=True)
class ExcludedTime:
    """A time of the period that was agreed not to count; ``components`` are empty for all."""

    since: datetime
    until: datetime
    reason: str
    components: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdjustedTime:
    """Seconds of full outage that were agreed to count more, or less where negative."""

    seconds: int
    reason: str
    agreed: date


@dataclass(frozen=True, slots=True)
class KeptPromise:
    """How soon the account heard of an incident, and what was promised; ``None`` where nothing was.
    ``kept`` is ``None`` while the next word is awaited and nothing is broken."""

    id: str
    title: Localised
    priority: Priority
    first: int
    first_within: int | None
    silence: int
    updates_within: int | None
    kept: bool | None


@dataclass(frozen=True, slots=True)
class ComponentLevel:
    """A component of the contract, or all as one under the empty id: its figure so far, T, and what
    counts against it in thousandths of a second."""

    id: str
    figure: str
    known: int
    excluded: int
    weighted: int


@dataclass(frozen=True, slots=True)
class NextCredit:
    """The credit that is owed next, below which figure, and when if this goes on."""

    below: str
    sum: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class FinalFigure:
    """The figure of a month that was made final at ``made``.

    ``differs`` is true where it is another one by what is written now; ``changed`` are then the
    incidents, or their updates where these are known, that say something else than they did. None
    of them does where the contract does.
    """

    figure: str
    made: datetime
    differs: bool
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodLevel:
    """The service level of a month, or of the days that end with it where the window moves.

    ``key`` is the month, ``yyyy-mm``. ``figure`` is that of the period up to ``at``, empty where
    there is no data. ``budget`` and ``left`` are seconds of full outage of all components;
    ``breach`` is when the period is below the target. ``owed`` is the sum of the credit reached.
    ``kept`` and ``promised`` count incidents of which a promise of words was kept, of how many.
    ``lasts`` is true for the month that is not over; ``final`` is ``None`` while a month is
    preliminary.
    """

    key: str
    since: datetime
    until: datetime
    at: datetime
    figure: str
    budget: int
    left: int
    broken: bool
    breach: datetime | None
    owed: str
    following: NextCredit | None
    components: tuple[ComponentLevel, ...]
    intervals: tuple[Interval, ...]
    incidents: tuple[CountedIncident, ...]
    excluded: tuple[ExcludedTime, ...]
    adjusted: tuple[AdjustedTime, ...]
    promises: tuple[KeptPromise, ...]
    disputed_until: date | None = None
    lasts: bool = False
    final: FinalFigure | None = None

    @property
    def kept(self) -> int:
        """How many promises of words were kept."""
        return sum(each.kept is True for each in self.promises)

    @property
    def promised(self) -> int:
        """Of how many it is known whether they were."""
        return sum(each.kept is not None for each in self.promises)


@dataclass(frozen=True, slots=True)
class PastMonth:
    """What is shown of a month that is over."""

    key: str
    figure: str
    broken: bool
    owed: str
    kept: int
    promised: int
    final: FinalFigure | None = None


@dataclass(frozen=True, slots=True)
class ServiceView:
    """An account's contract and how it stands.

    ``target`` is a percentage; ``rolling`` the days of a window that moves, 0 for months.
    ``past`` are months that are over, the newest first. ``turns`` are instants around now at which
    anything of it may change.
    """

    account: str
    name: str
    target: str
    rolling: int
    time_zone: str
    policy: str
    together: bool
    now: PeriodLevel
    past: tuple[PastMonth, ...]
    turns: tuple[datetime, ...] = ()
