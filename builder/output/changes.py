"""What is still as it was when the last build ended.

A source is believed unchanged by its size, times and inode; where those moved, its bytes decide, so
that a fresh checkout of the same text costs no more than reading it.
"""

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from builder.output.disk import look, read_if_there
from builder.output.memory import FileStamp, Memory, is_fresh
from builder.output.stage import stage_folder
from builder.output.written import Written
from builder.source.scan import Snapshot, SourceFile

_PAGES = "site_src/pages/"

UNREADABLE = ""
"""The digest of a file that could not be read; whoever parses it says why."""


class SourceDigests:
    """The digest of every source file: remembered, learnt where it is read anyway, or read now.

    ``site`` stands for all files of the site. A file that changed since it was found has the digest
    of one that can't be read: what was made from it is made anew by the next build.
    """

    def __init__(self, snapshot: Snapshot, memory: Memory) -> None:
        self._snapshot = snapshot
        self._files = {folder.id: folder.files for folder in snapshot.folders}
        self._of_incidents: dict[tuple[str, ...], str] = {}
        for file in snapshot.site_files:
            if file.path.startswith(_PAGES):
                name = f"p/{file.name.partition('.')[0]}"
                self._files[name] = (*self._files.get(name, ()), file)
        self._known = {
            file.path: before.digest
            for file in _all_files(snapshot)
            if (before := memory.sources.get(file.path)) is not None
            and is_fresh(before, file, memory.read_ns)
        }
        self.site = self._of(snapshot.site_files)
        self._ground = self._of(
            file
            for file in snapshot.site_files
            if not file.path.startswith((_PAGES, "site_src/static/"))
        )

    def learn(self, digests: Mapping[str, str]) -> None:
        """Take over the digests of files that were read."""
        self._known.update(digests)
        self._of_incidents.clear()

    def changed(self, incident: str, read: Mapping[str, str]) -> str | None:
        """Return the first file of an incident that is not the one that was read before.

        ``read`` are the digests of those that were read just now, by path.
        """
        for file in self._files[incident]:
            now = read.get(file.path) or _digest_of(self._snapshot.root, file)
            if now == UNREADABLE or now != self._digest(file):
                return file.path
        return None

    def of_incident(self, incident: str, references: Iterable[str] = ()) -> str:
        """Return the digest of all that an incident is made from: its own files, those of the site
        that every incident is read against, and the files of the incidents (by id) and pages
        (``p/<name>``) that it refers to."""
        wanted = incident, *references
        found = self._of_incidents.get(wanted)
        if found is None:
            others = (self._of(self._files.get(other, ())) for other in references)
            found = _joined([self._ground, self._of(self._files[incident]), *others])
            self._of_incidents[wanted] = found
        return found

    def stamps(self) -> dict[str, FileStamp]:
        """Return the stamp of every file, for the memory."""
        return {
            file.path: FileStamp(file.size, file.mtime_ns, file.inode, self._digest(file))
            for file in _all_files(self._snapshot)
        }

    def _of(self, files: Iterable[SourceFile]) -> str:
        return _joined([f"{file.path} {self._digest(file)}" for file in files])

    def _digest(self, file: SourceFile) -> str:
        found = self._known.get(file.path)
        if found is None:
            found = self._known[file.path] = _digest_of(self._snapshot.root, file)
        return found


def sources_unchanged(snapshot: Snapshot, memory: Memory) -> bool:
    """Say whether the same files are there as before, by their stamps alone."""
    if snapshot.problems:
        return False
    number = 0
    for file in _all_files(snapshot):
        before = memory.sources.get(file.path)
        if before is None or not is_fresh(before, file, memory.read_ns):
            return False
        number += 1
    return number == len(memory.sources)


def tree_unchanged(out: Path, name: str, written: Mapping[str, Written]) -> bool:
    """Say by sizes and times alone whether a tree is as it was left, with no build broken off."""
    if not written or os.path.lexists(stage_folder(str(out), name)):
        return False
    folder = os.path.join(out, name)
    for path, left in written.items():
        try:
            found = os.stat(f"{folder}/{path}", follow_symlinks=False)
        except OSError:
            return False
        if found.st_size != left.size or found.st_mtime_ns != left.mtime_ns:
            return False
    return True


def holds(now: datetime, since: int | None, until: int | None) -> bool:
    """Say whether ``now`` lies between two instants in seconds since 1970; ``None`` is no bound."""
    seconds = int(now.timestamp())
    return (since is None or since <= seconds) and (until is None or seconds < until)


def _all_files(snapshot: Snapshot) -> Iterable[SourceFile]:
    yield from snapshot.site_files
    for folder in snapshot.folders:
        yield from folder.files


def _digest_of(root: Path, file: SourceFile) -> str:
    path = str(root / file.path)
    try:
        data = read_if_there(path)
        found = look(path)
    except OSError:
        return UNREADABLE
    if data is None or found is None:
        return UNREADABLE
    if (found.st_size, found.st_mtime_ns, found.st_ino) != (file.size, file.mtime_ns, file.inode):
        return UNREADABLE
    return sha256(data).hexdigest()


def _joined(lines: Iterable[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()
