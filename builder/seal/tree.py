"""A reader's tree, sealed: opener, slots, pages, head."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from builder.seal.head import NAME as HEAD
from builder.seal.head import Head, seal_head
from builder.seal.keys import TreeKeys
from builder.seal.opener_files import opener_files
from builder.seal.pages import listed, seal_page


def seal_tree(
    keys: TreeKeys,
    pages: Mapping[str, bytes],
    slots: Mapping[str, bytes],
    head: Head | None = None,
    style: str = "",
) -> dict[str, bytes]:
    """Seal a reader's pages. The result is in order of writing; paths are relative to
    ``<path id>/``.

    ``slots`` are those of the reader's live links at the same epoch; ``head`` says what the head
    tells beside the pages; ``style`` is the theme's stylesheet, in the clear.

    Raises:
        ValueError: two files have one name.
    """
    list_of_pages = {path: listed(keys, path, content) for path, content in pages.items()}
    full_head = replace(head or Head({}), pages=list_of_pages)
    sealed_pages = (
        (list_of_pages[path].file, seal_page(keys, path, content))
        for path, content in pages.items()
    )
    files: dict[str, bytes] = {}
    for group in (opener_files(style).items(), slots.items(), sealed_pages):
        for name, data in group:
            if name in files:
                raise ValueError(f"two files of a sealed tree are named {name}")
            files[name] = data
    files[HEAD] = seal_head(keys, full_head)
    return files


def in_order_of_writing(names: Iterable[str]) -> list[str]:
    """Sort names of a sealed tree: the head last, since it is what switches. Removals come after
    it."""
    return sorted(names, key=lambda name: (name == HEAD, name))
