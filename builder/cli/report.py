"""``tocsin report``: an account's month, held against its contract, or how a month went."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from typing import Any

from builder.cli.arguments import add_jobs, add_source, request_of
from builder.cli.reading_along import add_show_private, tell

Writer = Callable[[Any, Any], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_source(parser)
    add_jobs(parser)
    add_show_private(parser)
    parser.add_argument(
        "account",
        metavar="ACCOUNT",
        nargs="?",
        default="",
        help="an account, by its id (default: how soon readers heard of all incidents)",
    )
    parser.add_argument("month", metavar="MONTH", type=_month, help="the month, like 2026-10")
    parser.add_argument(
        "--format",
        choices=("html", "table", "json", "csv"),
        default="",
        help="of an account html (the default), json, or csv with each interval; else table (the "
        "default), json, or csv with each incident",
    )
    parser.add_argument(
        "--final",
        action="store_true",
        help="make the figures of a month that is over final: write them into site_src/closed/",
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, and return the exit status."""
    from builder.authoring.month_closing import NotClosed
    from builder.build.shared_work import WorkLost
    from builder.build.uptime_figures import NotMeasured, UnfitQuestion
    from builder.render.outputs import RenderProblem

    try:
        return _of_account(arguments) if arguments.account else _of_month(arguments)
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


def _of_account(arguments: argparse.Namespace) -> int:
    from builder.authoring.month_closing import close_month
    from builder.build.account_report import account_report
    from builder.cli.progress import progress_on
    from builder.cli.report_printing import WRITERS

    write = _writer(WRITERS, arguments.format or "html")
    request = request_of(arguments)
    with progress_on(sys.stderr) as progress:
        report = account_report(request, arguments.account, arguments.month, progress)
    if arguments.final:
        path = close_month(request.source, report.account.id, report.level, request.now)
        print(f"{path}: commit it", file=sys.stderr)
    else:
        write(report, sys.stdout)
    return 0


def _of_month(arguments: argparse.Namespace) -> int:
    from builder.build.month_report import month_report
    from builder.build.uptime_figures import UnfitQuestion
    from builder.cli.month_printing import WRITERS
    from builder.cli.progress import progress_on

    if arguments.final:
        raise UnfitQuestion("Figures are made final of an account: name it before the month.")
    write = _writer(WRITERS, arguments.format or "table")
    with progress_on(sys.stderr) as progress:
        report = month_report(request_of(arguments), arguments.month, progress)
    write(report, sys.stdout)
    return 0


def _writer(known: Mapping[str, Writer], name: str) -> Writer:
    from builder.build.uptime_figures import UnfitQuestion
    from builder.source.words import one_of

    if name not in known:
        raise UnfitQuestion(f"There is no such report as {name}. Write {one_of(list(known))}.")
    return known[name]


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
