"""``tocsin publish``: bring what was built to where readers are, and look whether they get it."""

import argparse
import gc
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.build.shared_work import WorkLost
from builder.cli.arguments import add_jobs, add_source, folder, request_of
from builder.cli.build import COLLECT_AFTER
from builder.cli.progress import progress_on
from builder.cli.reading_along import add_show_private, tell, tell_fault

if TYPE_CHECKING:
    from builder.model.publishing import Target
    from builder.model.site import Site
    from builder.publish.story import Published, PublishOutcome


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
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--dry-run", action="store_true", help="tell what would change, change nothing"
    )
    how.add_argument("--verify-only", action="store_true", help="look at the targets alone")


def run(arguments: argparse.Namespace) -> int:
    """Publish, tell what came of it, and return the exit status."""
    from builder.build.ground import read_ground
    from builder.output.faults import OutputProblem
    from builder.publish.story import PublishRequest, chosen, publish
    from builder.source.scan import scan

    gc.set_threshold(COLLECT_AFTER)
    request = replace(request_of(arguments), private=False)
    ground = read_ground(scan(request.source))
    if ground.site is None:
        tell(ground.problems, arguments)
        return 1
    refusal = _unfit(arguments.targets, ground.site.targets)
    if refusal:
        print(refusal, file=sys.stderr)
        return 2
    asked = PublishRequest(
        build=request,
        targets=chosen(ground.site.targets, arguments.targets),
        environment=without_secrets(os.environ),
        address=_address(ground.site),
        force=arguments.force,
        dry_run=arguments.dry_run,
        verify_only=arguments.verify_only,
    )
    try:
        with progress_on(sys.stderr) as progress:
            outcome = publish(asked, progress)
    except (OutputProblem, WorkLost) as fault:
        tell_fault(fault, arguments)
        return 3
    problems = (*outcome.built.problems, *outcome.problems)
    if problems:
        tell(problems, arguments)
    _tell(outcome, arguments)
    return _status(outcome, verified=arguments.verify_only)


def _address(site: "Site") -> str:
    """Return the site's own address where it is clear which target is found there."""
    return site.url if len(site.targets) == 1 else ""


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment that children of this process get."""
    return {name: word for name, word in environment.items() if not name.startswith("TOCSIN_")}


def _unfit(names: list[str], targets: "tuple[Target, ...]") -> str:
    known = [target.name for target in targets]
    unknown = [name for name in names if name not in known]
    if unknown:
        there = f"site.yml has {', '.join(known)}" if known else "site.yml has none"
        return f"there is no target {unknown[0]!r}; {there}"
    if not known:
        return (
            "site.yml names no place to publish to. Write there, for a folder that a web server "
            "serves:\n\npublish:\n  live: {type: directory, path: /srv/status}"
        )
    return ""


def _status(outcome: "PublishOutcome", *, verified: bool) -> int:
    if outcome.failed:
        return 1
    faults = [each.fault for each in outcome.published if each.fault is not None]
    if any(fault.code != "publish-backwards" for fault in faults):
        return 3
    if faults:
        return 1
    whole = all(each.seen is None or each.seen.standing == "new" for each in outcome.published)
    held = all(each.change.is_nothing for each in outcome.published)
    return 3 if verified and not (whole and held) else 0


def _tell(outcome: "PublishOutcome", arguments: argparse.Namespace) -> None:
    if arguments.format == "json":
        json.dump(_as_json(outcome), sys.stdout, indent=2)
        print()
        return
    if outcome.failed:
        print("nothing was published; readers keep what they have", file=sys.stderr)
        return
    for each in outcome.published:
        _tell_target(each, arguments)


def _tell_target(each: "Published", arguments: argparse.Namespace) -> None:
    if each.fault is not None:
        print(f"{each.target}: {each.fault}", file=sys.stderr)
        return
    change = each.change
    would = "would be " if arguments.dry_run else ""
    if change.is_nothing:
        print(f"{each.target}: holds this build already")
    elif arguments.verify_only:
        print(f"{each.target}: {len(change.written)} files are not those of this build")
    else:
        written, removed = len(change.written), len(change.removed)
        print(f"{each.target}: {would}{written} written, {removed} removed, {change.kept} kept")
    if arguments.dry_run:
        for path in change.written:
            print(f"  write {path}")
        for path in change.removed:
            print(f"  remove {path}")
    if each.seen is not None and each.seen.standing == "new":
        print(f"{each.target}: readers get it at {each.seen.address}")
    for note in each.seen.notes if each.seen is not None else ():
        print(f"{each.target}: {note}", file=sys.stderr)


def _as_json(outcome: "PublishOutcome") -> dict[str, object]:
    return {
        "failed": outcome.failed,
        "targets": [
            {
                "target": each.target,
                "written": list(each.change.written),
                "removed": list(each.change.removed),
                "kept": each.change.kept,
                "fault": None if each.fault is None else str(each.fault),
                "readers": None
                if each.seen is None
                else {
                    "address": each.seen.address,
                    "standing": each.seen.standing.value,
                    "notes": list(each.seen.notes),
                },
            }
            for each in outcome.published
        ],
    }
