"""The record as commands find it: where ``site.yml`` says that it is kept."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from builder.cli.environment import without_secrets
from builder.cli.public_project import is_public_project
from builder.cli.reading_along import tell, tell_fault

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.publish.record import Record


def site_of(arguments: argparse.Namespace) -> "Site | None":
    """Return the site of the sources; where it can't be read, say why."""
    from builder.build.ground import read_ground
    from builder.source.scan import scan

    ground = read_ground(scan(arguments.source))
    if ground.site is None:
        tell(ground.problems, arguments)
    return ground.site


def environment_for(site: "Site") -> dict[str, str]:
    """Return what children of this process get: nothing that lets into targets, and no secret."""
    from builder.publish.targets.opening import without_credentials

    return without_credentials(without_secrets(os.environ), site.targets)


def record_of(site: "Site", arguments: argparse.Namespace) -> "Record":
    """Return the record of a site; nothing is read yet."""
    from builder.publish.record_opening import open_record

    return open_record(
        site.record,
        arguments.source,
        arguments.cache or arguments.source / ".tocsin",
        environment_for(site),
        sources_public=is_public_project(os.environ),
    )


def is_fetched(record: "Record", arguments: argparse.Namespace) -> bool:
    """Read what other machines noted, and say whether that went well; else say why not."""
    from builder.publish.targets.place import TargetFault

    try:
        record.fetch()
    except TargetFault as fault:
        tell_fault(fault, arguments)
        print("the record could not be read", file=sys.stderr)
        return False
    return True
