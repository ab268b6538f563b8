"""A program that polls a played history, and what it notified of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.readers.played import FEEDS, STEPS
from tests.readers.programs import Make
from tests.readers.served import served

BEGIN = "<!-- results of the readers: begin -->"
END = "<!-- results of the readers: end -->"


@dataclass(frozen=True)
class Result:
    """After each step, the titles that a program notified of, by feed."""

    program: str
    notified: tuple[dict[str, list[str]], ...]

    def cell(self, step: int) -> str:
        """Say how often it notified, in one number where all feeds have the same."""
        numbers = {feed: len(titles) for feed, titles in self.notified[step].items()}
        if len(set(numbers.values())) == 1:
            return str(next(iter(numbers.values())))
        return ", ".join(f"{feed}: {number}" for feed, number in numbers.items())

    def faults(self) -> list[str]:
        """Say where it did not notify once of what deserves it, or of anything else."""
        found = []
        for step, notified in zip(STEPS, self.notified, strict=True):
            for feed, titles in notified.items():
                if len(titles) != bool(step.rings):
                    found.append(f"{feed}, {step.name}: {len(titles)} times {titles}")
                # In the other language labels are its own words.
                elif (
                    titles
                    and titles[0]
                    and not titles[0].startswith(
                        "[" if feed.startswith("fr/") else f"[{step.rings}]"
                    )
                ):
                    found.append(f"{feed}, {step.name}: {titles[0]!r}")
        return found


def polled(name: str, make: Make, versions: list[Path], folder: Path) -> Result:
    """Let a program poll each version; what it finds when it subscribes is no news."""
    folder.mkdir()
    with served(versions[0]) as now:
        program = make(folder, {feed: f"{now.address}/{feed}" for feed in FEEDS})
        program.poll()
        notified = []
        for version in versions[1:]:
            now.folder = version
            notified.append(dict(program.poll()))
    return Result(name, tuple(notified))


def table(results: list[Result]) -> str:
    """Print what each program notified of after each step, as Markdown."""
    head = ["what happens", "deserves", *(result.program for result in results)]
    lines = [head, ["---"] * len(head)]
    for number, step in enumerate(STEPS):
        rings = f"`[{step.rings}]`" if step.rings else "nothing"
        lines.append([step.name, rings, *(result.cell(number) for result in results)])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def column(document: str, program: str) -> list[str]:
    """Read a program's results back from a document."""
    inside = document.partition(BEGIN)[2].partition(END)[0]
    rows = [re.split(r" ?\| ?", line)[1:-1] for line in inside.splitlines() if line[:1] == "|"]
    place = rows[0].index(program)
    return [row[place] for row in rows[2:]]


def with_table(document: str, results: list[Result]) -> str:
    """Put the table into a document."""
    before, _, rest = document.partition(BEGIN)
    return f"{before}{BEGIN}\n{table(results)}{END}{rest.partition(END)[2]}"


Find = Callable[[], Make]
