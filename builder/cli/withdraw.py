"""``tocsin withdraw``: an update was wrong as a whole, or must not be read any more."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from builder.cli.asking import asked, line_of, say
from builder.cli.desk import Desk, Refused, add_site_arguments, run_at_desk
from builder.cli.desk_incident import known_incidents, published_update
from builder.cli.opening import not_empty
from builder.cli.reading_along import tell
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.source.yaml_writing import Value


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("incident", metavar="INCIDENT", help="the folder's name")
    parser.add_argument(
        "update", metavar="UPDATE", help="the file's name without .md, or how it begins"
    )
    add_site_arguments(parser)
    parser.add_argument("--reason", metavar="TEXT", help="why, in words that everyone may read")
    parser.add_argument(
        "--redact",
        action="store_true",
        help="take its words out of all pages, feeds and messages; id and time stay",
    )


def run(arguments: argparse.Namespace) -> int:
    """Mark the update, and return the exit status."""
    return run_at_desk(arguments, lambda desk: _withdraw(desk, arguments))


def _withdraw(desk: Desk, arguments: argparse.Namespace) -> int:
    from builder.authoring.marked_update import marked
    from builder.authoring.placing import mark
    from builder.authoring.trial import tried_out

    update = published_update(known_incidents(arguments), arguments.incident, arguments.update)
    reason = arguments.reason or ""
    if desk.asks and not reason:
        reason = asked("Why, in words that everyone may read?\n>", not_empty)
    if not reason:
        raise Refused("This is missing: --reason TEXT.")
    at = iso(max(desk.now, update.at))
    keys: dict[str, Value] = {"withdrawn": at, "withdrawn_reason": reason}
    if arguments.redact:
        keys = {"redacted": {"at": at, "reason": reason}}
    path = f"incidents/{arguments.incident}/{update.id}.md"
    before = (desk.source / path).read_bytes().decode()
    after = marked(before, keys)
    reading, _ = tried_out(
        desk.snapshot, desk.site, arguments.incident, {path: after}, desk.latest, desk.moment
    )
    errors = [each for each in reading.problems if each.is_error]
    if errors:
        tell(errors, arguments)
        return 1
    done = "Its words will be taken out" if arguments.redact else "It will be withdrawn"
    say(f"{path}: {done}, as of {desk.echo(max(desk.now, update.at))}.")
    if desk.asks and line_of("Enter: write it · stop\n>"):
        return 1
    mark(desk.source, path, before, after)
    print(desk.source / path)
    if arguments.redact:
        say(
            "What was read stays read. The words still stand in the file and in the history of "
            "the repository: whoever may read those may read them. Publish now."
        )
    return 0
