"""Grammar of a path within a tree, and of a tree's name."""

import re
from collections.abc import Iterable
from functools import lru_cache

_SEGMENT = re.compile(r"[^/\\\x00-\x1f\x7f\ud800-\udfff]{1,255}")
_TREE = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)?")

HERE = "."
"""The name of a tree that is not in a folder of its own."""


@lru_cache(maxsize=1024)
def _is_folder(path: str) -> bool:
    return all(map(_is_segment, path.split("/")))


def _is_segment(segment: str) -> bool:
    if segment in (".", "..") or _SEGMENT.fullmatch(segment) is None:
        return False
    return segment.isascii() or len(segment.encode()) <= 255


def is_path(path: object) -> bool:
    """Say whether this is a relative path of names with ``/`` between them and no ``..``."""
    if not isinstance(path, str):
        return False
    folder, slash, name = path.rpartition("/")
    return _is_segment(name) and (not slash or _is_folder(folder))


def is_tree_name(name: str) -> bool:
    """Say whether this names a tree: ``public``, ``private/<id>``, or ``.`` where a tree is the
    output folder itself."""
    return name == HERE or _TREE.fullmatch(name) is not None


def folder_of(path: str) -> str:
    """Return the folder that a path lies in, empty for the root."""
    return path.rpartition("/")[0]


def folders_above(path: str) -> Iterable[str]:
    """All folders that a path lies in, the nearest first, the root left out."""
    while path := folder_of(path):
        yield path


def folded(path: str) -> str:
    """Return what a disk may see in a path that takes letters in either case for the same."""
    if path.isascii():
        return path.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFC", path).casefold())
