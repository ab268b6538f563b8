"""What a build is asked for, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from builder.seal.secret import Secret
from builder.vocabulary.heartbeat import Heartbeat
from builder.vocabulary.problems import Problem

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

AHEAD = timedelta(minutes=5)
"""How far an update's time may lie ahead of the clock: clocks of people and machines differ."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to build, where to, and as of when (aware, UTC, whole seconds).

    ``now_given`` is true where a person named the moment: then updates may lie ahead of it.
    ``jobs`` is how many processes may work; the bytes are the same. ``private`` is true where the
    private trees must be built, false where they must not, ``None`` where a ``secret`` decides.
    ``previous`` is the secret that was replaced, while its links are still about.
    ``sources_public`` is true where everyone can read the sources. ``held`` are files and folders
    of incidents that are taken not to be there. ``heartbeat`` stands in the head of each sealed
    tree.
    """

    source: Path
    out: Path
    cache: Path
    now: datetime
    now_given: bool = False
    jobs: int = 1
    secret: Secret | None = None
    private: bool | None = None
    previous: Secret | None = None
    sources_public: bool = False
    held: frozenset[str] = frozenset()
    heartbeat: Heartbeat | None = None

    @property
    def latest(self) -> datetime | None:
        """The latest time of an update without an embargo; ``None`` where any will do."""
        return None if self.now_given else self.now + AHEAD

    @property
    def seals(self) -> bool:
        """True where private trees are built."""
        return self.secret is not None and self.private is not False

    def place_of(self, tree: str) -> str:
        """Return the absolute path of a tree."""
        return str((self.out / tree).absolute())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build. Where a problem is an error, nothing was written.

    ``instants`` maps a tree to the next instant at which its bytes may change, ``None`` where time
    alone changes nothing. ``notes`` are lines to say; ``to_hand_out`` has one for each link that
    must be handed out anew, which names its reader.
    """

    problems: tuple[Problem, ...]
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: int = 0
    incidents: int = 0
    instants: Mapping[str, datetime | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    to_hand_out: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """True where an error kept the build from writing."""
        return any(problem.is_error for problem in self.problems)


def silent(_what: str, _done: int, _of: int) -> None:
    """Tell nobody of any progress."""
