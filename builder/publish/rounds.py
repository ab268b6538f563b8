"""Targets in rounds: what a host did not do at once it may do a little later.

In the first round each target is tried, in order; in those that follow, after a wait that grows,
those alone whose fault may pass by itself. So none waits for another one's host.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from builder.vocabulary.problems import Problem

WAITS = (2.0, 6.0, 18.0)
"""Seconds before each further round."""

_PASSING = frozenset({"target-unreachable"})
"""Faults that may pass by themselves: connections refused or broken, no answer, errors of the
host's own (5xx). Nobody has to mend anything here."""

Name = TypeVar("Name")
Came = TypeVar("Came")


@dataclass(frozen=True, slots=True)
class Tried(Generic[Came]):
    """What came of the last attempt, and the number of attempts."""

    came: Came
    attempts: int


def may_pass(fault: Problem | None) -> bool:
    """Say whether a fault may be gone when the same is tried again."""
    return fault is not None and fault.code in _PASSING


def in_rounds(
    names: Iterable[Name],
    attempt: Callable[[Name], Came],
    again: Callable[[Came], bool],
    waits: Iterable[float] = WAITS,
) -> Mapping[Name, Tried[Came]]:
    """Return what came of each, in the order of ``names``.

    ``again`` says whether to try once more what came out so; ``waits`` are seconds, one for each
    further round that there may be.
    """
    tried = {name: Tried(attempt(name), 1) for name in names}
    for seconds in waits:
        left = [name for name, one in tried.items() if again(one.came)]
        if not left:
            break
        time.sleep(seconds)
        for name in left:
            tried[name] = Tried(attempt(name), tried[name].attempts + 1)
    return tried
