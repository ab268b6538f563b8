"""``tocsin report``: an account's month, held against its contract."""

from __future__ import annotations

import argparse
import sys

from builder.cli.arguments import add_jobs, add_source, request_of
from builder.cli.reading_along import add_show_private, tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_source(parser)
    add_jobs(parser)
    add_show_private(parser)
    parser.add_argument("account", metavar="ACCOUNT", help="the account, by its id")
    parser.add_argument("month", metavar="MONTH", type=_month, help="the month, like 2026-10")
    parser.add_argument(
        "--format",
        choices=("html", "json", "csv"),
        default="html",
        help="a page to print or send, JSON, or CSV with each interval (default: html)",
    )
    parser.add_argument(
        "--final",
        action="store_true",
        help="make the figures of a month that is over final: write them into site_src/closed/",
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, and return the exit status."""
    from builder.authoring.month_closing import NotClosed, close_month
    from builder.build.account_report import account_report
    from builder.build.shared_work import WorkLost
    from builder.build.uptime_figures import NotMeasured, UnfitQuestion
    from builder.cli.progress import progress_on
    from builder.cli.report_printing import WRITERS
    from builder.render.outputs import RenderProblem

    request = request_of(arguments)
    try:
        with progress_on(sys.stderr) as progress:
            report = account_report(request, arguments.account, arguments.month, progress)
        if arguments.final:
            path = close_month(request.source, report.account.id, report.level, request.now)
            print(f"{path}: commit it", file=sys.stderr)
            return 0
        WRITERS[arguments.format](report, sys.stdout)
    except NotMeasured as refusal:
        tell(refusal.problems, arguments)
        return 1
    except RenderProblem as refusal:
        tell((refusal.problem,), arguments)
        return 1
    except (UnfitQuestion, NotClosed) as unfit:
        print(unfit, file=sys.stderr)
        return 2
    except (WorkLost, OSError) as fault:
        print(fault, file=sys.stderr)
        return 3
    return 0


def _month(text: str) -> tuple[int, int]:
    from builder.model.uptime_window import WindowError, parse_window

    try:
        named = parse_window(text)
    except WindowError:
        named = None
    if named is None or named.months is None or named.months[2] != 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no month. Write it like 2026-10.")
    year, month, _ = named.months
    return year, month
