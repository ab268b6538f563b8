"""A file of a tree that can be made when it is needed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from builder.vocabulary.problems import Problem

Files: TypeAlias = Callable[[str], bytes]
"""Gives the bytes of a file that was made of an incident, by its path."""


class RenderProblem(Exception):
    """A file that can't be made; ``problem`` says where the fault lies and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        """Say the problem."""
        return str(self.problem)


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the tree.

    ``path`` is relative to the tree, with slashes (``incidents/2026-11-23-checkout.html``). ``key``
    changes when anything that its bytes depend on does: where it is the remembered one, ``make``
    need not be called. ``last`` is true for what leads to other pages and is written after them.
    """

    path: str
    key: str
    make: Callable[[], bytes]
    last: bool = False
