"""Writes what each reader notified of into a document.

``python -m tests.readers docs/feeds.md``
"""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.readers.played import play
from tests.readers.polled import polled, with_table
from tests.readers.programs import PROGRAMS, found


def _tool(name: str) -> Path:
    place = shutil.which(name)
    if place is None:
        sys.exit(f"the command {name} is not installed")
    return Path(place)


def main() -> None:
    """Let every reader poll the played history."""
    document = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        versions = play(folder)
        results = [
            polled(name, found(name, _tool), versions, folder / f"reader{number}")
            for number, name in enumerate(PROGRAMS)
        ]
    for result in results:
        sys.stdout.write("".join(f"{result.program}: {fault}\n" for fault in result.faults()))
    document.write_text(with_table(document.read_text("utf-8"), results), "utf-8")


if __name__ == "__main__":
    main()
