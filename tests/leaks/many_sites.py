"""Holding a property against many made-up sites, on all cores."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from shutil import rmtree

Hold = Callable[[Path, int], None]
"""Takes a folder of its own and the seed of a site; raises where the property does not hold."""


def hold_for_all(hold: Hold, seeds: range, folder: Path) -> None:
    """Hold a property against the sites of all seeds; the first that fails is tried again here,
    so that it is seen why."""
    # A process that is forked off may hang where threads are about.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=context) as pool:
        found = pool.map(partial(_holds, hold, folder), seeds, chunksize=5)
        answers = zip(seeds, found, strict=True)
        failed = next((seed for seed, holds in answers if not holds), None)
        pool.shutdown(cancel_futures=True)
    if failed is not None:
        hold(folder / f"again-{failed}", failed)
    assert failed is None


def _holds(hold: Hold, folder: Path, seed: int) -> bool:
    own = folder / str(seed)
    try:
        hold(own, seed)
    except AssertionError:
        return False
    finally:
        rmtree(own, ignore_errors=True)
    return True
