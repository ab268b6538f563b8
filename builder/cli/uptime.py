"""``tocsin uptime``: the figures of components, and the working behind each."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from builder.cli.arguments import add_jobs, add_source, request_of
from builder.cli.reading_along import add_show_private, tell

if TYPE_CHECKING:
    from builder.model.uptime_window import NamedWindow


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_source(parser)
    add_jobs(parser)
    add_show_private(parser)
    parser.add_argument(
        "--component",
        action="append",
        default=[],
        metavar="ID",
        help="a component; may be given several times (default: all, and the groups)",
    )
    parser.add_argument(
        "--account",
        default="",
        metavar="ID",
        help="as this account sees it, of its own components (default: as everyone does)",
    )
    parser.add_argument(
        "--window",
        type=_window,
        default="90d",
        metavar="WINDOW",
        help="90d up to now, the month 2026-10, or the quarter 2026-Q3 (default: 90d)",
    )
    parser.add_argument(
        "--policy",
        default="",
        metavar="NAME",
        help="statuspage, incident-io, or the site's own (default: the site's)",
    )
    parser.add_argument(
        "--format", choices=("table", "json", "csv"), default="table", help="how to print it"
    )
    parser.add_argument(
        "--explain", action="store_true", help="list each interval that counted, and the sum"
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, and return the exit status."""
    from builder.build.shared_work import WorkLost
    from builder.build.uptime_figures import NotMeasured, Question, UnfitQuestion, figures
    from builder.cli.progress import progress_on
    from builder.cli.uptime_printing import WRITERS

    request = request_of(arguments)
    question = Question(
        arguments.window, arguments.account, tuple(arguments.component), arguments.policy
    )
    try:
        with progress_on(sys.stderr) as progress:
            answer = figures(request, question, progress)
    except NotMeasured as refusal:
        tell(refusal.problems, arguments)
        return 1
    except UnfitQuestion as unfit:
        print(unfit, file=sys.stderr)
        return 2
    except WorkLost as fault:
        print(fault, file=sys.stderr)
        return 3
    WRITERS[arguments.format](answer, arguments.window.name, arguments.explain, sys.stdout)
    return 0


def _window(text: str) -> NamedWindow:
    from builder.model.uptime_window import WindowError, parse_window

    try:
        return parse_window(text)
    except WindowError as error:
        raise argparse.ArgumentTypeError(
            f"{error}. Write it like 90d, 2026-10 or 2026-Q3."
        ) from error
