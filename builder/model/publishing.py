"""Where a site is published to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class TargetType(StrEnum):
    """What kind of place a target is."""

    DIRECTORY = "directory"


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
