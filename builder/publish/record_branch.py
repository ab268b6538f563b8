"""A record that is kept in a branch of a private repository, so that every checkout has it.

The folder here is a copy. It is read from the branch before a publish, and what was noted is
brought there as one commit, which follows the one that was read: where another publisher was
faster, its notes are read and joined first. What could not be brought there stays in the folder,
and goes with the next notes.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from builder.model.publishing import RecordPlace
from builder.output.disk import read_if_there, write_whole
from builder.output.faults import OutputProblem, from_error
from builder.output.lock import BUSY, locked
from builder.publish.record_together import is_of_record, lacking, together
from builder.publish.targets.git_faults import git_fault
from builder.publish.targets.git_program import Git, GitFailure, GitMissing
from builder.publish.targets.git_store import Moved, Store
from builder.publish.targets.place import TargetFault
from builder.vocabulary.problems import Place, Problem

_ATTEMPTS = 10
"""How often notes are joined with those of publishers that were faster."""

_WAIT = 0.2
_WAITS = 100
"""Seconds between looks whether another process here is done with the branch, and how many."""


@dataclass(frozen=True, slots=True)
class _There:
    """What the branch holds at a commit; without a commit it is not there."""

    commit: str
    files: Mapping[str, bytes]


class RecordBranch:
    """A branch for the record alone. ``source`` is the folder of the sources, ``cache`` a folder of
    this program's own; children get ``environment``. ``sources_public`` is true where everyone can
    read the repository of the sources."""

    def __init__(
        self,
        place: RecordPlace,
        source: Path,
        cache: Path,
        environment: Mapping[str, str],
        *,
        sources_public: bool,
    ) -> None:
        self._place = place
        self._cache = cache
        self._address = ""
        self._sources_public = sources_public
        self._git = Git((cache / "repository.git").absolute(), source, environment)

    def fetch(self, folder: Path) -> bool:
        """Bring the folder up to the branch, and say whether it has notes that the branch lacks.

        Raises:
            TargetFault: the branch can't be had.
        """
        with self._opened() as store:
            return self._taken(self._there(store), folder) is not None

    def share(self, folder: Path) -> None:
        """Bring what was noted in the folder to the branch.

        Raises:
            TargetFault: it can't be brought there.
        """
        with self._opened() as store:
            for _ in range(_ATTEMPTS):
                there = self._there(store)
                files = self._taken(there, folder)
                if files is None:
                    return
                written = [(name, lambda data=data: data) for name, data in sorted(files.items())]
                commit = store.commit(there.commit, written, (), "Record\n", orphan=False)
                try:
                    store.push(commit, there.commit)
                    return
                except Moved as moved:
                    said = moved.said
            raise self._fault(said)

    def _taken(self, there: _There, folder: Path) -> Mapping[str, bytes] | None:
        """Give the folder what the branch has, and return what the branch is to hold, ``None``
        where it does."""
        here = _files_in(folder)
        files = together(there.files, here)
        for name, data in files.items():
            if name.endswith(".jsonl"):
                # Only added to: another process may add to it at this moment.
                _add(folder / name, lacking(data, here.get(name, b"")))
            elif here.get(name) != data:
                write_whole(str(folder / name), data)
        return None if files == there.files else files

    def _there(self, store: Store) -> _There:
        commit = store.tip()
        if not commit:
            return _There("", {})
        entries = store.entries(commit)
        foreign = next((path for path in sorted(entries) if not is_of_record(path)), None)
        if foreign is not None:
            raise self._problem(
                "record-holds-others",
                f"The branch {self._place.branch!r} holds {foreign}, which is no part of a record.",
                "Name a branch for the record alone; it need not be there yet.",
            )
        plain = {path: entry for path, entry in entries.items() if entry.is_plain}
        return _There(commit, {path: store.bytes_of(entry) for path, entry in plain.items()})

    @contextmanager
    def _opened(self) -> Iterator[Store]:
        with self._told(), self._alone():
            if not self._address:
                self._git.take_ways()
                self._address = self._found()
            store = Store(self._git, self._address, self._place.branch)
            store.prepare()
            yield store

    def _found(self) -> str:
        """Return the address of the repository."""
        origin = self._git.origin()
        address = self._place.repository or origin
        if not address:
            raise self._problem(
                "no-repository",
                "The sources have no repository `origin` that they are pushed to.",
                "Write `repository:` with the address of one.",
            )
        if self._sources_public and _named(address) == _named(origin):
            raise self._problem(
                "record-in-public",
                "Everyone can read the repository of the sources, and the record tells who reads "
                "what.",
                "Keep it in a private repository: name its address with `repository`.",
            )
        return address

    @contextmanager
    def _alone(self) -> Iterator[None]:
        for left in reversed(range(_WAITS)):
            try:
                with locked(self._cache):
                    yield
                return
            except OutputProblem as fault:
                if fault.problem.code != BUSY or not left:
                    raise
            time.sleep(_WAIT)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say faults of git and of the disk as faults of the record."""
        try:
            yield
        except GitMissing as error:
            raise self._problem("no-git", "There is no git here.", "Install git.") from error
        except GitFailure as failure:
            raise self._fault(failure.said) from failure
        except OutputProblem as error:
            raise TargetFault(error.problem) from error
        except OSError as error:
            raise TargetFault(from_error(error, str(self._cache)).problem) from error

    def _fault(self, said: str) -> TargetFault:
        problem = git_fault(said, "record", self._address)
        return TargetFault(replace(problem, place=Place("record")))

    def _problem(self, code: str, message: str, mend: str) -> TargetFault:
        return TargetFault(Problem(Place("record"), code, message, mend))


def _named(address: str) -> str:
    """Return what an address of a host names, however it is reached: its last two parts."""
    parts = re.split("[/:]+", address.rstrip("/").removesuffix(".git").lower())
    return "/".join(parts[-2:])


def _files_in(folder: Path) -> dict[str, bytes]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = [name for name in os.listdir(folder) if is_of_record(name)]
    return {name: read_if_there(str(folder / name)) or b"" for name in names}


def _add(log: Path, lines: tuple[bytes, ...]) -> None:
    if lines:
        descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(descriptor, "wb", buffering=0) as file:
            # The line before may have been cut off.
            file.write(b"\n" + b"".join(line + b"\n" for line in lines))
