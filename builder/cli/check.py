"""``tocsin check``: find every problem in the sources at once."""

import argparse
import os
import sys

from builder.cli.arguments import add_jobs, add_source, request_of
from builder.cli.environment import without_secrets
from builder.cli.reading_along import add_show_private, printable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_source(parser)
    add_jobs(parser)
    add_show_private(parser)
    parser.add_argument(
        "--format",
        choices=("text", "json", "annotations"),
        default="text",
        help="text, JSON, or workflow commands that annotate a pull request",
    )
    parser.add_argument(
        "--since",
        metavar="REV",
        help="a commit that was published: also find what it told and would be lost or passed over",
    )
    parser.add_argument("--strict", action="store_true", help="let warnings fail the check too")


def run(arguments: argparse.Namespace) -> int:
    """Check, print the findings, and return the exit status."""
    from builder.build import check
    from builder.build.since import since
    from builder.cli.findings import write_problems
    from builder.cli.progress import progress_on
    from builder.source.revision import NoRevision
    from builder.vocabulary.problems import Severity, in_order

    request = request_of(arguments)
    with progress_on(sys.stderr) as progress:
        problems = check(request, progress)
        if arguments.since is not None:
            try:
                found = since(request, arguments.since, without_secrets(os.environ))
            except NoRevision as refusal:
                found = (refusal.problem,)
            problems = in_order((*problems, *found))
    write_problems(printable(problems, arguments, os.environ), arguments.format, sys.stdout)
    failing = {Severity.ERROR, Severity.WARNING} if arguments.strict else {Severity.ERROR}
    return int(any(problem.severity in failing for problem in problems))
