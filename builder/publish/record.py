"""The record: what was published where, when and from which commit. It is never public.

A line of JSON each time, only ever added to; and a file a target with what it holds now, by which
the next publish knows whether it goes forward. Where each target's part of the record begins is
written down before anything is sent there: a record that begins beside pages which were published
before does not know what their readers were told.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from builder.output.disk import read_if_there, write_whole
from builder.vocabulary.times import iso

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
    ``<reader> <incident>/<update>``). ``readers`` are those of private pages, by folder."""

    tree: str
    commit: str
    updates: tuple[str, ...]
    readers: Mapping[str, Access] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One publish: ``at`` is its moment (ISO 8601, UTC)."""

    at: str
    target: str
    tree: str
    commit: str
    written: int
    removed: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """When the record of a target began (ISO 8601, UTC). ``late`` is true where something was
    published there before that no record here tells of."""

    target: str
    at: str
    late: bool


_Written = TypeVar("_Written", Line, Beginning)


class Record:
    """The record in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

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
            return Held(content["tree"], content["commit"], tuple(content["updates"]), readers)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def note(self, target: str, held: Held, now: datetime, written: int, removed: int) -> None:
        """Write down that a target holds something from now on (aware, UTC).

        Raises:
            OSError: the system refuses.
        """
        self._add(LOG, Line(iso(now), target, held.tree, held.commit, written, removed))
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
        return self._folder.is_dir() and os.access(self._folder, os.W_OK | os.X_OK)

    def lines(self) -> Iterator[Line]:
        """Yield what was written down, the oldest first; half a line, cut off by a crash, is none.

        Raises:
            OSError: it can't be read.
        """
        return self._read(LOG, Line)

    def _read(self, name: str, kind: type[_Written]) -> Iterator[_Written]:
        data = read_if_there(str(self._folder / name)) or b""
        for line in data.decode("utf-8", "replace").splitlines():
            try:
                yield kind(**json.loads(line))
            except (ValueError, TypeError):
                continue

    def _add(self, name: str, written: Line | Beginning) -> None:
        os.makedirs(self._folder, mode=0o700, exist_ok=True)
        with (self._folder / name).open("a", encoding="utf-8") as log:
            log.write(json.dumps(asdict(written), separators=(",", ":")) + "\n")
            log.flush()
            os.fsync(log.fileno())

    def _place(self, target: str) -> Path:
        return self._folder / f"{target}.json"
