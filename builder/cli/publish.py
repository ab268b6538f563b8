"""``tocsin publish``: bring what was built to where readers are, and look whether they get it."""

import argparse
import gc
import os
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from builder.build.shared_work import WorkLost
from builder.cli.arguments import add_jobs, add_source, folder, request_of
from builder.cli.build import COLLECT_AFTER
from builder.cli.environment import without_secrets
from builder.cli.hook import command, run_hook
from builder.cli.progress import progress_on
from builder.cli.publish_telling import as_json, status_of, tell_outcome
from builder.cli.reading_along import add_show_private, tell, tell_fault
from builder.cli.watching import Turn, until_stopped
from builder.vocabulary.heartbeat import Heartbeat

if TYPE_CHECKING:
    from builder.build import Request
    from builder.model.publishing import Target
    from builder.model.site import Site
    from builder.publish.request import PublishOutcome
    from builder.vocabulary.problems import Problem

_OUTSIDE = 3


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
    parser.add_argument(
        "--heartbeat",
        nargs="?",
        type=int,
        const=10,
        choices=range(1, 24 * 60 + 1),
        metavar="MINUTES",
        help="say in build.json and to private readers when this was last looked at, on a grid of "
        "so many minutes (default: 10)",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--dry-run", action="store_true", help="tell what would change, change nothing"
    )
    how.add_argument(
        "--watch",
        action="store_true",
        help="go on: publish whenever a source changes, and when time changes a page",
    )
    how.add_argument("--verify-only", action="store_true", help="look at the targets alone")


@dataclass(frozen=True, slots=True)
class _Round:
    """What came of one publish: its exit status, when its bytes change by time alone, and what was
    wrong. ``sent`` is true where a target was changed."""

    status: int
    next_instant: datetime | None = None
    wrong: tuple[str, ...] = ()
    sent: bool = False

    def is_news_after(self, before: "_Round | None") -> bool:
        """Say whether whoever was told of the last one is to be told of this one."""
        return before is None or self.sent or self.wrong != before.wrong


def run(arguments: argparse.Namespace) -> int:
    """Publish, tell what came of it, and return the exit status."""
    from builder.authoring.secret_file import PREVIOUS_VARIABLE, VARIABLE

    gc.set_threshold(COLLECT_AFTER)
    secrets = tuple(os.environ.pop(name, None) for name in (VARIABLE, PREVIOUS_VARIABLE))
    if arguments.watch:
        if arguments.now is not None:
            print("--watch goes by the clock, and --now names a moment", file=sys.stderr)
            return 2
        return _watch(arguments, secrets)
    return _publish(arguments, secrets, None).status


def _watch(arguments: argparse.Namespace, secrets: tuple[str | None, ...]) -> int:
    """Publish at each change of the sources and at each instant, until somebody stops it."""
    before: _Round | None = None

    def turn() -> Turn:
        nonlocal before
        before = _publish(arguments, secrets, before)
        instants = [before.next_instant]
        beat = _heartbeat(arguments.heartbeat, datetime.now(UTC))
        if beat is not None:
            instants.append(beat.as_of + beat.every)
        next_instant = min((each for each in instants if each is not None), default=None)
        return Turn(next_instant, again=before.status == _OUTSIDE)

    until_stopped(arguments.source, turn)
    return 0


def _publish(
    arguments: argparse.Namespace, secrets: tuple[str | None, ...], before: _Round | None
) -> _Round:
    """Publish once. What ``before`` told already is not told again."""
    from builder.authoring.secret_file import SecretRefused
    from builder.build.ground import read_ground
    from builder.output.faults import OutputProblem
    from builder.publish.consignment import left_out
    from builder.publish.request import PublishRequest
    from builder.publish.rounds import WAITS
    from builder.publish.story import chosen, publish
    from builder.publish.targets.opening import without_credentials
    from builder.source.scan import scan

    ground = read_ground(scan(arguments.source))
    if ground.site is None or ground.theme is None:
        return _refused(1, ground.problems, arguments, before)
    refusal = _unfit(arguments, ground.site.targets)
    if refusal:
        found = _Round(2, wrong=(refusal,))
        if found.is_news_after(before):
            print(refusal, file=sys.stderr)
        return found
    targets = chosen(ground.site, arguments.targets, public_only=arguments.public_only)
    try:
        request = _request(arguments, targets, secrets)
    except SecretRefused as refused:
        return _refused(1, refused.problems, arguments, before)
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
        found = _Round(_OUTSIDE, wrong=(str(fault),))
        if found.is_news_after(before):
            tell_fault(fault, arguments)
            if arguments.exec:
                run_hook(arguments.exec, {"failed": True, "targets": []}, asked.environment)
        return found
    found = _round_of(outcome, verified=arguments.verify_only)
    if not found.is_news_after(before):
        return found
    problems = (*outcome.held.problems, *outcome.built.problems, *outcome.problems)
    if problems:
        tell(problems, arguments)
    nowhere = () if arguments.public_only else left_out(ground.site.targets, ground.site)
    tell_outcome(outcome, arguments, nowhere)
    sys.stdout.flush()
    if not arguments.exec or arguments.dry_run or arguments.verify_only or not outcome.is_news:
        return found
    ended = run_hook(arguments.exec, as_json(outcome, arguments, nowhere), asked.environment)
    return found if ended else replace(found, status=found.status or _OUTSIDE)


def _refused(
    status: int,
    problems: "tuple[Problem, ...]",
    arguments: argparse.Namespace,
    before: _Round | None,
) -> _Round:
    """Tell what keeps anything from being built, if it is news."""
    found = _Round(status, wrong=tuple(map(str, problems)))
    if found.is_news_after(before):
        tell(problems, arguments)
    return found


def _round_of(outcome: "PublishOutcome", *, verified: bool) -> _Round:
    """Return what is to be known of a publish when the next one is made."""
    problems = (*outcome.held.problems, *outcome.built.problems, *outcome.problems)
    faults = (f"{each.target}: {each.fault}" for each in outcome.published if each.fault)
    instants = (instant for instant in outcome.built.instants.values() if instant is not None)
    return _Round(
        status_of(outcome, verified=verified),
        min(instants, default=None),
        (*map(str, problems), *faults),
        any(not each.change.is_nothing and not each.fault for each in outcome.published),
    )


def _request(
    arguments: argparse.Namespace, targets: "tuple[Target, ...]", given: tuple[str | None, ...]
) -> "Request":
    """Return the build to publish: with private pages where a target takes some.

    Raises:
        SecretRefused: they are to be published, and the secret can't be used.
    """
    from builder.authoring.secret_file import find_previous, find_secret

    request = request_of(arguments)
    request = replace(request, heartbeat=_heartbeat(arguments.heartbeat, request.now))
    if all(target.is_public for target in targets):
        return replace(request, private=False)
    secret = find_secret(arguments.source, given[0])
    previous = find_previous(arguments.source, given[1])
    return replace(request, secret=secret, previous=previous, private=True)


def _heartbeat(minutes: int | None, now: datetime) -> Heartbeat | None:
    """Return the heartbeat of a moment: the last point of the grid."""
    if minutes is None:
        return None
    every = timedelta(minutes=minutes)
    since = datetime.min.replace(tzinfo=UTC)
    return Heartbeat(now - (now - since) % every, every)


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
