"""What a target of private pages is to hold: a folder for each of its readers, and a sealed list.

Nothing goes to a host in clear but what is the same for every reader (the opener), feeds that tell
nothing, and pages of readers whom the host checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.build.readers import PRIVATE_TREES, ReaderTree
from builder.output.manifest import MANIFEST, Listing, decode_manifest
from builder.publish.built_tree import BuiltTree, MustNotGoError, leads_on
from builder.seal.feeds import ENDING
from builder.seal.head import NAME as HEAD
from builder.seal.keys import tree_keys
from builder.seal.opener_files import PAGE
from builder.seal.sealed_file import SealError, epoch_of
from builder.vocabulary.problems import Place, Problem

_STEPS = 4
"""Places in the order of writing for each reader, content apart."""


def private_tree(
    out: Path,
    trees: Iterable[ReaderTree],
    renewed: Iterable[ReaderTree],
    opener: Iterable[bytes],
    listing: Listing,
) -> BuiltTree:
    """Return what the trees of some readers are together.

    Args:
        out: the folder that the build wrote to.
        trees: the readers, those first who are to be told first.
        renewed: trees as the previous secret named them.
        opener: all files that lie in the open beside sealed pages.
        listing: the list that goes with them.

    Raises:
        OSError: a tree can't be read.
        ValueError: one is not what a build leaves.
    """
    trees, renewed = tuple(trees), tuple(renewed)
    folder = out / PRIVATE_TREES
    files = {
        f"{tree.folder}/{path}": digest
        for tree in (*trees, *renewed)
        for path, digest in decode_manifest((out / tree.name / MANIFEST).read_bytes()).items()
    }
    order = _Order(
        {tree.folder: number for number, tree in enumerate((*trees, *renewed))},
        frozenset(tree.folder for tree in (*trees, *renewed) if tree.is_sealed),
    )
    guard = _SealedOnly(
        {tree.folder: _epoch(tree) for tree in trees if tree.is_sealed}
        | {tree.folder: "" for tree in renewed},
        frozenset(opener),
    )
    return BuiltTree(folder, files, listing, order, guard)


def _epoch(tree: ReaderTree) -> str:
    assert tree.keys is not None and tree.sealed is not None
    return tree_keys(tree.keys, tree.sealed).epoch


@dataclass(frozen=True, slots=True)
class _Order:
    """The order of writing: all content, then reader by reader what leads to it. The head of sealed
    pages is what switches them; feeds tell of it."""

    number: Mapping[str, int]
    sealed: frozenset[str]

    def __call__(self, path: str) -> int:
        """Return the place of a path, 0 for content."""
        folder, _, inner = path.partition("/")
        step = _sealed_step(inner) if folder in self.sealed else leads_on(inner)
        return self.number[folder] * _STEPS + step if step else 0


def _sealed_step(path: str) -> int:
    if path.endswith(ENDING):
        return 3
    return {PAGE: 1, HEAD: 2}.get(path, 0)


@dataclass(frozen=True, slots=True)
class _SealedOnly:
    """Lets nothing go in clear from the folder of sealed pages, nor what is sealed for links that
    were withdrawn: ``epochs`` are those of the folders now."""

    epochs: Mapping[str, str]
    opener: frozenset[bytes]

    def __call__(self, path: str, data: bytes) -> None:
        """Refuse what must not go.

        Raises:
            MustNotGoError: it must not.
        """
        epoch = self.epochs.get(path.partition("/")[0])
        if epoch is None or data in self.opener or (epoch and path.endswith(ENDING)):
            return
        try:
            if epoch and epoch_of(data) == epoch:
                return
        except SealError:
            pass
        raise MustNotGoError(
            Problem(
                Place(f"{PRIVATE_TREES}/{path}"),
                "private-in-clear",
                "This file is not sealed for the links that are live, and its reader's pages are.",
                "Nothing went to this target. Remove the folder of the build and publish again.",
            )
        )
