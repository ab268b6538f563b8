"""Bytes that must not be seen: the site's secret and all keys that are made of it."""

import hmac
import re

LENGTH = 32
"""Bytes of the secret and of every key."""

_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{64}")


class SecretError(ValueError):
    """A text that is no secret, or another one's; the message never holds any of it."""


class Secret:
    """32 bytes that show themselves to ``reveal`` alone.

    Neither printed, formatted, pickled nor copied; compared in constant time.
    """

    __slots__ = ("_bytes",)

    def __init__(self, data: bytes) -> None:
        if len(data) != LENGTH:
            raise SecretError(f"a key has {LENGTH} bytes, and this one has {len(data)}")
        self._bytes = data

    def reveal(self) -> bytes:
        """Return the bytes themselves."""
        return self._bytes

    def __repr__(self) -> str:
        return "<secret>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._bytes, other._bytes)

    # A hash is a trace of what is hashed.
    __hash__ = None  # type: ignore[assignment]

    def __reduce_ex__(self, protocol: object) -> "str | tuple[object, ...]":
        raise TypeError("a secret is never written down")


def read_secret(text: str) -> Secret:
    """Read the site's secret as it stands in its file or in the environment.

    White space around it is dropped.

    Raises:
        SecretError: it is not 64 hexadecimal characters.
    """
    stripped = text.strip()
    if _HEXADECIMAL.fullmatch(stripped):
        return Secret(bytes.fromhex(stripped))
    if len(stripped) != 2 * LENGTH:
        raise SecretError(
            f"the secret has {len(stripped)} characters instead of {2 * LENGTH} hexadecimal ones"
        )
    raise SecretError("the secret holds characters that are not hexadecimal (0 to 9, a to f)")
