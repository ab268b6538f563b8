"""A tree as a build left it: what a target is to hold."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.output.manifest import BUILD, MANIFEST, decode_manifest

_LAST = frozenset({"index.html", "updates.atom", "updates.rss", "updates.json"})


@dataclass(frozen=True, slots=True)
class BuiltTree:
    """Files by their path in the tree, with the SHA-256 of their bytes in hexadecimal.

    ``digest`` is the tree's own, as ``build.json`` has it. The tree's two own files are not among
    ``files``.
    """

    folder: Path
    files: Mapping[str, str]
    digest: str

    def read(self, path: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            OSError: it can't be read.
        """
        return (self.folder / path).read_bytes()

    def in_order(self) -> Iterator[str]:
        """Yield the paths, those last that lead to the others."""
        return iter(sorted(self.files, key=lambda path: (leads_on(path), path)))


def built_tree(folder: Path) -> BuiltTree:
    """Read what a build left in a folder.

    Raises:
        OSError: it can't be read.
        ValueError: it is not what a build leaves.
    """
    files = decode_manifest((folder / MANIFEST).read_bytes())
    digest = json.loads((folder / BUILD).read_bytes())["tree"]
    return BuiltTree(folder, files, str(digest))


def leads_on(path: str) -> bool:
    """Say whether a file leads to others, and so must come after them: indexes, feeds, the API."""
    name = path.rpartition("/")[2]
    return name in _LAST or path.endswith((".atom", ".rss")) or path.startswith("api/")
