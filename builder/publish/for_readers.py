"""What a publish means for private readers: whose pages changed, moved or went, and whose links."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from builder.publish.record import Access
from builder.publish.targets.place import Change


@dataclass(frozen=True, slots=True)
class ReadersChange:
    """How many files of a reader's folder change. ``reader`` is empty where it is not known."""

    reader: str
    written: int
    removed: int


class Withdrawal(StrEnum):
    """What a reader loses."""

    RENEWED = "renewed"
    ADDRESS = "address"
    PAGES = "pages"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a reader had, and has not from now on: an address of old, of which a word about its new
    link is left (``renewed``) or nothing, its pages, or ``count`` links.
    ``reader`` is empty where nothing tells any more who it was."""

    what: Withdrawal
    reader: str = ""
    count: int = 1


def by_reader(
    change: Change, before: Mapping[str, Access], now: Mapping[str, Access]
) -> tuple[ReadersChange, ...]:
    """Return a change folder by folder, as far as there is one; readers in their order."""
    known = {**before, **now}
    folders = [*now, *sorted(_folders((*change.written, *change.removed)) - now.keys())]
    found = []
    for folder in folders:
        written = sum(path.startswith(f"{folder}/") for path in change.written)
        removed = sum(path.startswith(f"{folder}/") for path in change.removed)
        if written or removed:
            reader = known[folder].reader if folder in known else ""
            found.append(ReadersChange(reader, written, removed))
    return tuple(found)


def withdrawn(
    change: Change, before: Mapping[str, Access], now: Mapping[str, Access]
) -> tuple[Withdrawn, ...]:
    """Return what readers lose: from what was published there last, ``before``, to ``now``."""
    return tuple(_withdrawn(change, before, now))


def _withdrawn(
    change: Change, before: Mapping[str, Access], now: Mapping[str, Access]
) -> Iterator[Withdrawn]:
    readers = {each.reader for each in now.values() if not each.renewed}
    left = _folders(change.removed) - now.keys()
    replaced = {folder for folder, each in now.items() if each.renewed and folder in before}
    for folder in sorted(left | replaced):
        was = before.get(folder)
        if was is None:
            yield Withdrawn(Withdrawal.PAGES)
        elif folder in left:
            what = Withdrawal.ADDRESS if was.reader in readers else Withdrawal.PAGES
            yield Withdrawn(what, was.reader)
        elif not was.renewed:
            yield Withdrawn(Withdrawal.RENEWED, was.reader)
    for folder, access in now.items():
        was = before.get(folder)
        lost = set(was.links).difference(access.links) if was is not None else ()
        if lost and not access.renewed:
            yield Withdrawn(Withdrawal.LINKS, access.reader, len(lost))


def _folders(paths: Iterable[str]) -> set[str]:
    return {path.partition("/")[0] for path in paths if "/" in path}
