"""What the next build does with one that was broken off: finish it, or throw it away."""

import stat
from dataclasses import dataclass, replace
from hashlib import sha256

from builder.output.disk import Disk, look, read_if_there
from builder.output.folders import Folders
from builder.output.journal import Journal, JournalError, Move, decode_journal
from builder.output.paths import folder_of
from builder.output.stage import JOURNAL, discard_stage, stage_folder
from builder.output.steps import carry_out


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found: a line to say, empty where there was nothing, and paths that are ours."""

    note: str = ""
    paths: frozenset[str] = frozenset()


def recover(tree: str, folders: Folders, disk: Disk) -> Recovered:
    """Finish a build whose journal is whole; throw any other away. Leaves no stage.

    Raises:
        OutputProblem: a link or a file stands where a folder must be.
        OSError: the system refuses.
    """
    stage = stage_folder(folders.out, tree)
    found = look(stage)
    if found is None:
        return Recovered()
    journal = _journal(stage, tree) if stat.S_ISDIR(found.st_mode) else None
    if journal is None:
        discard_stage(stage, disk)
        return Recovered(f"A build of {tree}/ was broken off before it was whole, and left out.")
    moves = _pending(journal.moves, tree, stage, folders)
    closing = _pending(journal.closing, tree, stage, folders)
    if moves is None or closing is None:
        discard_stage(stage, disk)
        return Recovered(
            f"A build of {tree}/ was broken off and its staged files are damaged; it is made anew.",
            frozenset(move.path for move in journal.all_moves),
        )
    carry_out(replace(journal, moves=moves, closing=closing), stage, folders, disk)
    discard_stage(stage, disk)
    return Recovered(f"A build of {tree}/ that was broken off has been finished.")


def _journal(stage: str, tree: str) -> Journal | None:
    data = read_if_there(f"{stage}/{JOURNAL}")
    if data is None:
        return None
    try:
        journal = decode_journal(data)
    except JournalError:
        return None
    return journal if journal.tree == tree else None


def _pending(
    moves: tuple[Move, ...], tree: str, stage: str, folders: Folders
) -> tuple[Move, ...] | None:
    """Return the moves still to be made, ``None`` where a file is neither staged nor in place."""
    pending = []
    for move in moves:
        staged = _digest(f"{stage}/{move.staged}")
        if staged == move.digest:
            pending.append(move)
        elif staged is not None or not _is_in_place(move, tree, folders):
            return None
    return tuple(pending)


def _is_in_place(move: Move, tree: str, folders: Folders) -> bool:
    path = f"{tree}/{move.path}"
    return folders.is_there(folder_of(path)) and _digest(folders.absolute(path)) == move.digest


def _digest(path: str) -> str | None:
    data = read_if_there(path)
    return None if data is None else sha256(data).hexdigest()
