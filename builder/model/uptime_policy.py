"""Policies of uptime: how much a second in each state counts against it.

Weights are in thousandths, so that all arithmetic is in whole numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from builder.vocabulary.statuses import State

WHOLE = 1000
"""The weight of a second that counts in full."""

DIGITS = 5
"""Decimals of a percentage where programs read it, and where a policy says nothing else."""

CONTRACT = "contract"
"""The name of what an account has agreed; no policy of a site may bear it."""


class GroupRule(StrEnum):
    """How the figure of a group comes of its components."""

    MEAN = "mean"
    """The mean of their figures."""

    ANY = "any"
    """The group is in the worst state of any of them."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy by its name; each weight is in thousandths of a second a second.

    ``under_maintenance`` is ``None`` where maintenance is taken out of the time that is measured.
    ``digits`` are the decimals of a percentage for people.
    """

    name: str
    major_outage: int
    partial_outage: int
    degraded_performance: int = 0
    under_maintenance: int | None = 0
    groups: GroupRule = GroupRule.MEAN
    digits: int = DIGITS

    def weight(self, state: State) -> int | None:
        """Return what a second in a state counts, ``None`` where it is taken out."""
        match state:
            case State.MAJOR_OUTAGE:
                return self.major_outage
            case State.PARTIAL_OUTAGE:
                return self.partial_outage
            case State.DEGRADED_PERFORMANCE:
                return self.degraded_performance
            case State.UNDER_MAINTENANCE:
                return self.under_maintenance
            case State.OPERATIONAL:
                return 0


STATUSPAGE = Policy("statuspage", major_outage=WHOLE, partial_outage=300)
INCIDENT_IO = Policy("incident-io", major_outage=WHOLE, partial_outage=WHOLE, groups=GroupRule.ANY)

POLICIES: Mapping[str, Policy] = {policy.name: policy for policy in (STATUSPAGE, INCIDENT_IO)}
"""The policies that every site knows."""
