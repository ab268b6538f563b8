"""``tocsin approve``: write down that somebody approves words as they are."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from builder.cli.arguments import add_source
from builder.cli.reading_along import add_show_private, tell
from builder.vocabulary.names import IDENTIFIER


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "templates", nargs="+", metavar="TEMPLATE", help="message templates by their ids, or all"
    )
    add_source(parser)
    add_show_private(parser)
    parser.add_argument(
        "--as",
        dest="role",
        type=_role,
        required=True,
        metavar="ROLE",
        help="legal, executives, ...",
    )
    parser.add_argument("--by", required=True, metavar="NAME", help="who approves")
    parser.add_argument("--language", metavar="LANGUAGE", help="in this one alone (default: all)")


def run(arguments: argparse.Namespace) -> int:
    """Write the approvals down, and return the exit status."""
    from builder.authoring.approving import ApprovalsRefused, approve
    from builder.authoring.source_edit import EditBusy
    from builder.authoring.template_set import template_set
    from builder.cli.site_reading import SiteRefused, readable_site
    from builder.source.scan import scan
    from builder.source.words import shown, suggestion

    try:
        site = readable_site(arguments.source)
    except SiteRefused as refusal:
        tell(refusal.problems, arguments)
        return 1
    templates = template_set(scan(arguments.source), site)
    if any(problem.is_error for problem in templates.problems):
        tell(templates.problems, arguments)
        return 1
    if arguments.language and arguments.language not in site.languages:
        hint = suggestion(arguments.language, site.languages)
        print(f"The site has no language {shown(arguments.language)}. {hint}", file=sys.stderr)
        return 2
    known = sorted({each.id for each in templates.templates})
    wanted = known if arguments.templates == ["all"] else arguments.templates
    for name in wanted:
        if name not in known:
            print(f"There is no template {shown(name)}. {suggestion(name, known)}", file=sys.stderr)
            return 2
    chosen = [
        each
        for each in templates.templates
        if each.id in wanted and arguments.language in (None, each.language)
    ]
    now = arguments.now or datetime.now(UTC).replace(microsecond=0)
    try:
        new = approve(arguments.source, chosen, arguments.role, arguments.by, now)
    except ApprovalsRefused as refusal:
        tell(refusal.problems, arguments)
        return 1
    except EditBusy as busy:
        print(busy, file=sys.stderr)
        return 3
    for approval in new:
        print(f"{approval.template} ({approval.language}): {approval.digest[:12]}")
    held = len(chosen) - len(new)
    if held:
        print(f"{held} approved already, in the same words", file=sys.stderr)
    return 0


def _role(text: str) -> str:
    if IDENTIFIER.fullmatch(text) is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no role: small letters, digits and `-`")
    return text
