"""The head: one sealed file that says which sealed file is which page, and of what bytes.

To write it is to switch a tree from its old state to its new one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from builder.seal.keys import TreeKeys
from builder.seal.sealed_file import Context, SealError, open_file, seal_file
from builder.seal.secret import Secret
from builder.vocabulary.heartbeat import Heartbeat
from builder.vocabulary.times import TimeError, iso, parse_time

NAME = "head"


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in the head: the name of its sealed file, and the SHA-256 of its content in
    hexadecimal characters."""

    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a reader's tree holds.

    ``newest`` is the instant of the newest thing that its reader can see, by which a device knows
    an old head from a new one; it is no time of a build. ``device`` is false where "on this device"
    must not be offered, because others share the origin.
    """

    pages: Mapping[str, Listed]
    newest: datetime | None = None
    heartbeat: Heartbeat | None = None
    device: bool = True


def head_bytes(head: Head) -> bytes:
    """Write a head as JSON: keys in order, no white space, UTF-8."""
    document: dict[str, Any] = {
        "device": head.device,
        "format": 1,
        "pages": {path: [page.file, page.digest] for path, page in head.pages.items()},
    }
    if head.newest is not None:
        document["newest"] = iso(head.newest)
    if head.heartbeat is not None:
        document["as_of"] = iso(head.heartbeat.as_of)
        document["every"] = int(head.heartbeat.every.total_seconds())
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_head(data: bytes) -> Head:
    """Read what ``head_bytes`` wrote.

    Raises:
        SealError: it is no head of format 1.
    """
    try:
        document = json.loads(data)
        if document["format"] != 1:
            raise SealError("the head is of another format")
        heartbeat = None
        if "as_of" in document:
            every = timedelta(seconds=document["every"])
            heartbeat = Heartbeat(parse_time(document["as_of"]), every)
        return Head(
            pages={path: Listed(*page) for path, page in document["pages"].items()},
            newest=parse_time(document["newest"]) if "newest" in document else None,
            heartbeat=heartbeat,
            device=document["device"],
        )
    except (ValueError, LookupError, TypeError, AttributeError, TimeError):
        raise SealError("the head can't be read") from None


def _context(path_id: str, epoch: str) -> Context:
    return Context("head", path_id, epoch, NAME)


def seal_head(keys: TreeKeys, head: Head) -> bytes:
    """Return the sealed file of a head."""
    context = _context(keys.path_id, keys.epoch)
    return seal_file(head_bytes(head), context, keys.content, keys.nonce)


def open_head(sealed: bytes, path_id: str, epoch: str, content_key: Secret) -> Head:
    """Return the head that a sealed file holds.

    Raises:
        SealError: it is damaged, of another tree, or sealed with another key.
    """
    return read_head(open_file(sealed, _context(path_id, epoch), content_key))
