"""One sealed file: ``TCS1``, epoch (8 bytes), nonce (12), ciphertext with its tag (16).

The plaintext is the length of the compressed part (4 bytes, big-endian), the content as raw
deflate, and zeros to a multiple of 4,096, so that a size tells little.
"""

import hmac
import zlib
from dataclasses import dataclass
from hashlib import sha256

from builder.seal.encoding import enc
from builder.seal.secret import Secret

MAGIC = b"TCS1"
BLOCK = 4096
"""Plaintext is filled up to a multiple of this."""

_EPOCH_END = len(MAGIC) + 8
_HEADER = _EPOCH_END + 12
_RAW = -15
_TAG = 16


class SealError(Exception):
    """A sealed file that is damaged, was moved, or was sealed with another key.

    The message says which file and never holds any of its content.
    """


@dataclass(frozen=True, slots=True)
class Context:
    """Where a sealed file belongs; opened as if it were elsewhere, it does not open.

    ``kind`` is ``page``, ``head`` or ``slot``; ``path`` is a page's path in the tree, ``head``,
    or a slot's name.
    """

    kind: str
    path_id: str
    epoch: str
    path: str

    @property
    def associated_data(self) -> bytes:
        """What AES-GCM authenticates beside the content."""
        return enc("tocsin-sealed", "1", self.kind, self.path_id, self.epoch, self.path)


def plaintext_of(content: bytes) -> bytes:
    """Compress, and fill up with zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    return filled(packer.compress(content) + packer.flush())


def filled(compressed: bytes) -> bytes:
    """Put the length before a compressed part and zeros behind it."""
    plain = len(compressed).to_bytes(4, "big") + compressed
    return plain + bytes(-len(plain) % BLOCK)


def content_of(plaintext: bytes) -> bytes:
    """Undo ``plaintext_of``.

    Raises:
        SealError: it was not made by it.
    """
    end = 4 + int.from_bytes(plaintext[:4], "big")
    if len(plaintext) % BLOCK or end > len(plaintext) or any(plaintext[end:]):
        raise SealError("the plaintext has a wrong length")
    unpacker = zlib.decompressobj(_RAW)
    try:
        content = unpacker.decompress(plaintext[4:end])
    except zlib.error:
        raise SealError("the content can't be decompressed") from None
    if not unpacker.eof or unpacker.unused_data:
        raise SealError("the content is not one compressed stream")
    return content


def seal_plaintext(plaintext: bytes, context: Context, key: Secret, nonce_key: Secret) -> bytes:
    """Seal what is filled up already. Same bytes, place and keys: same file."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    known = context.associated_data
    # Over the very bytes that are sealed: two builds of zlib compress one text differently, and one
    # nonce for two plaintexts would give both away.
    nonce = hmac.digest(nonce_key.reveal(), known + plaintext, sha256)[:12]
    sealed = AESGCM(key.reveal()).encrypt(nonce, plaintext, known)
    return MAGIC + bytes.fromhex(context.epoch) + nonce + sealed


def seal_file(content: bytes, context: Context, key: Secret, nonce_key: Secret) -> bytes:
    """Compress, fill up and seal."""
    return seal_plaintext(plaintext_of(content), context, key, nonce_key)


def epoch_of(sealed: bytes) -> str:
    """Return the epoch that a sealed file says it is of, as 16 hexadecimal characters.

    Raises:
        SealError: this is no sealed file.
    """
    if sealed[: len(MAGIC)] != MAGIC or len(sealed) < _HEADER + _TAG:
        raise SealError("this is no sealed file of format 1")
    return sealed[len(MAGIC) : _EPOCH_END].hex()


def open_file(sealed: bytes, context: Context, key: Secret) -> bytes:
    """Return the content of a sealed file.

    Raises:
        SealError: it is damaged, belongs elsewhere, or has another key.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if epoch_of(sealed) != context.epoch:
        raise SealError(f"the {context.kind} {context.path} is of another epoch")
    nonce, body = sealed[_EPOCH_END:_HEADER], sealed[_HEADER:]
    try:
        plaintext = AESGCM(key.reveal()).decrypt(nonce, body, context.associated_data)
    except InvalidTag:
        raise SealError(
            f"the {context.kind} {context.path} is damaged, not in its place, or has another key"
        ) from None
    return content_of(plaintext)
