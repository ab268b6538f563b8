"""The files of a source folder, read once and within bounds."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes; a larger file is listed and not read."""

_WRITTEN = frozenset({"incidents", "site_src", "import-report.md", "import-record.json"})
_SKIPPED_FOLDERS = frozenset({"node_modules", "themes", "public", "resources", "dist"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file: its path below the source with ``/``, and its bytes; ``None`` where unreadable.

    ``fault`` says why it was not read.
    """

    path: str
    content: bytes | None
    fault: str = ""


def read_tree(source: Path, into: Path) -> tuple[SourceFile, ...]:
    """Read every file below the folder, in order of path.

    Folders that begin with ``.`` or ``_``, and those that tools fill, are left out, and so is what
    an import writes, should ``into`` lie within the source. Symbolic links are not followed.
    """
    found: list[SourceFile] = []
    own = into.resolve()
    for folder, subfolders, names in os.walk(source):
        here = Path(folder).resolve()
        if here == own:
            subfolders[:] = [name for name in subfolders if name not in _WRITTEN]
            names = [name for name in names if name not in _WRITTEN]
        subfolders[:] = sorted(
            name
            for name in subfolders
            if not _is_skipped(name) and (here / name != own or own == source.resolve())
        )
        for name in sorted(names):
            path = Path(folder, name)
            found.append(_read(path, path.relative_to(source).as_posix()))
    return tuple(sorted(found, key=lambda file: file.path))


def commit_log(source: Path) -> str:
    """Return ``time<tab>id<tab>subject`` a line, oldest first, of a git clone; empty without one.

    Raises:
        OSError: git can't be run, or fails.
    """
    if not (source / ".git").exists():
        return ""
    command = ["git", "-C", str(source), "log", "--reverse", "--format=%aI%x09%h%x09%s"]
    done = subprocess.run(  # noqa: S603 - a fixed command, no shell
        command, capture_output=True, timeout=120, check=False
    )
    if done.returncode:
        raise OSError(done.stderr.decode("utf-8", "replace").strip() or "git log failed")
    return done.stdout.decode("utf-8", "replace")


def _is_skipped(name: str) -> bool:
    return (name.startswith((".", "_")) and name != "_default") or name in _SKIPPED_FOLDERS


def _read(path: Path, relative: str) -> SourceFile:
    if path.is_symlink():
        return SourceFile(relative, None, "it is a symbolic link")
    if not path.is_file():
        return SourceFile(relative, None, "it is no plain file")
    try:
        if path.stat().st_size > LARGEST_FILE:
            return SourceFile(relative, None, "it is larger than 4 MiB")
        return SourceFile(relative, path.read_bytes())
    except OSError as error:
        return SourceFile(relative, None, f"it can't be read ({error.strerror or error})")
