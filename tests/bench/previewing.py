"""What a preview has to do between a saved update and the page that shows it."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import process_time

from builder.preview.showing import Showing
from builder.vocabulary.readers import PUBLIC
from tests.bench.histories import NEWEST, newest_update, write_history

ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Previewing:
    """Median seconds of the processor from a saved update until everyone's page is made: that of
    its incident, and the index."""

    incidents: int
    incident: float
    index: float


def measured_previewing(folder: Path, incidents: int, rounds: int = ROUNDS) -> Previewing:
    """Edit the newest update again and again, and look at a page each time."""
    history = folder / "history"
    write_history(history, incidents)
    update = newest_update(history)
    shown = Showing(history, lambda: NEWEST + timedelta(days=1), {})
    shown.refresh()
    changed = frozenset({update.relative_to(history).as_posix()})
    paths = (f"incidents/{update.parent.name}.html", "index.html")
    taken: dict[str, list[float]] = {path: [] for path in paths}
    for number in range(rounds + 1):
        for path in paths:
            with update.open("a", encoding="utf-8") as file:
                file.write(f"\nSentence {number} for {path}.\n")
            began = process_time()
            shown.refresh(changed)
            assert shown.page(None, PUBLIC.name, path) is not None
            # The first time templates are compiled and libraries loaded: once a preview.
            if number:
                taken[path].append(process_time() - began)
    return Previewing(incidents, *(median(taken[path]) for path in paths))
