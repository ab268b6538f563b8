"""What an object store is to send with each file of a tree, by the table that other hosts have.

A store keeps a type and a time of caching with each object. What else a host should send (a policy
for pages, who may read from other sites) is for what stands before the store.
"""

import re
from collections.abc import Mapping

from builder.seal.hosts_headers import TYPES, is_text
from builder.seal.hosts_public import (
    ASSET,
    FEED_JSON,
    HASHED_PICTURE,
    IMMUTABLE,
    JSON_FEED,
    PUBLIC_TYPES,
    SHORT,
)
from builder.seal.opener_files import HEADERS

_ASSET = re.compile(f"^/{ASSET}")
_IMMUTABLE = re.compile(f"{_ASSET.pattern}|{HASHED_PICTURE}")
_JSON_FEED = re.compile(JSON_FEED)
_BYTES = "application/octet-stream"


def public_object(path: str) -> dict[str, str]:
    """Return the headers of a file of the public tree."""
    caching = IMMUTABLE if _IMMUTABLE.search(f"/{path}") else SHORT
    kind = FEED_JSON if _JSON_FEED.search(f"/{path}") else _type(path, PUBLIC_TYPES)
    return {"Content-Type": kind, "Cache-Control": caching}


def private_object(path: str) -> dict[str, str]:
    """Return the headers of a file of private pages, sealed or not: nothing stays in a cache."""
    return {"Content-Type": _type(path, TYPES), "Cache-Control": HEADERS["Cache-Control"]}


def is_asset(path: str) -> bool:
    """Say whether pages that a cache still keeps may ask for this file of the public tree, which
    holds nobody's words."""
    return _ASSET.search(f"/{path}") is not None


def is_compressible(media_type: str) -> bool:
    """Say whether files of a type become much smaller by compression."""
    kind = media_type.partition(";")[0]
    return is_text(kind) or kind.endswith(("json", "/xml"))


def _type(path: str, types: Mapping[str, tuple[str, ...]]) -> str:
    ending = path.rpartition("/")[2].rpartition(".")[2]
    kind = next((kind for kind, endings in types.items() if ending in endings), _BYTES)
    return f"{kind}; charset=utf-8" if is_text(kind) else kind
