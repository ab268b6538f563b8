"""``tocsin secret``: make the secret that private pages are sealed with, or replace it."""

import argparse
import os
import secrets
import sys
from pathlib import Path

from builder.cli.arguments import add_source


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, purpose in (
        ("new", "make the secret of a site that has none"),
        ("rotate", "replace it; every link must then be handed out anew"),
    ):
        add_source(actions.add_parser(name, help=purpose, description=purpose.capitalize() + "."))


def run(arguments: argparse.Namespace) -> int:
    """Make or replace the secret and return the exit status."""
    from builder.authoring.access import AccessRefused, holders, write_site_keys
    from builder.authoring.secret_file import NAME, SecretRefused, write_secret
    from builder.cli.site_reading import SiteRefused, readable_site
    from builder.seal.keys import Site, secret_check
    from builder.seal.secret import Secret

    source: Path = arguments.source
    try:
        site = readable_site(source)
        if arguments.action == "new" and site.secret_check:
            print(
                "site_src/site.yml: secret-there: A secret was made for this site before. Put it "
                f"into {NAME}, or replace it with `tocsin secret rotate`.",
                file=sys.stderr,
            )
            return 1
        previous = source / f"{NAME}-previous"
        if arguments.action == "rotate" and (source / NAME).exists():
            os.replace(source / NAME, previous)
        secret = Secret(secrets.token_bytes(32))
        site_id = site.site_id or secrets.token_hex(16)
        path = write_secret(source, secret)
        check = secret_check(Site(secret, site_id))
        write_site_keys(source, (("site_id", site_id), ("secret_check", check)))
    except (SiteRefused, SecretRefused, AccessRefused) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 3
    print(f"{path}: the new secret; keep a copy where the site's other secrets are kept")
    print("site_src/site.yml: knows it again by secret_check; commit that, never the secret")
    if arguments.action == "rotate":
        for holder in holders(site):
            for link in holder.access.links:
                if not link.revoked:
                    print(f"hand out anew: {holder.name} {link.id}")
    return 0
