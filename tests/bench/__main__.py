"""``python -m tests.bench [--sizes 100,1000] [--rounds N] [--write docs/performance.md]``"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import RunFailed
from tests.bench.report import conditions, write_report
from tests.bench.rounds import (
    ACCOUNTS,
    PRIVATE_ROUNDS,
    PRIVATE_SIZE,
    ROUNDS,
    Size,
    command_that_prints_help,
    measured,
    measured_readers,
)
from tests.bench.table import as_markdown, rows


def main() -> int:
    """Measure, print the table and which bounds are missed; 1 only where something did not run."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", default="100,1000,10000", help="incidents, by commas")
    parser.add_argument("--rounds", type=int, help="runs of each kind (default: by size)")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the table into the page")
    arguments = parser.parse_args()
    sizes: list[Size] = []
    failed = False
    for count in (int(size) for size in arguments.sizes.split(",")):
        print(f"{count:,} incidents ...", file=sys.stderr, flush=True)
        try:
            with tempfile.TemporaryDirectory() as folder:
                rounds = arguments.rounds or ROUNDS.get(count, 3)
                sizes.append(measured(Path(folder), count, rounds))
        except RunFailed as failure:
            print(f"did not run: {failure}", file=sys.stderr)
            failed = True
    readers = None
    if any(size.incidents == PRIVATE_SIZE for size in sizes):
        print(f"{PRIVATE_SIZE:,} incidents, {ACCOUNTS} accounts ...", file=sys.stderr, flush=True)
        try:
            with tempfile.TemporaryDirectory() as folder:
                rounds = arguments.rounds or PRIVATE_ROUNDS
                readers = measured_readers(Path(folder), PRIVATE_SIZE, ACCOUNTS, rounds)
        except RunFailed as failure:
            print(f"did not run: {failure}", file=sys.stderr)
            failed = True
    help_printed = command_that_prints_help()
    # Last and imported late: no command is told to need less memory than this process.
    from tests.bench.bucket import measured_bucket
    from tests.bench.opening import measured_opening
    from tests.bench.previewing import measured_previewing

    sent = None
    if any(size.incidents == PRIVATE_SIZE for size in sizes):
        print(f"{PRIVATE_SIZE:,} incidents, to a bucket ...", file=sys.stderr, flush=True)
        try:
            with tempfile.TemporaryDirectory() as folder:
                sent = measured_bucket(Path(folder), PRIVATE_SIZE)
        except RunFailed as failure:
            print(f"did not run: {failure}", file=sys.stderr)
            failed = True
    with tempfile.TemporaryDirectory() as folder:
        previewing = measured_previewing(Path(folder), PRIVATE_SIZE)
    found = tuple(rows(sizes, help_printed, readers, measured_opening(), sent, previewing))
    table = as_markdown(found)
    print(f"{conditions()}\n\n{table}")
    for row in found:
        if row.missed:
            print(f"missed: {row.what}")
    if arguments.write and not failed:
        write_report(arguments.write, table)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
