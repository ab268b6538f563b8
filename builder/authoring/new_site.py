"""A new site: a small one that works, with comments that teach.

What it holds lies in ``skeleton/`` beside this module. ``YEAR`` in its ``site.yml`` stands for the
year of the feed ids, and its ``gitignore`` becomes ``.gitignore``.
"""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from builder.vocabulary.problems import Place, Problem

_SKELETON = Path(__file__).with_name("skeleton")
_NAMES = {"gitignore": ".gitignore"}
_MAY_BE_THERE = frozenset({".git"})


class NotLaidOut(Exception):
    """The folder can't take a new site; nothing was written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def lay_out(folder: Path, year: int) -> tuple[str, ...]:
    """Write a new site into a folder that is empty, not there yet, or a repository without files.

    Args:
        folder: where ``site_src/`` and ``incidents/`` come to lie. Missing folders are made.
        year: the year of the ids of feed entries (RFC 4151).

    Returns:
        The paths written, relative to the folder, sorted.

    Raises:
        NotLaidOut: the folder holds something, or is a file.
        OSError: it can't be written. What was written is gone again.
    """
    _refuse_what_holds_something(folder)
    made = _make(folder)
    moved: list[Path] = []
    try:
        with tempfile.TemporaryDirectory(prefix=".tocsin-init-", dir=folder) as stage:
            written = _copy(Path(stage), year)
            for part in sorted(Path(stage).iterdir()):
                moved.append(part.rename(folder / part.name))
    except BaseException:
        for path in moved:
            _remove(path)
        with suppress(OSError):
            for path in reversed(made):
                path.rmdir()
        raise
    return written


def _refuse_what_holds_something(folder: Path) -> None:
    if folder.is_dir():
        holds = sorted(path.name for path in folder.iterdir() if path.name not in _MAY_BE_THERE)
        if holds:
            raise _not_laid_out(
                folder,
                "folder-not-empty",
                f"A new site needs an empty folder, and this one holds {holds[0]!r}.",
                "Name another folder; tocsin makes it.",
            )
    elif folder.exists() or folder.is_symlink():
        raise _not_laid_out(
            folder,
            "not-a-folder",
            "A new site needs a folder, and this is none.",
            "Name another folder; tocsin makes it.",
        )


def _not_laid_out(folder: Path, code: str, message: str, mend: str) -> NotLaidOut:
    return NotLaidOut(Problem(Place(str(folder)), code, message, mend))


def _make(folder: Path) -> list[Path]:
    """Make the folder and those above it; return the new ones, outermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _copy(stage: Path, year: int) -> tuple[str, ...]:
    written = []
    for source in sorted(path for path in _SKELETON.rglob("*") if path.is_file()):
        path = source.relative_to(_SKELETON)
        path = path.with_name(_NAMES.get(path.name, path.name))
        text = source.read_text(encoding="utf-8")
        if path.name == "site.yml":
            text = text.replace("YEAR", str(year))
        target = stage / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        written.append(path.as_posix())
    return tuple(sorted(written))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
