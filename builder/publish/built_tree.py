"""A tree as a build left it: what a target is to hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from builder.output.manifest import IN_CLEAR, MANIFEST, Listing, decode_manifest, tree_digest
from builder.seal.hosts_objects import is_asset
from builder.vocabulary.problems import Place, Problem

_LAST = frozenset({"index.html", "updates.atom", "updates.rss", "updates.json"})


class MustNotGoError(Exception):
    """A file that must not go to a target; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def leads_on(path: str) -> int:
    """Return 1 for a file that leads to others, and so must come after them: indexes, feeds, the
    API; 0 for any other."""
    name = path.rpartition("/")[2]
    return int(name in _LAST or path.endswith((".atom", ".rss")) or path.startswith("api/"))


def lets_pass(_path: str, _data: bytes) -> None:
    """Let any bytes go."""


@dataclass(frozen=True)
class BuiltTree:
    """Files by their path in the tree, with the SHA-256 of their bytes in hexadecimal.

    ``listing`` is how the tree tells of itself. ``leads`` gives the place of a path in the order of
    writing: 0 for those that lead nowhere, the higher the later. ``guard`` is asked about the bytes
    of each file that is about to go, and raises ``MustNotGoError`` where they must not. ``urgent``
    are incidents whose pages lose words, and go before all others that lead nowhere.
    """

    folder: Path
    files: Mapping[str, str]
    listing: Listing = IN_CLEAR
    leads: Callable[[str], int] = leads_on
    guard: Callable[[str, bytes], None] = lets_pass
    urgent: frozenset[str] = frozenset()
    own: Mapping[str, bytes] = field(init=False)
    """The tree's own files, which are not among ``files``."""

    def __post_init__(self) -> None:
        """Make the tree's own files."""
        object.__setattr__(self, "own", self.listing.own_files(self.files))

    @property
    def digest(self) -> str:
        """The tree's own, as ``build.json`` has it."""
        return tree_digest(self.files)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file that is about to go.

        Raises:
            OSError: it can't be read.
            MustNotGoError: it is not as it was built, or not fit for the target.
        """
        if path in self.own:
            return self.own[path]
        data = (self.folder / path).read_bytes()
        if sha256(data).hexdigest() != self.files[path]:
            raise MustNotGoError(
                Problem(
                    Place(path),
                    "not-as-built",
                    f"{path} was changed after it was built.",
                    "Let nothing else write to the folder of the build, and publish again.",
                )
            )
        self.guard(path, data)
        return data

    def in_order(self) -> Iterator[str]:
        """Yield the paths, those last that lead to the others; pages that lose words first, but for
        the styles and scripts that they need."""
        return iter(sorted(self.files, key=self._place))

    def _place(self, path: str) -> tuple[int, int, str]:
        step = self.leads(path)
        if step or not self.urgent:
            return step, 0, path
        return step, 0 if is_asset(path) else 1 if self._is_urgent(path) else 2, path

    def _is_urgent(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        return folder.rpartition("/")[2] == "incidents" and name.partition(".")[0] in self.urgent


def built_tree(folder: Path, listing: Listing = IN_CLEAR) -> BuiltTree:
    """Read what a build left in a folder, for everyone to read.

    Raises:
        OSError: it can't be read.
        ValueError: it is not what a build leaves.
    """
    return BuiltTree(folder, decode_manifest((folder / MANIFEST).read_bytes()), listing)
