"""Private feeds: where those of sealed trees lie, and the ids of their entries.

A feed of notices lies open in its folder, for programs that can open nothing. Its name follows from
the key of a link, so that who has no link does not find it and it goes when the link does. The ids
are made of a key of the reader's own: nobody else's feed has the same, and none tells what it is
the id of.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256

from builder.render.private_feeds import OpaqueIds
from builder.seal.encoding import base32, enc
from builder.seal.keys import IDENTIFIER_LENGTH, Site, derive
from builder.seal.secret import Secret

ENDING = ".atom"

CHECKED_FEED = f"updates{ENDING}"
"""The one feed of a tree whose readers the host checks: there are no links to name it by."""


def feed_name(key: Secret) -> str:
    """Return the name of the feed that belongs to a link's key: 26 characters of base32, and its
    ending. It outlives a change of the keys of content."""
    return base32(derive(key, "feed", length=IDENTIFIER_LENGTH)) + ENDING


def entry_key(site: Site, reader: str) -> Secret:
    """Return the key that all ids in a reader's feed are made of; it lasts as long as the secret
    does, since a new id is a new entry to who subscribed."""
    return Secret(site.derive("entries", reader))


def feed_ids(key: Secret, language: str, entries: Iterable[str]) -> OpaqueIds:
    """Return the ids in a language: words in another one are other entries."""

    def identifier(kind: str, name: str = "") -> str:
        made = hmac.digest(key.reveal(), enc(kind, language, name), sha256)
        return base32(made[:IDENTIFIER_LENGTH])

    return OpaqueIds(
        feed=identifier("feed"),
        welcome=identifier("welcome"),
        entries={name: identifier("entry", name) for name in entries},
    )
