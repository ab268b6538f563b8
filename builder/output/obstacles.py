"""What must be known before the first file of a tree is touched: nothing stands in the way."""

import os
from collections.abc import Collection, Iterable, Mapping, Set

from builder.output.faults import OutputProblem, output_problem
from builder.output.folders import Folders
from builder.output.journal import Removal
from builder.output.paths import folder_of, folders_above

_SHOWN = 3


def refuse_elsewhere(tree: str, folders: Folders) -> None:
    """Refuse a tree that is a link or lies on another disk than the folder it is in.

    Raises:
        OutputProblem: it is so.
        OSError: the system refuses to say.
    """
    obstacle = folders.obstacle(tree)
    if obstacle is not None:
        raise output_problem(
            folders.absolute(obstacle),
            "output-in-the-way",
            "is a link or a file where the folder of a site must be.",
            "Move it away, or give another folder as --out.",
        )
    if not folders.is_there(tree):
        return
    if os.lstat(folders.absolute(tree)).st_dev != os.stat(folders.absolute("")).st_dev:
        raise output_problem(
            folders.absolute(tree),
            "output-elsewhere",
            "lies on another disk than the folder it is in, so no file can take its place whole.",
            "Give a folder on that disk as --out.",
        )


def not_ours(tree: str, paths: Collection[str], folders: Folders) -> OutputProblem:
    """Return the problem of files that stand where ours must be."""
    first, *others = sorted(paths)
    shown = ", ".join(others[:_SHOWN])
    if len(others) > _SHOWN:
        shown += f" and {len(others) - _SHOWN} more"
    return output_problem(
        folders.absolute(f"{tree}/{first}"),
        "output-not-ours",
        f"was not written by tocsin{f' (nor were {shown})' if shown else ''}.",
        "Move it away, or give another folder as --out. Nothing was written.",
    )


def blocked(
    tree: str, wanted: Iterable[str], leaving: Collection[str], folders: Folders
) -> set[str]:
    """Return paths of the tree that block wanted files and are not among those leaving."""
    found = set()
    for folder in {folder_of(path) for path in wanted}:
        obstacle = folders.obstacle(f"{tree}/{folder}" if folder else tree)
        if obstacle is not None:
            found.add(obstacle.removeprefix(f"{tree}/"))
    return found.difference(leaving)


def holds_only(folder: str, path: str, leaving: Collection[str]) -> bool:
    """Say whether a folder holds files that are leaving and nothing else, not even a folder.

    ``folder`` is absolute, ``path`` the same in the tree.

    Raises:
        OSError: it can't be read.
    """
    with os.scandir(folder) as entries:
        found = list(entries)
    return bool(found) and all(
        holds_only(entry.path, f"{path}/{entry.name}", leaving)
        if entry.is_dir(follow_symlinks=False)
        else f"{path}/{entry.name}" in leaving
        for entry in found
    )


def refuse_without_rights(tree: str, paths: Iterable[str], folders: Folders) -> None:
    """Refuse to begin where this process may not change a folder.

    Raises:
        OutputProblem: it is so.
    """
    for folder in {folder_of(f"{tree}/{path}") for path in paths}:
        refused = folders.refused(folder)
        if refused is not None:
            raise output_problem(
                refused,
                "output-failed",
                "can't be written: the folder may not be changed by you.",
                "Give yourself the right to write there, then build again.",
            )


def clearings(removals: Mapping[str, Removal], files: Set[str]) -> frozenset[str]:
    """Return those of the removals without which a file can't take its place."""
    if not removals:
        return frozenset()
    above = {folder for path in files for folder in folders_above(path)}
    return frozenset(
        path for path in removals if path in above or not files.isdisjoint(folders_above(path))
    )
