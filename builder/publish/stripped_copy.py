"""A copy of a source folder that holds what everyone may read, kept from one check to the next."""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from builder.publish.stripping import stripped

_FOLDERS = ("site_src", "incidents", "themes")


def copy_stripped(source: Path, copy: Path, now: datetime, held: Container[str] = ()) -> None:
    """Make ``copy`` a stripped copy of ``source``: what is right already is not touched.

    ``held`` are files and folders of the sources that are taken not to be there.

    Raises:
        NotStripped: a file can't be taken apart for sure; nothing was written.
        OSError: the system refuses.
    """
    sources = {path: data for path, data in _read(source).items() if not _is_held(path, held)}
    wanted = stripped(sources, now)
    there = _read(copy)
    for path in there.keys() - wanted.keys():
        (copy / path).unlink()
    for path, data in wanted.items():
        if there.get(path) != data:
            target = copy / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    _remove_empty(copy, wanted)


def _is_held(path: str, held: Container[str]) -> bool:
    parts = path.split("/")
    return any("/".join(parts[: number + 1]) in held for number in range(len(parts)))


def _read(root: Path) -> dict[str, bytes]:
    """Read every regular file of a source folder; no link is followed."""
    return {path: (root / path).read_bytes() for path in _paths(root)}


def _paths(root: Path) -> Iterator[str]:
    for folder in _FOLDERS:
        if (root / folder).is_symlink():
            continue
        for above, folders, names in os.walk(root / folder):
            # An editor's and a system's own files are no sources.
            folders[:] = [each for each in folders if not each.startswith(".")]
            for name in names:
                path = Path(above, name)
                ours = name[0] not in ".#" and name[-1] != "~"
                if ours and stat.S_ISREG(path.lstat().st_mode):
                    yield path.relative_to(root).as_posix()


def _remove_empty(copy: Path, wanted: Mapping[str, bytes]) -> None:
    """Remove folders that held files which are gone: an incident is its folder."""
    kept = {parent for path in wanted for parent in (copy / path).parents}
    for above, _, _ in os.walk(copy, topdown=False):
        folder = Path(above)
        if folder not in kept and folder != copy and not any(folder.iterdir()):
            folder.rmdir()
