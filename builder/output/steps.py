"""The steps of a journal, in the order in which a visitor may see them."""

from builder.output.disk import Disk, look
from builder.output.folders import Folders
from builder.output.journal import Journal, Move, Removal
from builder.output.paths import folder_of


def carry_out(journal: Journal, stage: str, folders: Folders, disk: Disk) -> None:
    """Give every staged file its place and remove what no longer belongs.

    Pages come before what points to them and removals after, so that whoever comes in between finds
    whole files and no link into nothing. Steps that were done before are no fault.

    Raises:
        OutputProblem: a link or a file stands where a folder must be.
        OSError: the system refuses.
    """
    _remove(journal.clearings, journal.tree, folders, disk)
    _move(journal.moves, journal.tree, stage, folders, disk)
    _remove(journal.removals, journal.tree, folders, disk)
    _move(journal.closing, journal.tree, stage, folders, disk)


def _move(moves: tuple[Move, ...], tree: str, stage: str, folders: Folders, disk: Disk) -> None:
    for move in moves:
        target = f"{tree}/{move.path}"
        folders.make(folder_of(target))
        disk.replace(f"{stage}/{move.staged}", folders.absolute(target))


def _remove(removals: tuple[Removal, ...], tree: str, folders: Folders, disk: Disk) -> None:
    emptied = dict.fromkeys(folder_of(f"{tree}/{removal.path}") for removal in removals)
    for removal in removals:
        path = f"{tree}/{removal.path}"
        if folders.is_there(folder_of(path)) and _is_as_seen(removal, folders.absolute(path)):
            disk.remove(folders.absolute(path))
    for folder in emptied:
        folders.remove_empty(folder, tree)
    if removals:
        folders.forget()


def _is_as_seen(removal: Removal, path: str) -> bool:
    found = look(path)
    if found is None:
        return False
    return found.st_size == removal.size and found.st_mtime_ns == removal.mtime_ns
