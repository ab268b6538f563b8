"""The stage: a folder beside the trees where a build puts what changed until all of it is there.

It lies on the same disk as the tree, so that each file takes its place in one step. Without a whole
journal it is worthless, and the next build throws it away.

What a power cut can do: the journal and its folder are flushed to the medium, pages are not (a wait
for each would take longer than the build). A page may then be on the medium in name and not in
words. The next build compares every staged file with the journal's digest, and every page in the
tree with what it remembers or makes, and writes what differs; until then such a page may be empty.
"""

import os
import stat
from contextlib import suppress

from builder.output.disk import Disk, create, flush_folder
from builder.output.journal import Journal, encode_journal

JOURNAL = "journal"
_DRAFT = "journal.new"
_FOLDER_MODE = 0o700
_FILE_MODE = 0o644


def stage_folder(out: str, tree: str) -> str:
    """Return where the stage of a tree lies: ``OUT/.tocsin-stage-<tree>``."""
    return f"{out}/.tocsin-stage-{tree.replace('/', '+')}"


class Stage:
    """The stage of one build of one tree. It is made when the first file comes."""

    def __init__(self, folder: str, disk: Disk) -> None:
        self.folder = folder
        self.is_sealed = False
        self._disk = disk
        self._count = 0
        self._is_made = False

    def add(self, data: bytes) -> tuple[str, os.stat_result]:
        """Write a file and return its name in the stage and its facts.

        Raises:
            OSError: the system refuses.
        """
        self._make()
        name = str(self._count)
        self._count += 1
        return name, create(self._disk, f"{self.folder}/{name}", data, _FILE_MODE)

    def seal(self, journal: Journal) -> None:
        """Write the journal. From then on the build counts as done, and can only be finished.

        Raises:
            OSError: the system refuses.
        """
        self._make()
        draft = f"{self.folder}/{_DRAFT}"
        create(self._disk, draft, encode_journal(journal), _FILE_MODE, flush=True)
        self._disk.replace(draft, f"{self.folder}/{JOURNAL}")
        flush_folder(self._disk, self.folder)
        self.is_sealed = True

    def discard(self) -> None:
        """Remove the stage with all that is in it, the journal first.

        Raises:
            OSError: the system refuses.
        """
        if self._is_made:
            discard_stage(self.folder, self._disk)
            self._is_made = False

    def _make(self) -> None:
        if not self._is_made:
            self._disk.make_folder(self.folder, _FOLDER_MODE)
            self._is_made = True


def discard_stage(folder: str, disk: Disk) -> None:
    """Remove a stage, or whatever else has its name; a link is removed and not followed.

    Raises:
        OSError: the system refuses.
    """
    if not stat.S_ISDIR(os.lstat(folder).st_mode):
        disk.remove(folder)
        return
    with suppress(FileNotFoundError):
        disk.remove(f"{folder}/{JOURNAL}")
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries]
    for name in names:
        disk.remove(f"{folder}/{name}")
    disk.remove_folder(folder)
