"""A source file replaced in one step: whoever reads it meets the old text or the new one, whole."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import O_DIRECTORY, O_RDONLY, close
from os import open as open_descriptor
from pathlib import Path
from stat import S_IMODE

from builder.output.disk import DISK, Disk, create, flush_folder, read
from builder.source.file_names import SITE_FOLDER
from builder.vocabulary.problems import Place, Problem

if sys.platform != "win32":
    import fcntl


class EditBusy(Exception):
    """Another command is changing the same site; ``problem`` says so. Nothing was written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
        self.problems = (problem,)

    def __str__(self) -> str:
        """Say the problem."""
        return str(self.problem)


@contextmanager
def edited_alone(source: Path) -> Iterator[None]:
    """Keep other commands from changing the site's files: what one of them writes on the ground of
    what it read would undo what another wrote meanwhile. The lock is gone with the process.

    Raises:
        EditBusy: another command holds it.
        OSError: the system refuses.
    """
    try:
        folder = open_descriptor(source / SITE_FOLDER, O_RDONLY | O_DIRECTORY)
    except FileNotFoundError:
        # There is nothing to lose; whoever reads the site says that it is missing.
        yield
        return
    try:
        if sys.platform != "win32":
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise EditBusy(
                    Problem(
                        Place(SITE_FOLDER),
                        "site-locked",
                        "Another command is changing this site's files.",
                        "Try again once it is done.",
                    )
                ) from None
        yield
    finally:
        close(folder)


def replace_text(path: Path, before: str, after: str, disk: Disk = DISK) -> None:
    """Replace the text of a file, keeping its mode; its lines end as the texts have it.

    The new text lies beside it under a name that is no source's until it is whole on the medium.

    Raises:
        ChangedMeanwhile: the file no longer holds ``before``.
        OSError: the system refuses; the file is as it was.
    """
    draft = path.with_name(f".{path.name}.new")
    with suppress(FileNotFoundError):
        disk.remove(str(draft))
    try:
        create(disk, str(draft), after.encode(), S_IMODE(path.stat().st_mode), flush=True)
        if read(str(path)) != before.encode():
            raise ChangedMeanwhile(path)
        disk.replace(str(draft), str(path))
    except BaseException:
        with suppress(OSError):
            disk.remove(str(draft))
        raise
    flush_folder(disk, str(path.parent))


class ChangedMeanwhile(Exception):
    """Somebody saved the file while it was being changed; theirs stands."""
