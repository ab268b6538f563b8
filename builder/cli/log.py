"""``tocsin log``: what was published where, when and from which commit."""

import argparse
import json
import sys
from dataclasses import asdict

from builder.cli.arguments import add_source, folder
from builder.cli.reading_along import add_show_private
from builder.cli.record_reading import is_fetched, record_of, site_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_source(parser)
    add_show_private(parser)
    parser.add_argument("--cache", type=folder, metavar="DIR", help="where the record lies")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell")


def run(arguments: argparse.Namespace) -> int:
    """Print the record, the newest publish last."""
    site = site_of(arguments)
    if site is None:
        return 1
    record = record_of(site, arguments)
    if not is_fetched(record, arguments):
        return 3
    lines = sorted(record.lines(), key=lambda line: line.at)
    if arguments.format == "json":
        json.dump([asdict(line) for line in lines], sys.stdout, indent=2)
        print()
        return 0
    if not lines:
        print("nothing was published from here so far", file=sys.stderr)
    for line in lines:
        commit = f" from {line.commit[:12]}" if line.commit else ""
        what = f"{line.written} written, {line.removed} removed"
        back = f" (rollback to {line.tree[:12]})" if line.rollback else commit
        print(f"{line.at} {line.target}: {what}{back}")
    return 0
