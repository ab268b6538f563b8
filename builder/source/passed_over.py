"""What lies beside the sources and is not read: in silence what is an editor's or a system's own,
with a word where somebody's texts may be in it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from builder.source.file_names import (
    INCIDENT_FILE,
    INCIDENTS_FOLDER,
    SITE_FOLDER,
    is_skipped,
    left_out,
    looks_like_update,
    other_case,
    other_folder,
)
from builder.source.files import symbolic_link
from builder.vocabulary.problems import Problem

_LIKE_INCIDENTS = "incident"


def folders_of_other_names(root: Path) -> Iterator[Problem]:
    """Yield a problem for each folder that would be read under another name; what else lies beside
    the sources is no matter."""
    try:
        with os.scandir(root) as entries:
            names = {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}
    except OSError:
        return
    for name in sorted(names):
        for wanted in (SITE_FOLDER, INCIDENTS_FOLDER):
            if name.lower() == wanted != name:
                yield other_case(name, name, wanted)
        if name.lower() == _LIKE_INCIDENTS and INCIDENTS_FOLDER not in names:
            yield other_folder(name, INCIDENTS_FOLDER)


def is_passed_over(entry: os.DirEntry[str], path: str, problems: list[Problem]) -> bool:
    """Say whether an entry is an editor's or a system's own, or a symbolic link.

    A link is a problem, and so is a folder of that kind which holds what would be read.
    """
    if is_skipped(entry.name):
        if entry.is_dir(follow_symlinks=False) and _holds_ours(entry, path):
            problems.append(left_out(path, entry.name))
        return True
    if entry.is_symlink():
        problems.append(symbolic_link(path))
        return True
    return False


def is_incident(entry: os.DirEntry[str]) -> bool:
    """Say whether an entry is a folder with an incident's own file in it."""
    return entry.is_dir(follow_symlinks=False) and INCIDENT_FILE in _names_in(entry)


def _holds_ours(folder: os.DirEntry[str], path: str) -> bool:
    names = _names_in(folder)
    if path.startswith(f"{SITE_FOLDER}/static/"):
        return any(not is_skipped(name) for name in names)
    return INCIDENT_FILE in names or any(map(looks_like_update, names))


def _names_in(folder: os.DirEntry[str]) -> list[str]:
    try:
        return os.listdir(folder.path)
    except OSError:
        return []
