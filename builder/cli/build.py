"""``tocsin build``: compile the sources into pages and feeds."""

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from builder.build import Outcome, Request, build, check
from builder.build.readers import PUBLIC_TREE
from builder.build.shared_work import WorkLost
from builder.cli.arguments import add_jobs, add_source, folder, request_of
from builder.cli.progress import progress_on
from builder.cli.reading_along import (
    add_show_private,
    printable,
    reads_along,
    tell,
    tell_fault,
    without_path_ids,
)
from builder.output.lock import BUSY
from builder.vocabulary.problems import Problem
from builder.vocabulary.times import iso

COLLECT_AFTER = 50_000
"""New objects after which the interpreter looks for cycles: a build makes few, and looking as often
as it does by itself takes a tenth of the time."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_source(parser)
    add_jobs(parser)
    add_show_private(parser)
    parser.add_argument(
        "--out", type=folder, metavar="DIR", help="where the trees go (default: dist beside them)"
    )
    parser.add_argument(
        "--cache",
        type=folder,
        metavar="DIR",
        help="where the memory of the last build lies (default: .tocsin beside the sources)",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to tell what came of it"
    )
    readers = parser.add_mutually_exclusive_group()
    readers.add_argument(
        "--public-only", action="store_true", help="leave the private trees as they are"
    )
    readers.add_argument(
        "--private", action="store_true", help="fail where there is no secret for private pages"
    )


def run(arguments: argparse.Namespace) -> int:
    """Build, tell what came of it, and return the exit status."""
    from builder.authoring.secret_file import (
        PREVIOUS_VARIABLE,
        VARIABLE,
        SecretRefused,
        find_previous,
        find_secret,
    )
    from builder.output.faults import OutputProblem

    gc.set_threshold(COLLECT_AFTER)
    try:
        # What renders, and every child of this process, runs without them.
        given = os.environ.pop(VARIABLE, None), os.environ.pop(PREVIOUS_VARIABLE, None)
        secret = find_secret(arguments.source, given[0])
        previous = find_previous(arguments.source, given[1])
    except SecretRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    chosen = {"public": False, "private": True}.get(_readers(arguments))
    request = replace(request_of(arguments), secret=secret, previous=previous, private=chosen)
    unfit = _unfit(request)
    if unfit:
        print(unfit, file=sys.stderr)
        return 2
    try:
        with progress_on(sys.stderr) as progress:
            outcome = build(request, progress)
    except OutputProblem as fault:
        besides = _found_besides(fault.problem, request)
        if besides:
            tell(besides, arguments)
        tell_fault(fault, arguments)
        return 3
    except WorkLost as fault:
        print(fault, file=sys.stderr)
        return 3
    if outcome.problems:
        tell(outcome.problems, arguments)
    notes = _notes(outcome, arguments)
    for note in notes:
        print(note, file=sys.stderr)
    if arguments.format == "json":
        json.dump(_as_json(outcome, arguments), sys.stdout, indent=2)
        print()
    else:
        _tell(outcome, request)
    return 1 if outcome.failed else 0


def _readers(arguments: argparse.Namespace) -> str:
    if arguments.public_only:
        return "public"
    return "private" if arguments.private else ""


def _unfit(request: Request) -> str:
    """Return why trees can't go where they were asked for, empty where they can.

    A tree among the sources would be a file that nothing reads in the next build.
    """
    out = request.out.resolve()
    for name in ("site_src", "incidents", "themes"):
        if out.is_relative_to((request.source / name).resolve()):
            return (
                f"--out: {request.out} lies within {request.source / name}, which holds sources. "
                "Name a folder outside of it."
            )
    return ""


def _found_besides(fault: Problem, request: Request) -> tuple[Problem, ...]:
    """Return what is wrong in the sources, whatever stands in the way of writing; another build
    that is running says it itself."""
    return () if fault.code == BUSY else check(replace(request, jobs=1))


def _tell(outcome: Outcome, request: Request) -> None:
    from builder.cli.findings import counted

    if outcome.failed:
        print("nothing was written; the last good site stays as it was", file=sys.stderr)
        return
    where = request.out / "public" / "index.html"
    changed = (
        "nothing changed"
        if not (outcome.written or outcome.removed)
        else f"{len(outcome.written)} written, {len(outcome.removed)} removed"
    )
    incidents = counted(outcome.incidents, "incident")
    print(f"{where}: {incidents}, {changed}, {outcome.kept} kept")
    private = len(outcome.instants) - 1
    if private:
        print(f"{request.out / 'private'}: {counted(private, 'private tree')}")
    elif not request.seals and request.private is None:
        print("no secret, so the public tree alone was built (`tocsin secret new` makes one)")
    for name, moments in _next_instants(outcome):
        if moments:
            print(f"{name}: changes by the clock at {iso(min(moments))}; build again then")


def _next_instants(outcome: Outcome) -> tuple[tuple[str, list[datetime]], ...]:
    """Return the next instants of the public tree, and those of all private ones together."""
    known = {name: instant for name, instant in outcome.instants.items() if instant is not None}
    public = [instant for name, instant in known.items() if name == PUBLIC_TREE]
    private = [instant for name, instant in known.items() if name != PUBLIC_TREE]
    return (("public", public), ("private", private))


def _notes(outcome: Outcome, arguments: argparse.Namespace) -> list[str]:
    """Return the lines to say besides: in CI without path ids, and who has a link is counted."""
    from builder.cli.findings import counted

    if not reads_along(arguments, os.environ):
        return [*outcome.notes, *outcome.to_hand_out]
    notes = [without_path_ids(note) for note in outcome.notes]
    links = len(outcome.to_hand_out)
    if links:
        to_do = f"{counted(links, 'link')} to hand out anew"
        notes.append(f"{to_do}: `tocsin build` tells which, at home or with `--show-private`")
    return notes


def _as_json(outcome: Outcome, arguments: argparse.Namespace) -> dict[str, object]:
    from builder.cli.findings import as_json

    hidden = reads_along(arguments, os.environ)
    shown = without_path_ids if hidden else str
    return {
        "failed": outcome.failed,
        "incidents": outcome.incidents,
        "written": [shown(path) for path in outcome.written],
        "removed": [shown(path) for path in outcome.removed],
        "kept": outcome.kept,
        "next": {
            tree: iso(min(moments)) if moments else None
            for tree, moments in _instants_by(shown, outcome).items()
        },
        "problems": as_json(printable(outcome.problems, arguments, os.environ)),
        "notes": _notes(outcome, arguments),
    }


def _instants_by(shown: Callable[[str], str], outcome: Outcome) -> dict[str, list[datetime]]:
    """Return the next instants by the names of trees that may be shown; one for several trees
    where their own may not."""
    found: dict[str, list[datetime]] = {}
    for tree, instant in outcome.instants.items():
        found.setdefault(shown(tree), []).extend([instant] if instant else [])
    return found
