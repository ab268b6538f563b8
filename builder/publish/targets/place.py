"""What every kind of target can do, and what it tells."""

from dataclasses import dataclass
from typing import Protocol

from builder.publish.built_tree import BuiltTree
from builder.vocabulary.problems import Problem


class TargetFault(Exception):
    """A target that can't be reached, or does not do as it is told; ``problem`` says the mend."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        """Say the problem."""
        return str(self.problem)


@dataclass(frozen=True, slots=True)
class Change:
    """What a target lacks of a tree, and what it has too much. Paths are relative to the tree.

    ``foreign`` are files of ours that another hand changed since they were published. ``earlier``
    is the commit that holds what was there before, empty where the target keeps no history.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: int = 0
    foreign: tuple[str, ...] = ()
    earlier: str = ""

    @property
    def is_nothing(self) -> bool:
        """True where the target holds the tree already."""
        return not (self.written or self.removed)


class Place(Protocol):
    """A target, ready to take a tree. Whatever it can't do it says as a ``TargetFault``."""

    def change(self, tree: BuiltTree) -> Change:
        """Return what would change, and change nothing."""

    def send(self, tree: BuiltTree) -> Change:
        """Make the target hold the tree: pages before what leads to them, removals last."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file at the target, ``None`` where there is none."""
