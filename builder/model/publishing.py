"""Where a site is published to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PUBLIC = "public"
PRIVATE = "private"
"""What a target takes where it takes the trees of all private readers."""


class TargetType(StrEnum):
    """What kind of place a target is."""

    DIRECTORY = "directory"


@dataclass(frozen=True, slots=True)
class Target:
    """A place that readers get a tree from.

    ``tree`` is ``public``, ``private`` for the trees of all private readers, or one reader's name
    (``audience:executives``, ``account:acme``). ``url`` is where readers find it, empty where that
    is not said. ``checks_readers`` is true where the host lets each reader see no tree but its own.
    ``settings`` are what only this type has, as they were written.
    """

    name: str
    type: TargetType
    tree: str = PUBLIC
    url: str = ""
    checks_readers: bool = False
    shared_origin: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
