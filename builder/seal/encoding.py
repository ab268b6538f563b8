"""How lists of text and bytes are written where keys, names and digests are made of them."""

from base64 import b32encode, urlsafe_b64encode


def enc(*items: str) -> bytes:
    """Write each item as UTF-8 behind its length in 4 bytes, big-endian.

    No two lists of items give the same bytes, so none can stand for another.
    """
    pieces: list[bytes] = []
    for item in items:
        data = item.encode()
        pieces += (len(data).to_bytes(4, "big"), data)
    return b"".join(pieces)


def base32(data: bytes) -> str:
    """Write bytes as base32 in lower case without padding (RFC 4648, section 6)."""
    return b32encode(data).decode().rstrip("=").lower()


def base64url(data: bytes) -> str:
    """Write bytes as base64url without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).decode().rstrip("=")
