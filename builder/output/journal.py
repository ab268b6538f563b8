"""The journal: what is still to be done once everything that a build made lies staged.

Its first line is the SHA-256 of the rest, so that half a journal is none.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from builder.output.paths import is_path, is_tree_name

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Move:
    """A staged file, by its name in the stage, that takes its place in the tree."""

    staged: str
    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Removal:
    """A file that goes, if it is still the one that was seen: by size and time of change."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Journal:
    """Steps of one tree, in their order.

    ``clearings`` are removals that a move needs: a file where a folder comes, a folder where a file
    comes, a name that differs by case alone. ``closing`` are the tree's own manifest and digest.
    """

    tree: str
    clearings: tuple[Removal, ...]
    moves: tuple[Move, ...]
    removals: tuple[Removal, ...]
    closing: tuple[Move, ...]

    @property
    def all_moves(self) -> tuple[Move, ...]:
        """Every file that takes its place."""
        return self.moves + self.closing


class JournalError(ValueError):
    """Half a journal, or none of ours."""


def encode_journal(journal: Journal) -> bytes:
    """Return the bytes of a journal."""
    told = {
        "format": _FORMAT,
        "tree": journal.tree,
        "clearings": _told_removals(journal.clearings),
        "moves": _told_moves(journal.moves),
        "removals": _told_removals(journal.removals),
        "closing": _told_moves(journal.closing),
    }
    content = json.dumps(told, separators=(",", ":")).encode()
    return sha256(content).hexdigest().encode() + b"\n" + content


def decode_journal(data: bytes) -> Journal:
    """Read a journal.

    Raises:
        JournalError: it is not whole, or names a place outside its tree.
    """
    checksum, _, content = data.partition(b"\n")
    if sha256(content).hexdigest().encode() != checksum:
        raise JournalError("is not whole")
    try:
        read = json.loads(content)
        if read["format"] != _FORMAT:
            raise JournalError("is of another version")
        journal = Journal(
            str(read["tree"]),
            _removals(read["clearings"]),
            _moves(read["moves"]),
            _removals(read["removals"]),
            _moves(read["closing"]),
        )
    except (KeyError, TypeError) as error:
        raise JournalError("is none of ours") from error
    if not is_tree_name(journal.tree):
        raise JournalError("is none of ours")
    return journal


def _told_moves(moves: Iterable[Move]) -> list[dict[str, str]]:
    return [{"staged": move.staged, "path": move.path, "digest": move.digest} for move in moves]


def _told_removals(removals: Iterable[Removal]) -> list[dict[str, str | int]]:
    return [
        {"path": removal.path, "size": removal.size, "mtime_ns": removal.mtime_ns}
        for removal in removals
    ]


def _moves(items: list[dict[str, Any]]) -> tuple[Move, ...]:
    moves = tuple(Move(**item) for item in items)
    if not all(is_path(move.path) and str(move.staged).isdecimal() for move in moves):
        raise JournalError("names a place outside the tree")
    return moves


def _removals(items: list[dict[str, Any]]) -> tuple[Removal, ...]:
    removals = tuple(Removal(**item) for item in items)
    if not all(is_path(removal.path) for removal in removals):
        raise JournalError("names a place outside the tree")
    return removals
