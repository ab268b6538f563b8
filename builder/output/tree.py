"""One tree of files, as it is on disk and as a build wants it.

The build says for each file that it is current and stays, or what its bytes are. Nothing in the
tree changes until ``commit``; then all that differs is already staged on the same disk, a journal
names every step, and each file takes its place whole. Files are 0644 and folders 0755, whatever the
umask. A file that is as it should be is not touched.

Whoever opens a tree holds the lock (``output.lock``).
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from builder.output.disk import DISK, Disk, look, read
from builder.output.faults import OutputProblem, from_error, output_problem
from builder.output.folders import Folders
from builder.output.journal import Journal, Move, Removal
from builder.output.manifest import IN_CLEAR, OWN, Listing
from builder.output.obstacles import (
    blocked,
    clearings,
    holds_only,
    not_ours,
    refuse_elsewhere,
    refuse_without_rights,
)
from builder.output.ownership import Ownership, find_ownership
from builder.output.paths import folder_of, folders_above, is_path, is_tree_name
from builder.output.recovery import recover
from builder.output.stage import Stage, stage_folder
from builder.output.steps import carry_out
from builder.output.written import Committed, Written

__all__ = ["Committed", "OutputProblem", "Tree", "Written", "open_tree"]

_STAYS = "The site that was there stays as it was; mend this and build again."


@contextmanager
def open_tree(
    out: Path,
    name: str,
    remembered: Mapping[str, Written],
    disk: Disk = DISK,
    listing: Listing = IN_CLEAR,
) -> Iterator["Tree"]:
    """Open the tree ``name`` (``public``, ``private/<id>``) in the folder ``out``.

    ``listing`` is how it tells of itself.

    A build that was broken off is finished first if its journal is whole, else thrown away. Where
    the block is left without ``commit``, the last good site stays as it was.

    Raises:
        OutputProblem: the tree is a link, lies on another disk, or the system refuses.
        ValueError: the name is no tree's.
    """
    if not is_tree_name(name):
        raise ValueError(f"{name!r} is no name of a tree")
    folders = Folders(str(out), disk)
    try:
        os.makedirs(out, exist_ok=True)
        refuse_elsewhere(name, folders)
        recovered = recover(name, folders, disk)
        ownership = find_ownership(name, folders, remembered, recovered.paths, listing)
    except OSError as error:
        raise from_error(error, str(out)) from error
    notes = tuple(note for note in (recovered.note, ownership.note) if note)
    tree = Tree(name, folders, disk, ownership, notes, listing)
    try:
        yield tree
    finally:
        tree.abandon()


class Tree:
    """See the module. Paths are relative to the tree, with ``/`` between names.

    ``notes`` are lines to say: a build that was finished, a manifest that was damaged.
    """

    def __init__(
        self,
        name: str,
        folders: Folders,
        disk: Disk,
        ownership: Ownership,
        notes: tuple[str, ...],
        listing: Listing = IN_CLEAR,
    ) -> None:
        self.name = name
        self.notes = notes
        self._folders = folders
        self._disk = disk
        self._ownership = ownership
        self._listing = listing
        self._stage = Stage(stage_folder(folders.out, name), disk)
        self._files: dict[str, Written] = {}
        self._moves: list[Move] = []
        self._last: list[Move] = []
        self._refreshed: dict[str, Written] = {}
        self._replaced: set[str] = set()
        self._not_ours: set[str] = set()
        self._left: set[str] = set()
        self._renamed: set[str] = set()
        self._folders_for_files: list[str] = []
        self._staged: dict[str, str] = {}

    def is_current(self, path: str, key: str) -> bool:
        """Say whether the file is there as a build left it that made it from the same ``key``.

        Size and time of change are believed; where the time differs, the bytes decide.

        Raises:
            OutputProblem: the system refuses.
        """
        old = self._ownership.remembered.get(path)
        if old is None or old.key != key:
            return False
        try:
            found = self._find(path)
            if found is None or not stat.S_ISREG(found.st_mode):
                return False
            written = self._ownership.as_remembered(path, found)
        except OSError as error:
            raise from_error(error, self._label(path), _STAYS) from error
        if written is not None and written is not old:
            self._refreshed[path] = written
        return written is not None

    def keep(self, path: str) -> None:
        """Take a file that is current into the tree, unchanged.

        Raises:
            ValueError: it was never written, or is in the tree already.
        """
        self._claim(path)
        written = self._refreshed.get(path) or self._ownership.remembered.get(path)
        if written is None:
            raise ValueError(f"{path!r} was never written")
        self._files[path] = written

    def put(self, path: str, key: str, data: bytes, last: bool = False) -> None:
        """Take a file with these bytes into the tree.

        Files take their places in the order in which they were put, those that are ``last`` (what
        links to the others) after all others; but those that are new come before any that takes
        another's place, since only from there a link can lead to them.

        Raises:
            OutputProblem: the system refuses.
            ValueError: the path is none, or is in the tree already.
        """
        self._claim(path)
        self._put(path, key, data, self._last if last else self._moves)

    def leave(self, path: str) -> None:
        """Leave a file of an earlier build where it is, though it is none of the tree."""
        self._left.add(path)

    def new_files(self, known: Mapping[str, Written]) -> Iterator[tuple[str, bytes]]:
        """Yield the files that are in the tree so far and are not ``known`` with the same bytes.

        Raises:
            OutputProblem: the system refuses, or another hand changed a file.
        """
        for path, written in self._files.items():
            before = known.get(path)
            if before is None or before.digest != written.digest:
                yield path, self.read(path)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file that was put or kept.

        Raises:
            OutputProblem: the system refuses, or another hand changed the file.
            ValueError: it is not in the tree.
        """
        written = self._files.get(path)
        if written is None:
            raise ValueError(f"{path!r} is not in the tree")
        staged = self._staged.get(path)
        place = self._absolute(path) if staged is None else f"{self._stage.folder}/{staged}"
        try:
            data = read(place)
        except OSError as error:
            raise from_error(error, self._label(path), _STAYS) from error
        if sha256(data).hexdigest() != written.digest:
            raise output_problem(
                self._label(path),
                "output-changed",
                "is not as it was written: another program changed it.",
                "Delete it and build again.",
            )
        return data

    def commit(self) -> Committed:
        """Make the tree on disk what was put and kept, and nothing else of ours.

        Raises:
            OutputProblem: a file that is not ours is in the way, and nothing was written; or the
                system refuses. Once the journal is written the next build finishes this one.
            ValueError: a file is the folder of another.
        """
        digests = {path: written.digest for path, written in self._files.items()}
        closing: list[Move] = []
        for path, data in self._listing.own_files(digests).items():
            self._put(path, "", data, closing)
        try:
            removals = self._removals()
            self._refuse_in_the_way(removals)
            journal = self._journal(closing, removals)
            self._carry_out(journal, removals)
        except OSError as error:
            raise from_error(error, self.name, self._mend()) from error
        written = tuple(move.path for move in journal.all_moves)
        return Committed(written, tuple(removals), len(self._files) - len(written), self._files)

    def clear(self) -> None:
        """Remove all that is ours of the tree, its own list last.

        Raises:
            OutputProblem: the system refuses.
        """
        try:
            removals = self._removals()
            self._carry_out(self._journal([], removals), removals)
        except OSError as error:
            raise from_error(error, self.name, self._mend()) from error

    def abandon(self) -> None:
        """Throw away what is staged, unless its journal is written."""
        if not self._stage.is_sealed:
            with suppress(OSError):
                self._stage.discard()

    def _claim(self, path: str) -> None:
        if not is_path(path) or path in OWN:
            raise ValueError(f"{path!r} is no path for a file of a site")
        if path in self._files:
            raise ValueError(f"{path!r} is in the tree twice")

    def _put(self, path: str, key: str, data: bytes, moves: list[Move]) -> None:
        digest = sha256(data).hexdigest()
        try:
            found = self._find(path)
            if found is not None:
                self._replaced.add(path)
                other = self._ownership.other_name(path, found)
                if other is not None:
                    self._renamed.add(other)
                elif self._holds(path, found, data, digest):
                    self._files[path] = Written(key, digest, found.st_size, found.st_mtime_ns)
                    return
                else:
                    self._note_in_the_way(path, found)
            staged, facts = self._stage.add(data)
        except OSError as error:
            raise from_error(error, self._label(path), _STAYS) from error
        self._files[path] = Written(key, digest, facts.st_size, facts.st_mtime_ns)
        self._staged[path] = staged
        moves.append(Move(staged, path, digest))

    def _holds(self, path: str, found: os.stat_result, data: bytes, digest: str) -> bool:
        """Say whether what was found is a file of these bytes."""
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(data):
            return False
        old = self._ownership.remembered.get(path)
        if old is not None and (old.digest, old.mtime_ns) == (digest, found.st_mtime_ns):
            return True
        return read(self._absolute(path)) == data

    def _note_in_the_way(self, path: str, found: os.stat_result) -> None:
        if stat.S_ISDIR(found.st_mode):
            self._folders_for_files.append(path)
        elif not self._ownership.is_ours(path, found):
            self._not_ours.add(path)

    def _removals(self) -> dict[str, Removal]:
        """What is ours on disk and no longer belongs, in order of path."""
        removals = {}
        for path in sorted(self._ownership.paths - self._files.keys() - self._left):
            found = self._find(path)
            if found is None or stat.S_ISDIR(found.st_mode):
                continue
            if self._ownership.is_ours(path, found):
                removals[path] = Removal(path, found.st_size, found.st_mtime_ns)
        return removals

    def _refuse_in_the_way(self, removals: Mapping[str, Removal]) -> None:
        above = {folder for path in self._files for folder in folders_above(path)}
        if not above.isdisjoint(self._files):
            raise ValueError(f"{min(above & self._files.keys())!r} is a file and a folder")
        strangers = self._not_ours | blocked(self.name, self._files, removals, self._folders)
        for path in self._folders_for_files:
            if not holds_only(self._absolute(path), path, removals):
                strangers.add(path)
        if strangers:
            raise not_ours(self.name, strangers, self._folders)

    def _journal(self, closing: Iterable[Move], removals: Mapping[str, Removal]) -> Journal:
        first = clearings(removals, self._files.keys()) | self._renamed
        moves = sorted((*self._moves, *self._last), key=lambda move: move.path in self._replaced)
        return Journal(
            self.name,
            tuple(removal for path, removal in removals.items() if path in first),
            tuple(moves),
            tuple(removal for path, removal in removals.items() if path not in first),
            tuple(closing),
        )

    def _carry_out(self, journal: Journal, removals: Mapping[str, Removal]) -> None:
        if not journal.all_moves and not removals:
            return
        paths = (*(move.path for move in journal.all_moves), *removals)
        refuse_without_rights(self.name, paths, self._folders)
        self._stage.seal(journal)
        carry_out(journal, self._stage.folder, self._folders, self._disk)
        self._stage.discard()

    def _mend(self) -> str:
        if not self._stage.is_sealed:
            return _STAYS
        return "Each page is whole, old or new. Mend this and build again: that finishes it."

    def _find(self, path: str) -> os.stat_result | None:
        if not self._folders.is_there(folder_of(self._label(path))):
            return None
        return look(self._absolute(path))

    def _label(self, path: str) -> str:
        return f"{self.name}/{path}"

    def _absolute(self, path: str) -> str:
        return self._folders.absolute(self._label(path))
