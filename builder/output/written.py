"""What is known of files that a build wrote."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """One file of a tree as a build left it.

    ``key`` stands for all that its bytes were made from; ``digest`` is their SHA-256 in
    hexadecimal, ``size`` in bytes, ``mtime_ns`` in nanoseconds since 1970.
    """

    key: str
    digest: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Committed:
    """What a build changed. Paths are relative to the tree; ``written`` in order of writing.

    ``kept`` is the number of files that were as they should be; ``files`` are all of the tree, its
    own manifest included.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int
    files: Mapping[str, Written]
