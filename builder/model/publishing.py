"""Where a site is published to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class TargetType(StrEnum):
    """What kind of place a target is."""

    DIRECTORY = "directory"
    GIT = "git"


class History(StrEnum):
    """What becomes of the earlier commits of a branch."""

    KEEP = "keep"
    SQUASH = "squash"


@dataclass(frozen=True, slots=True)
class Target:
    """A place that readers get the public tree from.

    ``url`` is where they find it, empty where that is not said. ``settings`` are what only this
    type has, as they were written.
    """

    name: str
    type: TargetType
    url: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
