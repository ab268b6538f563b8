"""The runs of one size of history: floor and builds by turns, so that a busy machine hits all."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.bench.histories import newest_update
from tests.bench.measure import Run, run, typical

ROUNDS = {100: 7, 1_000: 7, 10_000: 3}
ADDED = "\nEverything has been stable for the last {minutes} minutes.\n"


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured of a history of so many incidents."""

    incidents: int
    floor: Run
    cold: Run
    unchanged: Run
    one_changed: Run


def measured(folder: Path, incidents: int, rounds: int) -> Size:
    """Write the history into ``folder``, and measure each build several times.

    Raises:
        RunFailed: a build or the floor did not succeed.
    """
    source, out, cache, floor = (folder / name for name in ("source", "out", "cache", "floor"))
    run("-m", "tests.bench.histories", source, str(incidents))
    build = ("-m", "builder", "build", "--source", source, "--out", out, "--cache", cache)
    # Warms the file cache and writes bytecode.
    run(*build)
    kinds: dict[str, list[Run]] = {"floor": [], "cold": [], "unchanged": [], "one_changed": []}
    for number in range(rounds):
        for made in (out, cache, floor):
            shutil.rmtree(made, ignore_errors=True)
        kinds["floor"].append(run("-m", "tests.bench.floor", source, floor))
        kinds["cold"].append(run(*build))
        kinds["unchanged"].append(run(*build))
        with newest_update(source).open("a", encoding="utf-8") as update:
            update.write(ADDED.format(minutes=number + 5))
        kinds["one_changed"].append(run(*build))
    return Size(incidents, **{kind: typical(runs) for kind, runs in kinds.items()})


def command_that_prints_help(rounds: int = 9) -> Run:
    """Measure a command that has nothing to do."""
    return typical([run("-m", "builder", "--help") for _ in range(rounds)])
