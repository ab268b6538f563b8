"""The memory between builds: what was read, what came of it, what was written.

``index.json`` alone says whether anything changed; rows of incidents lie in ``rows/`` by month. All
of it is JSON with checksums, in a folder of its owner alone. A memory that is damaged, of another
version, or that others could have written is no error: the build starts anew and says so.

Loads before any library, so it imports the least.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from builder.output import checked_json
from builder.output.disk import read_if_there, write_whole
from builder.output.remembered import RememberedIncident, RememberedRows, save_rows
from builder.output.written import Written

__all__ = [
    "FileStamp",
    "LoadedMemory",
    "Memory",
    "RememberedIncident",
    "Written",
    "is_fresh",
    "load",
    "save",
]

_FORMAT = 1
_INDEX = "index.json"
_ROWS = "rows"
_SECOND = 1_000_000_000
_OTHERS_MAY_WRITE = 0o022

State = Mapping[str, str | int | None]


class FileFacts(Protocol):
    """A file as a scan finds it: size in bytes, time of change in nanoseconds since 1970, inode."""

    @property
    def size(self) -> int: ...
    @property
    def mtime_ns(self) -> int: ...
    @property
    def inode(self) -> int: ...


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A source file as it was read: its facts, and the SHA-256 of its bytes in hexadecimal."""

    size: int
    mtime_ns: int
    inode: int
    digest: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What one build leaves to the next.

    ``fingerprint`` stands for all that made the bytes and is no source: program, theme, versions.
    ``outputs`` maps the absolute path of a tree to what was written in it. ``state`` holds what is
    small. ``read_ns`` is the moment before the first source was read, by the clock that stamps
    files (``output.lock`` tells it).
    """

    fingerprint: str
    sources: Mapping[str, FileStamp] = field(default_factory=dict)
    rows: Mapping[str, RememberedIncident] = field(default_factory=dict)
    outputs: Mapping[str, Mapping[str, Written]] = field(default_factory=dict)
    state: State = field(default_factory=dict)
    read_ns: int = 0


@dataclass(frozen=True, slots=True)
class LoadedMemory:
    """A memory, empty where there was none to use. Its rows are read when first asked for."""

    memory: Memory
    index_note: str = ""

    @property
    def note(self) -> str:
        """What was found wrong so far, as a line to say; empty where nothing was."""
        rows = self.memory.rows
        return self.index_note or (rows.note if isinstance(rows, RememberedRows) else "")


def is_fresh(stamp: FileStamp, found: FileFacts, read_ns: int) -> bool:
    """Say whether a file is surely the one that was read, without reading it.

    A file that changed at ``read_ns`` or later may have changed twice within one tick of the clock,
    so its bytes must decide. Where times are whole seconds, a tick may last two.
    """
    mtime_ns = found.mtime_ns
    if mtime_ns != stamp.mtime_ns or found.size != stamp.size or found.inode != stamp.inode:
        return False
    return mtime_ns + (0 if mtime_ns % _SECOND else 2 * _SECOND) < read_ns


def load(folder: Path, fingerprint: str) -> LoadedMemory:
    """Return the memory that lies in a folder, if it was made with the same ``fingerprint``."""
    empty = Memory(fingerprint)
    try:
        reason = _reason_for_distrust(folder)
        data = None if reason else read_if_there(str(folder / _INDEX))
    except FileNotFoundError:
        return LoadedMemory(empty)
    except OSError as error:
        reason, data = f"can't be read ({error.strerror})", None
    if reason:
        return LoadedMemory(empty, f"The memory in {folder} {reason}; everything is built anew.")
    if data is None:
        return LoadedMemory(empty)
    try:
        memory = _decode(checked_json.decode(data), folder)
    except (ValueError, TypeError, KeyError, AttributeError):
        return LoadedMemory(empty, f"The memory in {folder} is damaged; everything is built anew.")
    if memory.fingerprint != fingerprint:
        return LoadedMemory(
            empty, "The memory is of another version or theme; everything is built anew."
        )
    return LoadedMemory(memory)


def save(folder: Path, memory: Memory, previous: Memory | None = None) -> str:
    """Write the memory, and return a line to say where that failed, else nothing.

    ``previous`` is what ``load`` gave for the same folder: rows that are still the same objects
    cost nothing.

    Raises:
        ValueError: a row holds an instant that is not a whole second.
    """
    rows = folder / _ROWS
    try:
        make_private(folder)
        make_private(rows)
        known = previous.rows if previous is not None else None
        shards = save_rows(rows, memory.rows, known if isinstance(known, RememberedRows) else None)
        write_whole(str(folder / _INDEX), checked_json.encode(_encode(memory, shards)))
    except OSError as error:
        why = error.strerror or str(error)
        return f"The memory in {folder} can't be written ({why}); the next build starts anew."
    return ""


def _reason_for_distrust(folder: Path) -> str:
    found = folder.stat()
    if found.st_uid != os.geteuid():
        return "belongs to another user"
    if found.st_mode & _OTHERS_MAY_WRITE:
        return "can be written by others"
    return ""


def make_private(folder: Path) -> None:
    """Make a folder of its owner alone.

    Raises:
        OSError: the system refuses, or it belongs to another user.
    """
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir(mode=0o700)
    found = folder.stat()
    if found.st_uid != os.geteuid():
        raise PermissionError(1, "it belongs to another user")
    if found.st_mode & 0o077:
        folder.chmod(0o700)


def _encode(memory: Memory, shards: Mapping[str, str]) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "fingerprint": memory.fingerprint,
        "read_ns": memory.read_ns,
        "state": dict(memory.state),
        "shards": dict(shards),
        "sources": {
            path: (stamp.size, stamp.mtime_ns, stamp.inode, stamp.digest)
            for path, stamp in memory.sources.items()
        },
        "outputs": {
            tree: {
                path: (written.key, written.digest, written.size, written.mtime_ns)
                for path, written in files.items()
            }
            for tree, files in memory.outputs.items()
        },
    }


def _decode(content: Any, folder: Path) -> Memory:
    if content["format"] != _FORMAT:
        raise ValueError
    return Memory(
        fingerprint=content["fingerprint"],
        sources={path: FileStamp(*stamp) for path, stamp in content["sources"].items()},
        rows=RememberedRows(folder / _ROWS, content["shards"]),
        outputs={
            tree: {path: Written(*written) for path, written in files.items()}
            for tree, files in content["outputs"].items()
        },
        state=content["state"],
        read_ns=content["read_ns"],
    )
