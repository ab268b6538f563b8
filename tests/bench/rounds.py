"""The runs of one size of history: floor and builds by turns, so that a busy machine hits all."""

from dataclasses import dataclass
from pathlib import Path

from tests.bench.histories import newest_update
from tests.bench.measure import Run, run, typical

PRIVATE_SIZE, ACCOUNTS = 1_000, 20
"""Incidents, and accounts besides the six audiences, of the history with private readers."""

SECRET = "00112233445566778899aabbccddeeff" * 2

ROUNDS = {100: 7, 1_000: 7, 10_000: 3}
PRIVATE_ROUNDS = 3
ADDED = "\nEverything has been stable for the last {minutes} minutes.\n"


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured of a history of so many incidents."""

    incidents: int
    floor: Run
    cold: Run
    unchanged: Run
    one_changed: Run


@dataclass(frozen=True, slots=True)
class Readers:
    """What was measured of a history with private readers: the public tree alone, and all trees."""

    incidents: int
    accounts: int
    public_cold: Run
    public_changed: Run
    cold: Run
    changed: Run


def measured_readers(folder: Path, incidents: int, accounts: int, rounds: int) -> Readers:
    """Measure the build of all trees beside that of the public one, of the same files by turns.

    Raises:
        RunFailed: a build did not succeed.
    """
    source = folder / "source"
    run("-m", "tests.bench.histories", source, str(incidents), str(accounts))
    secret = source / ".tocsin-secret"
    secret.touch(0o600)
    secret.write_text(SECRET)
    trees = {"public": ("--public-only",), "all": ("--private",)}
    cold: dict[str, list[Run]] = {name: [] for name in trees}
    changed: dict[str, list[Run]] = {name: [] for name in trees}
    text = newest_update(source).read_text(encoding="utf-8")
    # The first round warms the file cache.
    for number in range(rounds + 1):
        for name, which in trees.items():
            places = _places(folder / f"{name}-{number}")
            build = ("-m", "builder", "build", "--source", source, *places, *which)
            newest_update(source).write_text(text, encoding="utf-8")
            cold[name].append(run(*build))
            more = ADDED.format(minutes=number + 5)
            newest_update(source).write_text(text + more, encoding="utf-8")
            changed[name].append(run(*build))
    kinds = (cold["public"], changed["public"], cold["all"], changed["all"])
    return Readers(incidents, accounts, *(typical(runs[1:]) for runs in kinds))


def measured(folder: Path, incidents: int, rounds: int) -> Size:
    """Write the history into ``folder``, and measure each build several times.

    Raises:
        RunFailed: a build or the floor did not succeed.
    """
    source = folder / "source"
    run("-m", "tests.bench.histories", source, str(incidents))
    # Warms the file cache and writes bytecode.
    run("-m", "builder", "build", "--source", source, *_places(folder / "warm"))
    kinds: dict[str, list[Run]] = {"floor": [], "cold": [], "unchanged": [], "one_changed": []}
    for number in range(rounds):
        made = folder / str(number)
        build = ("-m", "builder", "build", "--source", source, *_places(made))
        kinds["floor"].append(run("-m", "tests.bench.floor", source, made / "floor"))
        kinds["cold"].append(run(*build))
        kinds["unchanged"].append(run(*build))
        with newest_update(source).open("a", encoding="utf-8") as update:
            update.write(ADDED.format(minutes=number + 5))
        kinds["one_changed"].append(run(*build))
    return Size(incidents, **{kind: typical(runs) for kind, runs in kinds.items()})


def _places(made: Path) -> tuple[str | Path, ...]:
    """Return where a build writes, anew for each round: file systems are slow to make files where
    as many were just removed."""
    return "--out", made / "out", "--cache", made / "cache"


def command_that_prints_help(rounds: int = 9) -> Run:
    """Measure a command that has nothing to do."""
    return typical([run("-m", "builder", "--help") for _ in range(rounds)])
