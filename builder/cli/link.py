"""``tocsin link``: hand out links to private pages, withdraw them, list them."""

import argparse
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from builder.cli.arguments import add_source

BASE = "http://localhost:8000"
"""Where a person who tries it at home serves ``dist/private``."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="make a link and print it once")
    add.add_argument("reader", metavar="READER", help="an audience, or an account: account:acme")
    add.add_argument("--for", dest="person", default="", metavar="WHO", help="who will hold it")
    add.add_argument("--until", default="", metavar="TIME", help="when it ends (ISO 8601)")
    add.add_argument("--words", action="store_true", help="six words in place of a key")
    add.add_argument(
        "--base",
        default=BASE,
        metavar="URL",
        help=f"where the folders of private trees are served (default: {BASE})",
    )
    add.add_argument(
        "--print", dest="printed", action="store_true", help="print it where this is no terminal"
    )
    revoke = actions.add_parser("revoke", help="withdraw a link")
    revoke.add_argument("reader", metavar="READER")
    revoke.add_argument("link", metavar="ID")
    listing = actions.add_parser("list", help="list a reader's links, without their keys")
    listing.add_argument("reader", metavar="READER")
    for action in (add, revoke, listing):
        add_source(action)


def run(arguments: argparse.Namespace) -> int:
    """Add, withdraw or list, and return the exit status."""
    from builder.authoring.access import AccessRefused, holder_named, revoke_link
    from builder.authoring.secret_file import SecretRefused
    from builder.cli.site_reading import SiteRefused, readable_site
    from builder.vocabulary.times import iso

    source: Path = arguments.source
    try:
        site = readable_site(source)
        holder = holder_named(site, arguments.reader)
        if arguments.action == "add":
            return _add(arguments, source)
        if arguments.action == "revoke":
            revoke_link(source, holder, arguments.link)
            print(f"{holder.file}: {arguments.link} is withdrawn with the next build and publish")
            print("What was read with it before stays read.", file=sys.stderr)
            return 0
        for link in holder.access.links:
            end = f", until {iso(link.until)}" if link.until else ""
            state = "withdrawn" if link.revoked else "live"
            print(f"{link.id}: {state}{end}{', six words' if link.words else ''}")
    except (SiteRefused, SecretRefused, AccessRefused) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 3
    return 0


def _add(arguments: argparse.Namespace, source: Path) -> int:
    from builder.authoring.access import add_link, holder_named
    from builder.authoring.secret_file import NAME, VARIABLE, find_secret
    from builder.cli.site_reading import readable_site
    from builder.seal.keys import Site, path_id
    from builder.seal.passphrase import passphrase
    from builder.seal.slots import link_address, link_key
    from builder.vocabulary.times import TimeError, parse_time

    if not (arguments.printed or sys.stdout.isatty()):
        print(
            "a link is a key: it is printed on a terminal alone, or with --print", file=sys.stderr
        )
        return 2
    if arguments.until:
        try:
            if parse_time(arguments.until) <= datetime.now(UTC):
                print(f"--until {arguments.until} lies in the past", file=sys.stderr)
                return 2
        except TimeError as error:
            print(f"--until: {error}. Write it like 2026-11-23T14:05:00Z.", file=sys.stderr)
            return 2
    secret = find_secret(source, os.environ.pop(VARIABLE, None))
    if secret is None:
        print(
            f"there is neither {VARIABLE} nor {NAME}; make one with `tocsin secret new`",
            file=sys.stderr,
        )
        return 1
    site = readable_site(source)
    holder = holder_named(site, arguments.reader)
    used = {link.id for link in holder.access.links}
    identifier = next(one for one in iter(lambda: secrets.token_hex(4), "") if one not in used)
    add_link(source, holder, identifier, arguments.person, arguments.until, arguments.words)
    keys = Site(secret, site.site_id)
    folder = path_id(keys, holder.name, holder.access.path)
    print(
        f"{holder.file}: link {identifier}; it opens with the next build and publish",
        file=sys.stderr,
    )
    if arguments.words:
        print(f"{arguments.base.rstrip('/')}/{folder}/")
        print(passphrase(keys, holder.name, identifier))
    else:
        key = link_key(keys, holder.name, identifier)
        print(link_address(arguments.base, folder, key))
    return 0
