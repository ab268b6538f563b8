"""Folders below the output folder: real ones alone, never through a link."""

import errno
import os
import stat

from builder.output.disk import Disk
from builder.output.faults import output_problem
from builder.output.paths import folder_of, folders_above

_MODE = 0o755
_NOT_EMPTY = (errno.ENOTEMPTY, errno.EEXIST)


class Folders:
    """What is known of the folders below ``out``. Paths are relative to it, with ``/`` between.

    Looked at once: between two looks nobody but this writer is expected to change them.
    """

    def __init__(self, out: str, disk: Disk) -> None:
        self.out = out
        self._disk = disk
        self._obstacles: dict[str, str | None] = {"": None}
        self._missing: set[str] = set()

    def absolute(self, path: str) -> str:
        """Return the path as the system takes it."""
        return f"{self.out}/{path}" if path else self.out

    def obstacle(self, folder: str) -> str | None:
        """Return the part of a folder's path that is there and is no real folder, if any."""
        try:
            return self._obstacles[folder]
        except KeyError:
            return self._look(folder)

    def is_there(self, folder: str) -> bool:
        """Say whether this is a folder that is there, in real folders all the way."""
        return self.obstacle(folder) is None and folder not in self._missing

    def _look(self, folder: str) -> str | None:
        above = folder_of(folder)
        found = self.obstacle(above)
        if found is None:
            if above in self._missing:
                self._missing.add(folder)
            else:
                found = self._look_at(folder)
        self._obstacles[folder] = found
        return found

    def _look_at(self, folder: str) -> str | None:
        try:
            mode = os.lstat(self.absolute(folder)).st_mode
        except FileNotFoundError:
            self._missing.add(folder)
            return None
        return None if stat.S_ISDIR(mode) else folder

    def make(self, folder: str) -> None:
        """Make a folder and those above it, where they are not there.

        Raises:
            OutputProblem: a link or a file stands in the way.
            OSError: the system refuses.
        """
        if self.is_there(folder):
            return
        obstacle = self.obstacle(folder)
        if obstacle is not None:
            raise output_problem(
                self.absolute(obstacle),
                "output-in-the-way",
                "is a link or a file where a folder of the site must be.",
                "Move it away, then build again.",
            )
        self.make(folder_of(folder))
        path = self.absolute(folder)
        try:
            self._disk.make_folder(path, _MODE)
            self._disk.set_mode(path, _MODE)
        except FileExistsError:
            # Another tree of the same build made it: two of them share the folder above them.
            if self._look_at(folder) is not None:
                raise
        self._missing.discard(folder)

    def remove_empty(self, folder: str, top: str) -> None:
        """Remove a folder and those above it up to ``top``, as far as they hold nothing."""
        for empty in (folder, *folders_above(folder)):
            if empty == top or not self.is_there(empty):
                return
            try:
                self._disk.remove_folder(self.absolute(empty))
            except FileNotFoundError:
                pass
            except OSError as error:
                if error.errno in _NOT_EMPTY:
                    return
                raise
            self.forget()

    def forget(self) -> None:
        """Look anew at everything from now on."""
        self._obstacles = {"": None}
        self._missing = set()

    def refused(self, folder: str) -> str | None:
        """Return the nearest folder that is there, if this process may not change it."""
        while not self.is_there(folder):
            folder = folder_of(folder)
        path = self.absolute(folder)
        return None if os.access(path, os.W_OK | os.X_OK) else path
