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


@contextmanager
def exclusive(out: Path, cache: Path) -> Iterator[None]:
    """Hold the output folder and the folder of the memory; both are made where they are missing.

    The memory's is made for its owner alone. An output folder that was made here and is still empty
    in the end is removed again.

    Raises:
        OutputProblem: another build holds one of them, or a folder can't be made or locked.
    """
    with ExitStack() as held:
        seen: set[tuple[int, int]] = set()
        for folder, mode in ((cache, 0o700), (out, 0o777)):
            is_new = _make(folder, mode)
            try:
                descriptor = os.open(folder, os.O_RDONLY)
            except OSError as error:
                raise from_error(error, str(folder)) from error
            held.callback(os.close, descriptor)
            if is_new:
                held.callback(_remove_if_empty, folder)
            found = os.fstat(descriptor)
            if (found.st_dev, found.st_ino) not in seen:
                seen.add((found.st_dev, found.st_ino))
                _lock(descriptor, folder)
        yield


def _make(folder: Path, mode: int) -> bool:
    try:
        if folder.is_dir():
            return False
        for parent in reversed(folder.parents):
            parent.mkdir(mode=mode, exist_ok=True)
        folder.mkdir(mode=mode, exist_ok=True)
    except OSError as error:
        raise from_error(
            error, str(folder), "Give another folder, or make this one yourself."
        ) from error
    return True


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _lock(descriptor: int, folder: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(descriptor), os.stat(folder)):
            raise BlockingIOError
    except (BlockingIOError, FileNotFoundError) as error:
        raise _busy(folder) from error
    except OSError as error:
        raise from_error(
            error, str(folder), "Build on a disk of this machine, and copy the site from there."
        ) from error


def _busy(folder: Path) -> OutputProblem:
    return output_problem(
        str(folder),
        "output-locked",
        "another build is running.",
        "Wait until it has ended, or give this one its own --out and --cache.",
    )
