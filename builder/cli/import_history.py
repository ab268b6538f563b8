"""``tocsin import``: bring a history along from another system."""

import argparse
import sys
from pathlib import Path

from builder.cli.arguments import folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    from builder.importers import SYSTEMS

    parser.add_argument("system", choices=SYSTEMS, metavar="SYSTEM", help=", ".join(SYSTEMS))
    parser.add_argument(
        "history", metavar="SOURCE", help="its folder; for statuspage also the page's address"
    )
    parser.add_argument(
        "--into", type=folder, required=True, metavar="DIR", help="the site's folder"
    )
    parser.add_argument(
        "--map", type=Path, metavar="FILE", help="YAML: the source's severities to our states"
    )
    parser.add_argument(
        "--timezone", metavar="ZONE", help="the zone of times that have none, such as Europe/Paris"
    )
    parser.add_argument(
        "--force", action="store_true", help="overwrite what was edited here since the last import"
    )


def run(arguments: argparse.Namespace) -> int:
    """Import, say what came of it, and return the exit status."""
    from builder.cli.findings import write_problems
    from builder.importers import import_history

    result = import_history(
        arguments.system,
        arguments.history,
        arguments.into,
        severity_map=arguments.map,
        time_zone=arguments.timezone,
        force=arguments.force,
    )
    write_problems(result.problems, "text", sys.stderr)
    for line in result.summary:
        print(line)
    return int(any(problem.is_error for problem in result.problems))
