"""``tocsin init``: lay out a new site in a folder."""

import argparse
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or an empty folder")


def run(arguments: argparse.Namespace) -> int:
    """Lay out the site, say what to do next, and return the exit status."""
    from builder.authoring.new_site import NotLaidOut, lay_out

    folder: Path = arguments.folder
    try:
        written = lay_out(folder, datetime.now(UTC).year)
    except NotLaidOut as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror}", file=sys.stderr)
        return 3
    for path in written:
        print(folder / path)
    print(f"\nNext: cd {shlex.quote(str(folder))} && tocsin build", file=sys.stderr)
    return 0
