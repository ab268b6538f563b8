"""``tocsin link``: hand out links to private pages, withdraw them, list them."""

import argparse
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from builder.cli.arguments import add_source
from builder.cli.reading_along import add_show_private, tell

if TYPE_CHECKING:
    from builder.authoring.access import Holder
    from builder.model.site import Link, Site
    from builder.seal.secret import Secret

BASE = "http://localhost:8000"
"""Where a person who tries it at home serves ``dist/private``: where links lead as long as no
target takes the pages."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="make a link and print it")
    add.add_argument("reader", metavar="READER", help="an audience, or an account: account:acme")
    add.add_argument("--for", dest="person", default="", metavar="WHO", help="who will hold it")
    add.add_argument("--until", default="", metavar="TIME", help="when it ends (ISO 8601)")
    add.add_argument("--words", action="store_true", help="six words in place of a key")
    add.add_argument("--again", default="", metavar="ID", help="print a link that is there already")
    add.add_argument(
        "--base",
        default="",
        metavar="URL",
        help="where the folders of private trees are served (default: the `url` of the target in "
        f"site.yml that takes the reader's pages, else {BASE})",
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
        add_show_private(action)


def run(arguments: argparse.Namespace) -> int:
    """Add, withdraw or list, and return the exit status."""
    from builder.authoring.access import AccessRefused
    from builder.authoring.secret_file import SecretRefused
    from builder.authoring.source_edit import EditBusy, edited_alone
    from builder.cli.site_reading import SiteRefused

    if arguments.action == "add" and (unfit := _unfit(arguments)):
        print(unfit, file=sys.stderr)
        return 2
    action = {"add": _add, "revoke": _revoke, "list": _list}[arguments.action]
    try:
        with edited_alone(arguments.source):
            return action(arguments)
    except (SiteRefused, SecretRefused, AccessRefused, EditBusy) as refusal:
        tell(refusal.problems, arguments)
        return 1


def _unfit(arguments: argparse.Namespace) -> str:
    """Return why no link can be made for what was typed, empty where one can."""
    from builder.vocabulary.times import TimeError, parse_time

    if not (arguments.printed or sys.stdout.isatty()):
        return "a link is a key: it is printed on a terminal alone, or with --print"
    if arguments.again and (arguments.person or arguments.until or arguments.words):
        return "--again prints a link as it is: leave out --for, --until and --words"
    if arguments.until:
        try:
            if parse_time(arguments.until) <= _now(arguments):
                return f"--until {arguments.until} lies in the past"
        except TimeError as error:
            return f"--until: {error}. Write it like 2026-11-23T14:05:00Z."
    return ""


def _now(arguments: argparse.Namespace) -> datetime:
    given: datetime | None = arguments.now
    return given or datetime.now(UTC)


def _add(arguments: argparse.Namespace) -> int:
    from builder.authoring.access import add_link, holder_named
    from builder.authoring.secret_file import NAME, VARIABLE, find_secret
    from builder.build.readers import wrong_secret
    from builder.cli.site_reading import readable_site
    from builder.model.site import Link
    from builder.vocabulary.problems import Place, Problem
    from builder.vocabulary.times import iso, parse_time

    source: Path = arguments.source
    site = readable_site(source)
    holder = holder_named(site, arguments.reader)
    secret = find_secret(source, os.environ.pop(VARIABLE, None))
    if secret is None:
        missing = Problem(
            Place(NAME),
            "no-secret",
            f"There is neither this file nor {VARIABLE}.",
            "Make a secret with `tocsin secret new`.",
        )
        tell((missing,), arguments)
        return 1
    wrong = wrong_secret(site, secret)
    if wrong is not None:
        tell((wrong,), arguments)
        return 1
    if arguments.again:
        link = _live_link(holder, arguments.again, _now(arguments))
    else:
        link = Link(secrets.token_hex(4), words=arguments.words)
        until = iso(parse_time(arguments.until)) if arguments.until else ""
        add_link(source, site, holder, link.id, arguments.person, until, link.words)
        print(
            f"{holder.file}: link {link.id}; it opens with the next build and publish",
            file=sys.stderr,
        )
    _print_link(site, holder, link, secret, arguments.base or _published_at(site, holder.name))
    return 0


def _published_at(site: "Site", reader: str) -> str:
    """Return where a reader's sealed pages are found."""
    taking = (target for target in site.targets if target.takes(reader, sealed=True))
    return next((target.url for target in taking if target.url), BASE)


def _live_link(holder: "Holder", identifier: str, now: datetime) -> "Link":
    from builder.authoring.access import AccessRefused, link_named
    from builder.vocabulary.problems import Place, Problem

    link = link_named(holder, identifier)
    if link.revoked or (link.until is not None and link.until <= now):
        what = "was withdrawn" if link.revoked else "has ended"
        message = f"The link `{identifier}` {what}."
        mend = f"Make another: `tocsin link add {holder.name}`."
        raise AccessRefused(Problem(Place(holder.file), "unknown-link", message, mend))
    return link


def _print_link(site: "Site", holder: "Holder", link: "Link", secret: "Secret", base: str) -> None:
    from builder.seal.keys import Site as Keys
    from builder.seal.keys import path_id
    from builder.seal.passphrase import passphrase
    from builder.seal.slots import link_address, link_key

    keys = Keys(secret, site.site_id)
    folder = path_id(keys, holder.name, holder.access.path)
    if link.words:
        print(f"{base.rstrip('/')}/{folder}/")
        print(passphrase(keys, holder.name, link.id))
    else:
        print(link_address(base, folder, link_key(keys, holder.name, link.id)))


def _revoke(arguments: argparse.Namespace) -> int:
    from builder.authoring.access import holder_named, revoke_link
    from builder.cli.site_reading import readable_site

    holder = holder_named(readable_site(arguments.source), arguments.reader)
    revoke_link(arguments.source, holder, arguments.link)
    print(f"{holder.file}: {arguments.link} is withdrawn with the next build and publish")
    print("What was read with it before stays read.", file=sys.stderr)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from builder.authoring.access import holder_named
    from builder.cli.site_reading import readable_site
    from builder.vocabulary.times import iso

    holder = holder_named(readable_site(arguments.source), arguments.reader)
    now = _now(arguments)
    for link in holder.access.links:
        end = f", until {iso(link.until)}" if link.until else ""
        over = link.until is not None and link.until <= now
        state = "withdrawn" if link.revoked else "ended" if over else "live"
        print(f"{link.id}: {state}{end}{', six words' if link.words else ''}")
    return 0
