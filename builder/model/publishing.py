"""Where a site is published to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class TargetType(StrEnum):
    """What kind of place a target is."""

    DIRECTORY = "directory"
    GIT = "git"
    S3 = "s3"
    GOOGLE = "google"
    AZURE = "azure"
    RSYNC = "rsync"
    COMMAND = "command"


class History(StrEnum):
    """What becomes of the earlier commits of a branch."""

    KEEP = "keep"
    SQUASH = "squash"


class Switch(StrEnum):
    """How files in a folder take the places of those before."""

    FILES = "files"
    LINK = "link"


class RecordType(StrEnum):
    """What kind of place the record is kept in."""

    DIRECTORY = "directory"
    GIT = "git"


class Compression(StrEnum):
    """How a store keeps files of text."""

    NONE = "none"
    GZIP = "gzip"


PUBLIC_TREE = "public"
PRIVATE_TREES = "private"
"""What a target takes where it takes the pages of all private readers that are fit for its host."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place that readers get pages from.

    ``tree`` is ``public``, ``private``, or one reader's name (``audience:executives``,
    ``account:acme``). ``url`` is where readers find it, empty where that is not said.
    ``checks_readers`` is true where the host lets each reader see no pages but its own;
    ``shared_origin`` where it is accepted that other things lie on the origin of sealed pages.
    ``settings`` are what only this type has, as they were written.
    """

    name: str
    type: TargetType
    tree: str = PUBLIC_TREE
    url: str = ""
    checks_readers: bool = False
    shared_origin: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        """True where it takes the pages that everyone may read."""
        return self.tree == PUBLIC_TREE

    def takes(self, reader: str, *, sealed: bool) -> bool:
        """Say whether the pages of a private reader go there.

        ``private`` means all sealed pages, and on a host that checks its readers all that are not:
        each kind has an origin of its own.
        """
        if self.tree == PRIVATE_TREES:
            return sealed is not self.checks_readers
        return self.tree == reader


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where the record of what was published is kept, which no reader gets anything of.

    ``path`` is a folder; ``branch`` one of the ``repository``, which is empty for the ``origin`` of
    the sources. What the type does not have is empty.
    """

    type: RecordType
    path: str = ""
    repository: str = ""
    branch: str = ""
