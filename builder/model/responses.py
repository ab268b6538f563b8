"""How soon readers heard of an incident, held against what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from builder.model.contract import ResponsePromise
from builder.vocabulary.statuses import IMPACT_OF_STATE, Impact, Priority, State

PRIORITY_OF_IMPACT = {
    IMPACT_OF_STATE[State.MAJOR_OUTAGE]: Priority.P1,
    IMPACT_OF_STATE[State.PARTIAL_OUTAGE]: Priority.P2,
    IMPACT_OF_STATE[State.DEGRADED_PERFORMANCE]: Priority.P3,
    Impact.NONE: Priority.P4,
}
"""The priority of an incident as a contract knows it: by the worst state that its reader was told.
The priority that insiders gave it is for insiders alone."""


@dataclass(frozen=True, slots=True)
class Post:
    """A word to readers, at a second since 1970. ``awaited`` is true where they wait for the next
    one after it."""

    at: int
    awaited: bool


@dataclass(frozen=True, slots=True)
class Response:
    """How soon the first word came after the beginning, and the longest silence between two words,
    in seconds. ``kept`` is ``None`` while nothing is broken and the next word is awaited.
    ``turn`` is the second at which the promise of it is broken, ``None`` where none is awaited."""

    first: int
    silence: int
    kept: bool | None
    turn: int | None = None


def response(promise: ResponsePromise, began: int, posts: Sequence[Post], now: int) -> Response:
    """Hold the words on an incident, in order of their time, against a promise; there is one."""
    first = max(posts[0].at - began, 0)
    gaps = (later.at - post.at for post, later in pairwise(posts) if post.awaited)
    silence = max(gaps, default=0)
    broken = _longer(first, promise.first) or _longer(silence, promise.updates)
    last, turn = posts[-1], None
    if last.awaited and promise.updates is not None:
        turn = last.at + int(promise.updates.total_seconds()) + 1
        broken = broken or turn <= now
    kept = False if broken else None if last.awaited else True
    return Response(first, silence, kept, turn)


def _longer(seconds: int, promised: timedelta | None) -> bool:
    return promised is not None and seconds > promised.total_seconds()
