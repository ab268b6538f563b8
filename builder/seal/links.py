"""Links: who may open a reader's tree, each to be withdrawn alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from builder.seal.encoding import enc

LINK_ID = re.compile(r"[0-9a-f]{8}")
"""Random, never authored, never used again."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link as the record has it. From ``until`` on, and once ``revoked``, it opens nothing.

    ``words`` is true for one that is six words instead of a key in the address.
    """

    id: str
    until: datetime | None = None
    revoked: bool = False
    words: bool = False

    def is_live(self, now: datetime) -> bool:
        """Say whether it opens the tree at ``now``."""
        return not self.revoked and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class SealedReader:
    """A reader (``audience:<id>``, ``account:<id>``) and what its keys depend on.

    ``links`` are those that are live. A higher ``generation`` changes the keys of the content, a
    higher ``path`` the address.
    """

    name: str
    links: tuple[Link, ...] = ()
    generation: int = 1
    path: int = 1


def live(links: Iterable[Link], now: datetime) -> tuple[Link, ...]:
    """Return the links that open something at ``now``, in order of their ids."""
    return tuple(sorted((link for link in links if link.is_live(now)), key=lambda link: link.id))


def next_end(links: Iterable[Link], now: datetime) -> datetime | None:
    """Return the next instant at which a live link ends, so that the tree is sealed anew."""
    return min((link.until for link in live(links, now) if link.until), default=None)


def epoch(reader: SealedReader) -> str:
    """Return what all keys of content depend on: 8 bytes as hexadecimal characters.

    Dropping or adding a link changes it, so what is sealed next can't be opened by a dropped one.
    """
    ids = sorted(link.id for link in reader.links)
    items = enc(reader.name, str(reader.generation), str(reader.path), *ids)
    return sha256(items).hexdigest()[:16]
