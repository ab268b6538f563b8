"""What was agreed with an account on uptime, and on how soon it hears of an incident."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from builder.model.uptime_policy import Policy
from builder.vocabulary.statuses import Priority

HUNDRED = 10_000_000
"""A hundred per cent in hundred-thousandths of one per cent, as targets are kept."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A time that was agreed not to count, from ``since`` up to ``until``; for some of the
    contract's ``components``, or where there are none for all of them."""

    since: datetime
    until: datetime
    reason: str
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditStep:
    """What is owed where the figure is less than ``below`` (hundred-thousandths of one per cent):
    a sum as the contract writes it."""

    below: int
    sum: str

    @property
    def part(self) -> Fraction:
        """The figure that it begins under, from 0 to 1."""
        return Fraction(self.below, HUNDRED)


@dataclass(frozen=True, slots=True)
class ResponsePromise:
    """How soon the first word comes, and how long there may be silence after each; ``None`` where
    nothing was promised."""

    first: timedelta | None = None
    updates: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Seconds of full outage that a month (year, month) counts more, or less where they are
    negative, by an agreement of the day ``agreed``."""

    month: tuple[int, int]
    seconds: int
    reason: str
    agreed: date


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract: its months begin at midnight in ``time_zone`` (an IANA name).

    ``since`` is the first day that counts. ``target`` is in hundred-thousandths of one per cent.
    ``rolling`` are the days of a window that moves with time, 0 where it is a month of the
    calendar. ``credits`` begin with the highest figure. ``responses`` go by priority as the account
    knows it (see ``responses``). ``dispute`` is how long after a month's end it may be disputed.
    """

    since: date
    target: int
    components: tuple[str, ...]
    time_zone: str
    policy: Policy
    rolling: int = 0
    exclusions: tuple[Exclusion, ...] = ()
    credits: tuple[CreditStep, ...] = ()
    responses: Mapping[Priority, ResponsePromise] = field(default_factory=dict)
    dispute: timedelta | None = None
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def promised(self) -> Fraction:
        """The target, from 0 to 1."""
        return Fraction(self.target, HUNDRED)
