"""``tocsin due``: who is owed an update, since when, by which rule, and how late it is."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from builder.cli.arguments import add_jobs, add_source, request_of
from builder.cli.hook import command
from builder.cli.reading_along import add_show_private, reads_along, tell

if TYPE_CHECKING:
    from builder.build.owed import Debts
    from builder.model.site import Site
    from builder.views.due import Owed

OVERDUE = 4
"""Exit status where a promise is broken."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_source(parser)
    add_jobs(parser)
    add_show_private(parser)
    parser.add_argument(
        "--audience",
        default="",
        metavar="READER",
        help="an audience, or an account as account:ID (default: all)",
    )
    parser.add_argument(
        "--owner",
        choices=("comms-lead", "business-response-lead"),
        help="what this lead owes (default: both)",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="for people, or for programs"
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help="stay, and ring at the instant at which something is overdue",
    )
    parser.add_argument(
        "--exec",
        dest="program",
        type=command,
        metavar="CMD",
        help="with --watch: a program with its arguments, run without a shell at each ring; it "
        "gets what is overdue as JSON on stdin",
    )


def run(arguments: argparse.Namespace) -> int:
    """Tell what is owed, and return the exit status: 4 where something is overdue."""
    from builder.build.owed import NotKnown
    from builder.build.shared_work import WorkLost

    if arguments.program and not arguments.watch:
        print("--exec is for --watch: it runs when something falls due", file=sys.stderr)
        return 2
    if arguments.watch and (arguments.now or arguments.format == "json"):
        print(
            "--watch goes by the clock, and rings in lines; its --exec gets JSON", file=sys.stderr
        )
        return 2
    try:
        return _watch(arguments) if arguments.watch else _once(arguments)
    except NotKnown as refusal:
        tell(refusal.problems, arguments)
        return 1
    except UnknownReader as unfit:
        print(unfit, file=sys.stderr)
        return 2
    except WorkLost as fault:
        print(fault, file=sys.stderr)
        return 3


def _once(arguments: argparse.Namespace) -> int:
    from builder.build.owed import read_debts
    from builder.cli.due_printing import as_json, lines
    from builder.cli.progress import progress_on

    with progress_on(sys.stderr) as progress:
        debts, _ = read_debts(request_of(arguments), progress=progress)
    rows = wanted(debts, arguments)
    overheard = reads_along(arguments, os.environ)
    if arguments.format == "json":
        sys.stdout.write(as_json(debts, rows, overheard=overheard))
    else:
        for line in lines(rows, debts, overheard=overheard):
            print(line)
        if not rows:
            print("nothing is owed", file=sys.stderr)
    _tell_unknown(debts)
    if any(row.is_overdue(debts.now) for row in rows):
        return OVERDUE
    return int(bool(debts.unread))


def _watch(arguments: argparse.Namespace) -> int:
    from builder.cli.due_watching import watch

    return watch(arguments)


def _tell_unknown(debts: Debts) -> None:
    """Say what could not be read, and where nothing tells when the next word is due."""
    for path in debts.unread:
        print(f"{path}: has errors, so what it promises is not known", file=sys.stderr)
    for name in debts.without_clock:
        said = "goes on without `priority` and without `next_update`: no rule tells what is owed"
        print(f"incidents/{name}: {said}", file=sys.stderr)


class UnknownReader(Exception):
    """There is no such reader; the message says which there are."""


def wanted(debts: Debts, arguments: argparse.Namespace) -> tuple[Owed, ...]:
    """Return the rows that are asked for.

    Raises:
        UnknownReader: there is no such audience or account.
    """
    names = _names(debts.site, arguments.audience)
    return tuple(
        row
        for row in debts.rows
        if (names is None or row.reader in names)
        and (arguments.owner is None or row.owner == arguments.owner)
    )


def _names(site: Site, word: str) -> frozenset[str] | None:
    """Return the readers that a word names; an audience with a page for each account names them."""
    from builder.source.words import shown, suggestion

    if not word:
        return None
    accounts = {f"account:{name}" for name in site.accounts}
    if word in accounts:
        return frozenset({word})
    audience = site.audiences.get(word)
    if audience is None:
        hint = suggestion(word, [*site.audiences, *sorted(accounts)])
        raise UnknownReader(f"There is no reader {shown(word)}. {hint}")
    return frozenset({audience.reader.name, *(accounts if audience.accounts else ())})
