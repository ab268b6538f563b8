"""``tocsin rollback``: back to the public pages of an earlier build."""

import argparse
import json
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.cli.arguments import add_jobs, add_source, folder, request_of
from builder.cli.progress import progress_on
from builder.cli.reading_along import add_show_private
from builder.cli.record_reading import environment_for, record_of, site_of

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.publish.rollback import RolledBack

_OF_CONTENT = frozenset(
    {
        "no-earlier-build",
        "no-repository-here",
        "not-made-again",
        "rollback-loses-updates",
        "rollback-undoes-redaction",
        "unknown-revision",
    }
)
"""Faults that lie in what was to be brought back."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help="default: all that take the public pages"
    )
    add_source(parser)
    add_jobs(parser)
    add_show_private(parser)
    parser.add_argument("--cache", type=folder, metavar="DIR", help="where memory and record lie")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell")
    parser.add_argument(
        "--to",
        default="",
        metavar="BUILD",
        help="its commit or digest, or how that begins, or its time (default: the build before)",
    )
    parser.add_argument(
        "--force", action="store_true", help="write over what was changed by another hand"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="tell what would change, change nothing"
    )


def run(arguments: argparse.Namespace) -> int:
    """Roll back, tell what came of it, and return the exit status."""
    from builder.authoring.secret_file import PREVIOUS_VARIABLE, VARIABLE
    from builder.publish.rollback import RollbackRequest, roll_back
    from builder.publish.story import chosen

    for name in (VARIABLE, PREVIOUS_VARIABLE):
        # No child gets it, and public pages need none.
        os.environ.pop(name, None)
    site = site_of(arguments)
    if site is None:
        return 1
    refusal = _unfit(arguments, site)
    if refusal:
        print(refusal, file=sys.stderr)
        return 2
    request = RollbackRequest(
        build=replace(request_of(arguments), private=False),
        site=site,
        targets=chosen(site, arguments.targets, public_only=True),
        environment=environment_for(site),
        to=arguments.to,
        force=arguments.force,
        dry_run=arguments.dry_run,
    )
    with progress_on(sys.stderr) as progress:
        came = roll_back(request, record_of(site, arguments), progress)
    if arguments.format == "json":
        json.dump({"targets": [_as_json(each) for each in came]}, sys.stdout, indent=2)
        print()
    else:
        for each in came:
            _tell(each, arguments)
        if any(each.fault is None for each in came) and not arguments.dry_run:
            print("the next publish replaces this: mend the cause first", file=sys.stderr)
    faults = [each.fault.code for each in came if each.fault is not None]
    return 3 if set(faults) - _OF_CONTENT else min(len(faults), 1)


def _unfit(arguments: argparse.Namespace, site: "Site") -> str:
    """Return why there is nothing to roll back as it was asked for, empty where there is."""
    known = {target.name: target for target in site.targets}
    unknown = [name for name in arguments.targets if name not in known]
    if unknown:
        return f"there is no target {unknown[0]!r}"
    private = [name for name in arguments.targets if not known[name].is_public]
    if private:
        return f"{private[0]!r} takes private pages, and these never go back"
    if not any(target.is_public for target in site.targets):
        return "no target of site.yml takes the public pages"
    return ""


def _tell(each: "RolledBack", arguments: argparse.Namespace) -> None:
    if each.fault is not None or each.line is None:
        print(f"{each.target}: {each.fault}", file=sys.stderr)
        return
    commit = f", made from {each.line.commit[:12]}" if each.line.commit else ""
    holds = "would hold" if arguments.dry_run else "holds"
    what = f"{len(each.change.written)} written, {len(each.change.removed)} removed"
    print(f"{each.target}: {holds} the build of {each.line.at} again{commit}: {what}")


def _as_json(each: "RolledBack") -> dict[str, object]:
    return {
        "target": each.target,
        "build": None
        if each.line is None
        else {"at": each.line.at, "tree": each.line.tree, "commit": each.line.commit},
        "written": list(each.change.written),
        "removed": list(each.change.removed),
        "fault": None if each.fault is None else str(each.fault),
    }
