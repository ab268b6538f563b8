"""Which files of a tree are ours: the only ones that a build may replace or remove."""

import os
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from builder.output.disk import look, read_if_there
from builder.output.faults import output_problem
from builder.output.folders import Folders
from builder.output.manifest import IN_CLEAR, MANIFEST, OWN, Listing, ManifestError
from builder.output.paths import folded
from builder.output.written import Written


@dataclass(frozen=True)
class Ownership:
    """What the manifest, the memory and a build that was broken off say is ours.

    ``claimed`` are paths that are ours whatever they hold. A path that only the memory knows is
    ours while it holds what a build wrote there. ``root`` is the tree's folder.
    """

    root: str
    claimed: frozenset[str]
    remembered: Mapping[str, Written]
    note: str = ""

    @cached_property
    def paths(self) -> Set[str]:
        """All paths that may be ours."""
        return self.claimed | self.remembered.keys()

    def is_ours(self, path: str, found: os.stat_result) -> bool:
        """Say whether what was found at a path may be replaced or removed.

        Raises:
            OSError: it can't be read.
        """
        return path in self.claimed or self.as_remembered(path, found) is not None

    def as_remembered(self, path: str, found: os.stat_result) -> Written | None:
        """Return what is known of a file, with its present time, if it is as a build left it.

        Size and time of change are believed; where the time differs, the bytes decide.

        Raises:
            OSError: it can't be read.
        """
        old = self.remembered.get(path)
        if old is None or found.st_size != old.size:
            return None
        if found.st_mtime_ns == old.mtime_ns:
            return old
        data = read_if_there(f"{self.root}/{path}")
        if data is None or sha256(data).hexdigest() != old.digest:
            return None
        return Written(old.key, old.digest, old.size, found.st_mtime_ns)

    def other_name(self, path: str, found: os.stat_result) -> str | None:
        """Return the path of ours that this is too, on a disk where case makes no difference.

        Raises:
            OSError: the system refuses to say.
        """
        other = self._by_folded.get(folded(path), path)
        if other == path or path in self.claimed:
            return None
        facts = look(f"{self.root}/{other}")
        return other if facts is not None and os.path.samestat(facts, found) else None

    @cached_property
    def _by_folded(self) -> Mapping[str, str]:
        return {folded(path): path for path in self.paths}


def find_ownership(
    tree: str,
    folders: Folders,
    remembered: Mapping[str, Written],
    recovered: frozenset[str],
    listing: Listing = IN_CLEAR,
) -> Ownership:
    """Read the manifest of a tree.

    Raises:
        OutputProblem: there is a manifest, and it is another program's.
        OSError: it can't be read.
    """
    root = folders.absolute(tree)
    data = read_if_there(f"{root}/{MANIFEST}") if folders.is_there(tree) else None
    if data is None:
        return Ownership(root, recovered, remembered)
    try:
        return Ownership(root, recovered | OWN | listing.listed(data).keys(), remembered)
    except ManifestError as error:
        if error.foreign and MANIFEST not in recovered:
            raise output_problem(
                f"{root}/{MANIFEST}",
                "output-not-ours",
                f"{error}.",
                "Give an empty folder as --out, or move this one away.",
            ) from error
        note = f"{tree}/{MANIFEST} is damaged; what lies there is compared byte by byte."
        return Ownership(root, recovered | OWN, remembered, note)
