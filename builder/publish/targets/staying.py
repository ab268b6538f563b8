"""Files that are not built any more and stay a while, for pages that a cache still keeps."""

from collections.abc import Mapping, Set
from datetime import timedelta

from builder.output import checked_json
from builder.output.manifest import ClearListing, Listing
from builder.seal.hosts_objects import is_asset

STAYING = "manifest.staying"
"""The file at a target that names them, where nothing else remembers them."""

A_WHILE = timedelta(days=1)
"""How long they stay, where there is a clock."""

COMMITS = 20
"""With how many further commits they stay, in a branch: its commits tell no time."""


def stays(path: str, listing: Listing) -> bool:
    """Say whether a file that is no longer built is left there for a while: of public trees, what
    holds nobody's words."""
    return isinstance(listing, ClearListing) and is_asset(path)


def settled(
    before: Mapping[str, int], leaving: Set[str], wanted: Set[str]
) -> tuple[Mapping[str, int], frozenset[str]]:
    """Return the files that stay after a commit, each with the number of commits since it was built
    last, and those that have stayed long enough."""
    older = {path: number + 1 for path, number in before.items() if path not in wanted}
    after = {path: number for path, number in older.items() if number <= COMMITS}
    return {**after, **dict.fromkeys(leaving, 1)}, frozenset(older.keys() - after.keys() - leaving)


def encode(staying: Mapping[str, int]) -> bytes:
    """Return the bytes of a file that names files with a number each."""
    return checked_json.encode(dict(sorted(staying.items())))


def decode(data: bytes | None) -> Mapping[str, int]:
    """Return the files that such a file names; of a damaged one none."""
    try:
        content = checked_json.decode(data) if data is not None else {}
        return {str(path): int(number) for path, number in content.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
