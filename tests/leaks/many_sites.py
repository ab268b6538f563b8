"""Holding a property against many made-up sites."""

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest

Hold = Callable[[Path, int], None]
"""Takes a folder of its own and the seed of a site; raises where the property does not hold."""


def in_parts(seeds: range, size: int) -> pytest.MarkDecorator:
    """Have a test take ``seeds`` in parts of at most ``size``, which processes can share."""
    parts = [seeds[first : first + size] for first in range(0, len(seeds), size)]
    return pytest.mark.parametrize("seeds", parts, ids=lambda part: f"{part[0]}-{part[-1]}")


def hold_for_all(hold: Hold, seeds: range, folder: Path) -> None:
    """Hold a property against the sites of all seeds; what they leave on the disk goes at once."""
    for seed in seeds:
        own = folder / str(seed)
        try:
            hold(own, seed)
        finally:
            rmtree(own, ignore_errors=True)
