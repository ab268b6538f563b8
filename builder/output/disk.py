"""The system calls that change a disk, one a method, so that a test can let any of them fail."""

import os
import stat
from contextlib import suppress


class Disk:
    """The disk itself. Paths are absolute; every method raises ``OSError`` with the path in it.

    Modes hold whatever the umask of the process is, so that equal builds are equal everywhere and
    a web server may read them.
    """

    def make_folder(self, path: str, mode: int) -> None:
        """Make one folder in one that is there."""
        os.mkdir(path, mode)

    def set_mode(self, path: str, mode: int) -> None:
        """Give a folder its mode."""
        os.chmod(path, mode)

    def open_new(self, path: str, mode: int) -> int:
        """Open a file for writing that must not be there yet, and give it its mode."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
        os.fchmod(descriptor, mode)
        return descriptor

    def write(self, descriptor: int, data: memoryview) -> int:
        """Write some of the bytes and return how many."""
        return os.write(descriptor, data)

    def flush(self, descriptor: int) -> None:
        """Wait until file or folder is on the medium."""
        os.fsync(descriptor)

    def replace(self, source: str, target: str) -> None:
        """Give a file its place in one step."""
        os.replace(source, target)

    def remove(self, path: str) -> None:
        """Remove a file or a link."""
        os.unlink(path)

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        os.rmdir(path)


DISK = Disk()


def create(disk: Disk, path: str, data: bytes, mode: int, *, flush: bool = False) -> os.stat_result:
    """Write a new file and return its facts.

    Raises:
        OSError: with the path in it.
    """
    descriptor = disk.open_new(path, mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[disk.write(descriptor, rest) :]
        if flush:
            disk.flush(descriptor)
        return os.fstat(descriptor)
    except OSError as error:
        error.filename = error.filename or path
        raise
    finally:
        os.close(descriptor)


def flush_folder(disk: Disk, path: str) -> None:
    """Wait until the names in a folder are on the medium.

    Raises:
        OSError: with the path in it.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        disk.flush(descriptor)
    except OSError as error:
        error.filename = error.filename or path
        raise
    finally:
        os.close(descriptor)


def look(path: str) -> os.stat_result | None:
    """Return the facts of what lies at a path, a link not followed; ``None`` where nothing does.

    Raises:
        OSError: the system refuses to say.
    """
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None


def read(path: str) -> bytes:
    """Return the bytes of a file that is no link.

    Raises:
        OSError: it is not there, is a link, or can't be read.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with open(descriptor, "rb", buffering=0) as file:
        return file.readall()


def read_if_there(path: str) -> bytes | None:
    """Return the bytes of a file; ``None`` where there is none, or a link, a folder or a pipe.

    Raises:
        OSError: it can't be read.
    """
    found = look(path)
    return read(path) if found is not None and stat.S_ISREG(found.st_mode) else None


def write_whole(path: str, data: bytes) -> None:
    """Write a file for its owner alone, or replace it, in one step; no wait for the medium.

    Raises:
        OSError: the system refuses.
    """
    draft = f"{path}.new"
    with suppress(FileNotFoundError):
        DISK.remove(draft)
    create(DISK, draft, data, 0o600)
    DISK.replace(draft, path)
