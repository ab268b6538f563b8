"""``tocsin outbox``: list, show and hand out messages about what was newly published."""

import argparse
import json
import os
import secrets
import shlex
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from builder.cli.arguments import add_source, folder
from builder.cli.reading_along import add_show_private, reads_along, tell_fault
from builder.cli.record_reading import environment_for, is_fetched, record_of, site_of

if TYPE_CHECKING:
    from builder.publish.outbox import Handed, Message, Outbox

_NOT_KEPT = (
    "nothing was sent: there is no record to note in what was sent, so a message could go out "
    "twice. Publish from here first, name the folder that holds it with --cache, or say with "
    "`record:` in site_src/site.yml where it is kept (docs/publishing.md)."
)
_NOT_KNOWN = (
    "nothing was sent: the record here began when the site had been published before, so nobody "
    "knows what was sent already. Keep it from one run to the next, and say so with `record:` in "
    "site_src/site.yml (docs/publishing.md)."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list the messages that wait")
    show = actions.add_parser("show", help="print a message")
    show.add_argument("message", metavar="ID", help="its id, or how that begins")
    send = actions.add_parser("send", help="hand each message that waits to a command, once")
    send.add_argument(
        "--exec",
        dest="program",
        required=True,
        metavar="CMD",
        help="a program with its arguments, run without a shell; it gets a message as JSON on "
        "stdin, and exits with 0 once it has sent it",
    )
    for action in (listing, show, send):
        add_source(action)
        add_show_private(action)
        action.add_argument("--cache", type=folder, metavar="DIR", help="where the outbox lies")
    for action in (listing, show):
        action.add_argument(
            "--format", choices=("text", "json"), default="text", help="how to tell"
        )


def run(arguments: argparse.Namespace) -> int:
    """List, show or send, and return the exit status."""
    from builder.publish.outbox import Outbox

    site = site_of(arguments)
    if site is None:
        return 1
    record = record_of(site, arguments)
    if not is_fetched(record, arguments):
        return 3
    outbox = Outbox(arguments.cache or arguments.source / ".tocsin", record)
    if arguments.action == "list":
        return _list(outbox, arguments)
    if arguments.action == "show":
        return _show(outbox, arguments)
    return _send(outbox, environment_for(site), arguments)


def _list(outbox: "Outbox", arguments: argparse.Namespace) -> int:
    waiting = outbox.waiting()
    if arguments.format == "json":
        told = [_in_short(each, arguments) for each in waiting]
        json.dump(told, sys.stdout, indent=2, ensure_ascii=False)
        print()
        return 0
    if not waiting:
        print("no message waits", file=sys.stderr)
    for each in waiting:
        print("  ".join(_in_short(each, arguments).values()))
    return 0


def _in_short(message: "Message", arguments: argparse.Namespace) -> dict[str, str]:
    """Return what a list tells of a message; where others read along, nothing of what it says."""
    overheard = reads_along(arguments, os.environ)
    hidden = overheard and message.reader != "audience:public"
    return {
        "id": message.id,
        "posted": message.posted,
        "reader": _named(message.reader, overheard=overheard),
        "kind": message.kind,
        "language": message.language,
        "subject": "(not printed where others may read along)" if hidden else message.subject,
    }


def _named(reader: str, *, overheard: bool) -> str:
    return "an account" if overheard and reader.startswith("account:") else reader


def _show(outbox: "Outbox", arguments: argparse.Namespace) -> int:
    found = [each for each in outbox.waiting() if each.id.startswith(arguments.message)]
    if len(found) != 1:
        many = "more than one message" if found else "no message"
        print(f"{many} that waits has an id like this; see `tocsin outbox list`", file=sys.stderr)
        return 2
    message = found[0]
    if message.reader != "audience:public" and reads_along(arguments, os.environ):
        said = "is for some alone, and others may read this; see it at home, or --show-private"
        print(f"{message.id}: {said}", file=sys.stderr)
        return 1
    if arguments.format == "json":
        json.dump(asdict(message), sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print(f"{message.reader} ({message.language}): {message.subject}\n\n{message.text}")
    return 0


def _send(outbox: "Outbox", environment: Mapping[str, str], arguments: argparse.Namespace) -> int:
    from builder.publish.outbox import NotKeptError, OutboxBusyError, Sender
    from builder.publish.targets.place import TargetFault

    try:
        command = shlex.split(arguments.program)
    except ValueError as error:
        print(f"--exec: {error}", file=sys.stderr)
        return 2
    if not command:
        print("--exec names no program", file=sys.stderr)
        return 2
    overheard = reads_along(arguments, os.environ)

    def warn(message: "Message") -> None:
        said = "its command was killed before; it may be sent twice"
        print(f"{message.id}: {said}", file=sys.stderr, flush=True)

    failed = False
    sender = Sender(secrets.token_hex(8), datetime.now(UTC))
    try:
        for handed in outbox.hand_out(command, environment, warn, sender):
            failed = failed or handed.status != 0
            _tell_handed(handed, overheard=overheard)
    except NotKeptError as error:
        print(_NOT_KNOWN if error.late else _NOT_KEPT, file=sys.stderr)
        return 3
    except OutboxBusyError:
        print("messages are being handed out already; try again later", file=sys.stderr)
        return 3
    except TargetFault as fault:
        tell_fault(fault, arguments)
        return 3
    return 3 if failed else 0


def _tell_handed(handed: "Handed", *, overheard: bool) -> None:
    name = f"{handed.message.id} to {_named(handed.message.reader, overheard=overheard)}"
    if handed.status == 0:
        print(f"{name}: handed over")
    else:
        print(f"{name}: the command failed ({handed.status}); it still waits", file=sys.stderr)
