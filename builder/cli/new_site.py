"""``tocsin init``: lay out a new site in a folder, or a workflow beside one."""

import argparse
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path

from builder import __version__
from builder.authoring.workflow import NoWorkflow, Service, add_workflow, holds_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "folder",
        type=Path,
        metavar="DIR",
        help="a new or an empty folder; with --ci also that of a site",
    )
    parser.add_argument(
        "--ci",
        type=Service,
        choices=tuple(Service),
        help="also write the workflow that checks and publishes the site there",
    )


def run(arguments: argparse.Namespace) -> int:
    """Lay out the site, say what to do next, and return the exit status."""
    from builder.authoring.new_site import NotLaidOut, lay_out

    folder: Path = arguments.folder
    has_site = arguments.ci is not None and holds_site(folder)
    try:
        written = () if has_site else lay_out(folder, datetime.now(UTC).year)
        if arguments.ci is not None:
            written += add_workflow(folder, arguments.ci, __version__)
    except (NotLaidOut, NoWorkflow) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror}", file=sys.stderr)
        return 3
    for path in written:
        print(folder / path)
    if not has_site:
        print(f"\nNext: cd {shlex.quote(str(folder))} && tocsin build", file=sys.stderr)
    return 0
