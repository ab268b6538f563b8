"""Opening a sealed tree as its reader would, from nothing but the files and the link.

A build opens what it sealed before it calls a tree done.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from builder.seal.head import NAME as HEAD
from builder.seal.head import Head, open_head
from builder.seal.pages import open_page
from builder.seal.sealed_file import SealError, epoch_of
from builder.seal.secret import Secret
from builder.seal.slots import open_slot, slot_name


class NoSlotError(SealError):
    """The link was withdrawn, or never was one of this tree."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A tree in clear: its head, and its pages by path."""

    head: Head
    pages: Mapping[str, bytes]


def _file(files: Mapping[str, bytes], name: str, what: str) -> bytes:
    data = files.get(name)
    if data is None:
        raise SealError(f"{what} is missing")
    return data


def content_key(files: Mapping[str, bytes], path_id: str, key: Secret) -> Secret:
    """Return the content key that a link opens.

    Raises:
        NoSlotError: the tree has no slot for this link.
        SealError: the head or the slot is damaged or missing.
    """
    epoch = epoch_of(_file(files, HEAD, "the head"))
    slot = files.get(slot_name(key, epoch))
    if slot is None:
        raise NoSlotError("the tree has no slot for this link")
    return open_slot(slot, path_id, epoch, key)


def open_with_content_key(files: Mapping[str, bytes], path_id: str, content: Secret) -> Opened:
    """Return all of a tree in clear.

    Raises:
        SealError: a file is missing, damaged, or not the one that the head lists.
    """
    sealed_head = _file(files, HEAD, "the head")
    epoch = epoch_of(sealed_head)
    head = open_head(sealed_head, path_id, epoch, content)
    pages = {
        path: open_page(
            _file(files, page.file, f"the file of {path}"), path_id, epoch, path, page, content
        )
        for path, page in head.pages.items()
    }
    return Opened(head, pages)


def open_tree(files: Mapping[str, bytes], path_id: str, key: Secret) -> Opened:
    """Return all of a tree in clear, with the key of a link.

    Raises:
        NoSlotError: the tree has no slot for this link.
        SealError: a file is missing, damaged, or not the one that the head lists.
    """
    return open_with_content_key(files, path_id, content_key(files, path_id, key))
