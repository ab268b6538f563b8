"""``tocsin secret``: make the secret that private pages are sealed with, or replace it."""

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
    from builder.model.site import Site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, purpose in (
        ("new", "make the secret of a site that has none"),
        ("rotate", "replace it; every link must then be handed out anew"),
    ):
        action = actions.add_parser(name, help=purpose, description=purpose.capitalize() + ".")
        add_source(action)
        add_show_private(action)


def run(arguments: argparse.Namespace) -> int:
    """Make or replace the secret and return the exit status."""
    from builder.authoring.new_secret import finish, put_secret, refuse_new, refuse_replacing
    from builder.authoring.secret_file import VARIABLE, SecretRefused
    from builder.authoring.source_edit import EditBusy, edited_alone
    from builder.cli.site_reading import SiteRefused, readable_site
    from builder.seal.secret import Secret

    source: Path = arguments.source
    try:
        with edited_alone(source):
            site = readable_site(source)
            if finish(source, site):
                print("what was broken off before is finished", file=sys.stderr)
            else:
                (refuse_new if arguments.action == "new" else refuse_replacing)(source, site)
                site_id = site.site_id or secrets.token_hex(16)
                put_secret(source, Secret(secrets.token_bytes(32)), site_id)
    except (SiteRefused, SecretRefused, EditBusy) as refusal:
        tell(refusal.problems, arguments)
        return 1
    _tell(source, site, arguments.now or datetime.now(UTC))
    if os.environ.get(VARIABLE):
        print(f"{VARIABLE} is set here and comes first: give it the new secret", file=sys.stderr)
    return 0


def _tell(source: Path, site: "Site", now: datetime) -> None:
    from builder.authoring.access import links_to_hand_out
    from builder.authoring.secret_file import NAME, PREVIOUS

    print(f"{source / NAME}: the new secret; keep a copy where the site's other secrets are kept")
    print("site_src/site.yml: knows it again by secret_check; commit that, never the secret")
    if (source / PREVIOUS).exists():
        print(
            f"{source / PREVIOUS}: the one before; while it is there, builds leave a page at each "
            "old address that says that the link was renewed"
        )
    for holder, link in links_to_hand_out(site, now):
        print(f"hand out anew: tocsin link add {holder.name} --again {link.id}")
