"""``tocsin publish``: bring what was built to where readers are, and look whether they get it."""

import argparse
import gc
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.build.shared_work import WorkLost
from builder.cli.arguments import add_jobs, add_source, folder, request_of
from builder.cli.build import COLLECT_AFTER
from builder.cli.environment import without_secrets
from builder.cli.hook import command, run_hook
from builder.cli.progress import progress_on
from builder.cli.publish_telling import as_json, status_of, tell_outcome
from builder.cli.reading_along import add_show_private, tell, tell_fault

if TYPE_CHECKING:
    from builder.build import Request
    from builder.model.publishing import Target
    from builder.model.site import Site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="default: all of site.yml")
    add_source(parser)
    add_jobs(parser)
    add_show_private(parser)
    parser.add_argument("--out", type=folder, metavar="DIR", help="where the trees are built")
    parser.add_argument("--cache", type=folder, metavar="DIR", help="where memory and record lie")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell")
    parser.add_argument(
        "--force", action="store_true", help="write over what is newer or was changed elsewhere"
    )
    parser.add_argument(
        "--hold-broken",
        action="store_true",
        help="hold back new files with errors, and publish the rest",
    )
    parser.add_argument(
        "--public-only",
        action="store_true",
        help="leave private pages and their targets alone; needs no secret",
    )
    parser.add_argument(
        "--exec",
        type=command,
        metavar="CMD",
        help="run this after a publish that sent something or failed, with JSON on its input",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--dry-run", action="store_true", help="tell what would change, change nothing"
    )
    how.add_argument("--verify-only", action="store_true", help="look at the targets alone")


def run(arguments: argparse.Namespace) -> int:
    """Publish, tell what came of it, and return the exit status."""
    from builder.authoring.secret_file import PREVIOUS_VARIABLE, VARIABLE, SecretRefused
    from builder.build.ground import read_ground
    from builder.output.faults import OutputProblem
    from builder.publish.consignment import left_out
    from builder.publish.rounds import WAITS
    from builder.publish.story import PublishRequest, chosen, publish
    from builder.publish.targets.opening import without_credentials
    from builder.source.scan import scan

    gc.set_threshold(COLLECT_AFTER)
    secrets = tuple(os.environ.pop(name, None) for name in (VARIABLE, PREVIOUS_VARIABLE))
    ground = read_ground(scan(arguments.source))
    if ground.site is None or ground.theme is None:
        tell(ground.problems, arguments)
        return 1
    refusal = _unfit(arguments, ground.site.targets)
    if refusal:
        print(refusal, file=sys.stderr)
        return 2
    targets = chosen(ground.site, arguments.targets, public_only=arguments.public_only)
    try:
        request = _request(arguments, targets, secrets)
    except SecretRefused as refused:
        tell(refused.problems, arguments)
        return 1
    asked = PublishRequest(
        build=request,
        site=ground.site,
        theme=ground.theme,
        targets=targets,
        environment=without_credentials(without_secrets(os.environ), ground.site.targets),
        address=_address(ground.site),
        force=arguments.force,
        dry_run=arguments.dry_run,
        verify_only=arguments.verify_only,
        hold_broken=arguments.hold_broken,
        # Who only looks does not wait for a host that may come back.
        waits=() if arguments.dry_run or arguments.verify_only else WAITS,
    )
    try:
        with progress_on(sys.stderr) as progress:
            outcome = publish(asked, progress)
    except (OutputProblem, WorkLost) as fault:
        tell_fault(fault, arguments)
        if arguments.exec:
            run_hook(arguments.exec, {"failed": True, "targets": []}, asked.environment)
        return 3
    problems = (*outcome.held.problems, *outcome.built.problems, *outcome.problems)
    if problems:
        tell(problems, arguments)
    nowhere = () if arguments.public_only else left_out(ground.site.targets, ground.site)
    tell_outcome(outcome, arguments, nowhere)
    status = status_of(outcome, verified=arguments.verify_only)
    if not arguments.exec or arguments.dry_run or arguments.verify_only or not outcome.is_news:
        return status
    ended = run_hook(arguments.exec, as_json(outcome, arguments, nowhere), asked.environment)
    return status if ended else status or 3


def _request(
    arguments: argparse.Namespace, targets: "tuple[Target, ...]", given: tuple[str | None, ...]
) -> "Request":
    """Return the build to publish: with private pages where a target takes some.

    Raises:
        SecretRefused: they are to be published, and the secret can't be used.
    """
    from builder.authoring.secret_file import find_previous, find_secret

    request = request_of(arguments)
    if all(target.is_public for target in targets):
        return replace(request, private=False)
    secret = find_secret(arguments.source, given[0])
    previous = find_previous(arguments.source, given[1])
    return replace(request, secret=secret, previous=previous, private=True)


def _address(site: "Site") -> str:
    """Return the site's own address where it is clear which target is found there."""
    public = [target for target in site.targets if target.is_public]
    return site.url if len(public) == 1 else ""


def _unfit(arguments: argparse.Namespace, targets: "tuple[Target, ...]") -> str:
    """Return why nothing can be published as it was asked for, empty where it can."""
    known = [target.name for target in targets]
    unknown = [name for name in arguments.targets if name not in known]
    if unknown:
        there = f"site.yml has {', '.join(known)}" if known else "site.yml has none"
        return f"there is no target {unknown[0]!r}; {there}"
    if not known:
        return (
            "site.yml names no place to publish to. Write there, for a folder that a web server "
            "serves:\n\npublish:\n  live: {type: directory, path: /srv/status}"
        )
    private = [target.name for target in targets if not target.is_public]
    named = [name for name in arguments.targets if name in private]
    if arguments.public_only and named:
        return f"--public-only leaves private pages alone, and {named[0]!r} takes some"
    if arguments.public_only and len(private) == len(known):
        return "no target of site.yml takes the public pages"
    return ""
