"""The types of uptime and of the history of days as pages show them: one reader's own figures."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from builder.vocabulary.statuses import State

Seconds = tuple[tuple[State, int], ...]
"""Whole seconds by state, the worst first; none that is operational."""


@dataclass(frozen=True, slots=True)
class UptimeRule:
    """By which rule the site counts uptime: what a second in each state weighs, in thousandths,
    ``None`` where it is taken out; ``groups`` is ``mean`` or ``any``. ``digits`` are the decimals
    of a percentage for people."""

    name: str
    weights: Mapping[State, int | None]
    groups: str
    digits: int


@dataclass(frozen=True, slots=True)
class ToldOf:
    """An incident by its id, and its title by language."""

    id: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DayHistory:
    """A day on which a component was not operational for some time.

    ``state`` is its worst one. ``seconds`` are empty for the day that is not over. ``incidents``
    are those that told of it, in the order of their beginning.
    """

    day: date
    state: State
    seconds: Seconds
    incidents: tuple[ToldOf, ...]


@dataclass(frozen=True, slots=True)
class ComponentHistory:
    """A component's days, and its figure over all but the day that is not over.

    ``figure`` is a percentage, empty where there is no data. ``counted`` are the seconds that it
    is about, ``weighted`` what counts against it in thousandths of a second, ``seconds`` those of
    all days. There is data from ``first`` to ``last``, both of them included; of no day at all
    where ``first`` is ``None``. ``days`` run from the oldest to the newest, without those that were
    operational throughout. ``digest`` changes when anything else does;
    a month has none.
    """

    figure: str
    counted: int
    weighted: int
    seconds: Seconds
    first: date | None
    last: date | None
    days: tuple[DayHistory, ...]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class MonthOfComponent:
    """A month of a component that is over (``key`` is ``yyyy-mm``), and those before and after it
    that are listed. ``incidents`` are those that told of it; ``digest`` changes when anything in
    it does."""

    key: str
    digest: str
    incidents: tuple[str, ...] = ()
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class ComponentMonths:
    """The months that are over in which components were not operational for some time.

    ``listed`` are those of each component by its id, the newest first. ``history`` measures one:
    of a component, in a month by its key; what is in ``listed`` is there.
    """

    listed: Mapping[str, tuple[MonthOfComponent, ...]]
    history: Callable[[str, str], ComponentHistory]

    def figures(self, component: str) -> Iterator[tuple[str, str]]:
        """Yield the key of each month of a component, and its figure."""
        for month in self.of(component):
            yield month.key, self.history(component, month.key).figure

    def of(self, component: str) -> tuple[MonthOfComponent, ...]:
        """Return the months of a component."""
        return self.listed.get(component, ())


@dataclass(frozen=True, slots=True)
class UptimeView:
    """The figures of a status page over the whole days from ``since`` up to ``today``, which is not
    over and counts in none; all days are those of the page's zone.

    ``components`` and ``groups`` go by id; of a group there is its figure.
    """

    rule: UptimeRule
    since: date
    today: date
    components: Mapping[str, ComponentHistory]
    groups: Mapping[str, str]

    def days_of(self, components: Iterable[str]) -> tuple[object, ...]:
        """Return all that the days of these components depend on."""
        return self.since, self.today, tuple(self.components.get(each) for each in components)
