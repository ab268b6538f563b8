"""``tocsin doctor``: tell whether a published site is whole and alive."""

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta

from builder.vocabulary.times import TimeError, iso, parse_duration


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--url",
        action="append",
        required=True,
        metavar="ADDRESS",
        help="the address of a public page; of several, all must show the same",
    )
    parser.add_argument(
        "--max-age",
        type=_duration,
        metavar="TIME",
        help="how long ago its heartbeat may be, like 30m (default: two that are missing)",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell")


def run(arguments: argparse.Namespace) -> int:
    """Look, tell, and return the exit status: 3 where something is wrong."""
    from builder.publish.looked_over import look_over

    now = datetime.now(UTC).replace(microsecond=0)
    found = [look_over(address, now, arguments.max_age) for address in arguments.url]
    apart = len({each.tree for each in found if each.tree}) > 1
    if arguments.format == "json":
        told = [
            {
                "address": each.address,
                "tree": each.tree,
                "as_of": iso(each.heartbeat.as_of) if each.heartbeat else None,
                "wrong": each.wrong,
            }
            for each in found
        ]
        json.dump({"addresses": told, "same": not apart}, sys.stdout, indent=2)
        print()
    else:
        for each in found:
            for line in each.wrong:
                print(line, file=sys.stderr)
            if not each.wrong:
                since = f", looked at at {iso(each.heartbeat.as_of)}" if each.heartbeat else ""
                print(f"{each.address} is whole{since}")
        if apart:
            print("the addresses show different builds: publish to all of them", file=sys.stderr)
    return 3 if apart or any(each.wrong for each in found) else 0


def _duration(text: str) -> timedelta:
    try:
        return parse_duration(text)
    except TimeError as error:
        raise argparse.ArgumentTypeError(f"{error}. Write it like 30m or 2h.") from error
