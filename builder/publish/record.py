"""The record: what was published where, when and from which commit. It is never public.

A line of JSON each time, only ever added to; and a file a target with what it holds now, by which
the next publish knows whether it goes forward. Where each target's part of the record begins is
written down before anything is sent there: a record that begins beside pages which were published
before does not know what their readers were told.
"""

import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from builder import __version__
from builder.output.disk import read_if_there, write_whole
from builder.vocabulary.times import TimeError, iso, parse_time

if sys.platform != "win32":
    import fcntl

LOG = "log.jsonl"
BEGINNINGS = "begun.jsonl"


@dataclass(frozen=True, slots=True)
class Access:
    """Who reads what lies in a folder, and the ids of the links that open it; ``renewed`` where it
    tells alone that links were renewed."""

    reader: str
    links: tuple[str, ...] = ()
    renewed: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What a target holds: the tree's digest, the commit that it was made of (empty where that is
    not known) and the updates that it tells of (``<incident>/<update>``; of private pages
    ``<reader> <incident>/<update>``). ``readers`` are those of private pages, by folder.
    ``rolled_back`` is true where the pages are those of an earlier build than that of ``commit``,
    by a rollback. ``redacted`` are those of the updates whose words were taken out, ``None`` where
    that was not noted."""

    tree: str
    commit: str
    updates: tuple[str, ...]
    readers: Mapping[str, Access] = field(default_factory=dict)
    rolled_back: bool = False
    redacted: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One publish: ``at`` is its moment (ISO 8601, UTC), ``program`` the version of this program,
    empty where it was not noted. ``held`` are files that it was made without; ``rollback`` is true
    where it brought an earlier build."""

    at: str
    target: str
    tree: str
    commit: str
    written: int
    removed: int
    program: str = ""
    held: tuple[str, ...] = ()
    rollback: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """When the record of a target began (ISO 8601, UTC). ``late`` is true where something was
    published there before that no record here tells of."""

    target: str
    at: str
    late: bool


_Written = TypeVar("_Written", Line, Beginning)


class TargetTaken(Exception):
    """Another process publishes to a target at this moment."""


class Elsewhere(Protocol):
    """A place that every publisher reaches, of which the folder here is a copy. Whatever it can't
    do it says as a ``TargetFault``."""

    def fetch(self, folder: Path) -> bool:
        """Bring the folder up to it, and say whether it lacks notes of the folder."""

    def share(self, folder: Path) -> None:
        """Bring there what was noted in the folder."""


class Record:
    """The record in a folder of this machine.

    ``elsewhere`` is what the folder is a copy of, if of anything; ``lasts`` is true where somebody
    said that it is kept from one run to the next.
    """

    def __init__(
        self, folder: Path, elsewhere: Elsewhere | None = None, *, lasts: bool = False
    ) -> None:
        self.folder = folder
        self.lasts = lasts
        self._elsewhere = elsewhere
        self._has_news = False
        self._is_fetched = False

    @property
    def is_shared(self) -> bool:
        """True where other machines note in it too."""
        return self._elsewhere is not None

    def fetch(self) -> None:
        """Read what other machines have noted, if that was not done yet.

        Raises:
            TargetFault: it can't be read.
        """
        if self._elsewhere is not None and not self._is_fetched:
            self._has_news = self._elsewhere.fetch(self.folder)
            self._is_fetched = True

    def share(self, *, all_of_it: bool = False) -> None:
        """Let other machines read what was noted here; ``all_of_it`` also what others than this
        object noted in the folder.

        Raises:
            TargetFault: it can't be brought there.
        """
        if self._elsewhere is not None and (self._has_news or all_of_it):
            self._elsewhere.share(self.folder)
            self._has_news = False

    @contextmanager
    def turn(self, target: str) -> Iterator[None]:
        """Keep all others who use this folder from publishing to a target.

        Raises:
            TargetTaken: somebody else does.
            OSError: the system refuses.
        """
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        place = self.folder / f"{target}.lock"
        lock = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            if sys.platform != "win32":
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    raise TargetTaken from error
            yield
        finally:
            os.close(lock)

    def held(self, target: str) -> Held | None:
        """Return what a target holds as far as it is known.

        Raises:
            OSError: it can't be read.
        """
        data = read_if_there(str(self._place(target)))
        if data is None:
            return None
        try:
            content = json.loads(data)
            readers = {
                folder: Access(each["reader"], tuple(each["links"]), each["renewed"])
                for folder, each in content.get("readers", {}).items()
            }
            updates, back = tuple(content["updates"]), bool(content.get("rolled_back"))
            redacted = content.get("redacted")
            words_out = None if redacted is None else tuple(redacted)
            return Held(content["tree"], content["commit"], updates, readers, back, words_out)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def note(
        self,
        target: str,
        held: Held,
        now: datetime,
        written: int,
        removed: int,
        without: Iterable[str] = (),
    ) -> None:
        """Write down that a target holds something from now on (aware, UTC), made without some
        files of its commit.

        Raises:
            OSError: the system refuses.
        """
        line = Line(
            iso(now),
            target,
            held.tree,
            held.commit,
            written,
            removed,
            __version__,
            tuple(sorted(without)),
            held.rolled_back,
        )
        self._add(LOG, line)
        write_whole(str(self._place(target)), json.dumps(asdict(held)).encode())

    def begin(self, target: str, now: datetime, *, late: bool) -> None:
        """Write down, if it is not yet, that the record of a target begins (aware, UTC).

        Raises:
            OSError: the system refuses.
        """
        if all(each.target != target for each in self.beginnings()):
            self._add(BEGINNINGS, Beginning(target, iso(now), late))

    def beginnings(self) -> Iterator[Beginning]:
        """Yield where the record of each target began.

        Raises:
            OSError: it can't be read.
        """
        return self._read(BEGINNINGS, Beginning)

    @property
    def is_kept(self) -> bool:
        """True where there is a record that a line can be added to."""
        return self.folder.is_dir() and os.access(self.folder, os.W_OK | os.X_OK)

    def newest(self, targets: Collection[str]) -> datetime | None:
        """Return the latest moment of which targets have a build (aware, UTC), ``None`` where none
        is known.

        Raises:
            OSError: it can't be read.
        """
        moments = (line.at for line in self.lines() if line.target in targets and not line.rollback)
        newest = max(moments, default="")
        try:
            return parse_time(newest) if newest else None
        except TimeError:
            return None

    def lines(self) -> Iterator[Line]:
        """Yield what was written down, the oldest first; half a line, cut off by a crash, is none.

        Raises:
            OSError: it can't be read.
        """
        return self._read(LOG, Line)

    def _read(self, name: str, kind: type[_Written]) -> Iterator[_Written]:
        data = read_if_there(str(self.folder / name)) or b""
        for line in data.decode("utf-8", "replace").splitlines():
            try:
                yield kind(**json.loads(line))
            except (ValueError, TypeError):
                continue

    def _add(self, name: str, written: Line | Beginning) -> None:
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        self._has_news = True
        with (self.folder / name).open("a", encoding="utf-8") as log:
            # The line before may have been cut off.
            log.write("\n" + json.dumps(asdict(written), separators=(",", ":")) + "\n")
            log.flush()
            os.fsync(log.fileno())

    def _place(self, target: str) -> Path:
        return self.folder / f"{target}.json"
