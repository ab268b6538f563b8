"""One build at a time.

The lock is the system's own (``flock``) on the folders themselves: no file is left, and it is gone
with the process, however that ends. On Windows no lock is taken.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from builder.output.faults import OutputProblem, from_error, output_problem

if sys.platform != "win32":
    import fcntl

BUSY = "output-locked"
"""The code of the problem that another build is running."""

_PRIVATE = 0o700
_COMMON = 0o777


@contextmanager
def locked(cache: Path, out: Path | None = None) -> Iterator[int]:
    """Hold the folder of the memory, made for its owner alone, and the output folder.

    Yields the moment of it by the clock that stamps files, in nanoseconds since 1970: what is read
    from now on and changed later bears this time or a later one. 0 where it can't be told.

    Both folders are made where they are missing; those that are still empty in the end are removed
    again.

    Raises:
        OutputProblem: another build holds one of them, or a folder can't be made or locked.
    """
    with ExitStack() as held:
        descriptor = _hold(cache, _PRIVATE, held)
        if out is not None and not _is_same(descriptor, out):
            _hold(out, _COMMON, held)
        yield _moment(descriptor)


def _hold(folder: Path, mode: int, held: ExitStack) -> int:
    try:
        made = _make(folder, mode)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        mend = "Give another folder, or make this one yourself."
        raise from_error(error, str(folder), mend) from error
    held.callback(os.close, descriptor)
    for path in made:
        held.callback(_remove_if_empty, path)
    try:
        _lock(descriptor, folder)
    except (BlockingIOError, FileNotFoundError) as error:
        raise _busy(folder) from error
    except OSError as error:
        mend = "Build on a disk of this machine, and copy the site from there."
        raise from_error(error, str(folder), mend) from error
    return descriptor


def _make(folder: Path, mode: int) -> list[Path]:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=mode, exist_ok=True)
    return missing[::-1]


def _lock(descriptor: int, folder: Path) -> None:
    if sys.platform == "win32":
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if not _is_same(descriptor, folder):
        raise BlockingIOError


def _is_same(descriptor: int, folder: Path) -> bool:
    """Say whether the open folder is still the one of this name."""
    return folder.exists() and os.path.samestat(os.fstat(descriptor), folder.stat())


def _moment(descriptor: int) -> int:
    with suppress(OSError):
        os.utime(descriptor)
        return os.fstat(descriptor).st_mtime_ns
    return 0


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _busy(folder: Path) -> OutputProblem:
    return output_problem(
        str(folder),
        BUSY,
        "another build is running.",
        "Wait until it has ended, or give this one its own --out and --cache.",
    )
