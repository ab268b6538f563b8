"""Figures of a month that were made final, and what they were made from."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from builder.vocabulary.statuses import State
from builder.vocabulary.times import iso


@dataclass(frozen=True, slots=True, order=True)
class ClosedInterval:
    """A time in which a component was not operational, by which update, and what it counted in
    thousandths of a second."""

    component: str
    since: datetime
    until: datetime
    state: State
    incident: str
    update: str
    weighted: int

    @property
    def counted(self) -> tuple[object, ...]:
        """What the figure comes of: all but which update told of it."""
        return self.component, self.since, self.until, self.state, self.incident, self.weighted


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A month (``yyyy-mm``) that was made final at ``made``.

    ``figure`` is a percentage as it was shown, ``owed`` the sum of the credit that was reached, or
    empty. ``digest`` is that of all of them.
    """

    key: str
    made: datetime
    figure: str
    owed: str
    intervals: tuple[ClosedInterval, ...]
    digest: str = ""


def digest_of(closed: ClosedMonth) -> str:
    """Return the SHA-256 of the figures and of what they were made from, in hexadecimal."""
    lines = [closed.key, iso(closed.made), closed.figure, closed.owed]
    lines += (
        " ".join(
            (
                each.component,
                iso(each.since),
                iso(each.until),
                each.state.value,
                f"{each.incident}/{each.update}",
                str(each.weighted),
            )
        )
        for each in closed.intervals
    )
    return sha256("\n".join(lines).encode()).hexdigest()
