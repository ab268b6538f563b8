"""JSON that knows its own SHA-256, so that a file that was cut short or changed is told at once."""

import json
from hashlib import sha256
from typing import Any

_HEAD = b'{"sha256":"'
_MIDDLE = b'",\n"content":'
_TAIL = b"}\n"
_START = len(_HEAD) + 64 + len(_MIDDLE)


class DamagedError(ValueError):
    """The file is not whole, or not one of these."""


def encode(content: object) -> bytes:
    """Return the bytes of a file that holds this content."""
    inner = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(
        errors="surrogatepass"
    )
    return _HEAD + sha256(inner).hexdigest().encode() + _MIDDLE + inner + _TAIL


def checksum(data: bytes) -> str:
    """Return the SHA-256 that such a file says it has, in hexadecimal; ``decode`` proves it."""
    return data[len(_HEAD) : len(_HEAD) + 64].decode("ascii", "replace")


def decode(data: bytes) -> Any:
    """Return the content.

    Raises:
        DamagedError: the bytes are not those that were written.
    """
    inner = data[_START : -len(_TAIL)]
    expected = _HEAD + sha256(inner).hexdigest().encode() + _MIDDLE
    if not data.startswith(expected) or not data.endswith(_TAIL):
        raise DamagedError
    try:
        return json.loads(inner.decode(errors="surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise DamagedError from error
