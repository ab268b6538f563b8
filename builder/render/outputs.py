"""A file of a tree that can be made when it is needed."""

from collections.abc import Callable
from dataclasses import dataclass


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
