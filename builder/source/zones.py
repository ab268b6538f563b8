"""Time zones: names of the IANA database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.source.words import nearest, shown

if TYPE_CHECKING:
    from builder.source.document import Document
    from builder.source.yaml_text import Keys
    from builder.vocabulary.problems import Problem


_OF_THE_MACHINE = frozenset({"localtime", "posixrules", "Factory"})
"""Entries of the database that are another zone on another machine, or none."""


def zone_problem(
    document: Document, zone: str | None, keys: Keys = ("time_zone",)
) -> list[Problem]:
    """Return the problem of a ``time_zone``, which stands at ``keys``, that names no zone."""
    if zone is None or _exists(zone):
        return []
    from zoneinfo import available_timezones

    near = nearest(zone, available_timezones() - _OF_THE_MACHINE)
    return [
        document.problem(
            "unknown-time-zone",
            keys,
            f"There is no time zone {shown(zone)}.",
            f"Did you mean {shown(near)}?"
            if near
            else "Write a name of the IANA database, like `Europe/Paris` or `Etc/UTC`.",
        )
    ]


def _exists(zone: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        # A folder of the database, like `Europe`, is an OSError on some systems.
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return zone not in _OF_THE_MACHINE
