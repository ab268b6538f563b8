"""Sealed pages and pictures: each under a name that changes with its path, bytes and keys."""

import hmac
from hashlib import sha256

from builder.seal.encoding import base32, enc
from builder.seal.head import Listed
from builder.seal.keys import IDENTIFIER_LENGTH, TreeKeys
from builder.seal.sealed_file import Context, SealError, open_file, seal_file
from builder.seal.secret import Secret


def listed(keys: TreeKeys, path: str, content: bytes) -> Listed:
    """Return what the head says of a page, without sealing it.

    A page whose name a tree has already need not be sealed again.
    """
    named = hmac.digest(keys.name.reveal(), enc(path) + content, sha256)
    return Listed(base32(named[:IDENTIFIER_LENGTH]), sha256(content).hexdigest())


def seal_page(keys: TreeKeys, path: str, content: bytes) -> bytes:
    """Return the sealed file of a page."""
    context = Context("page", keys.path_id, keys.epoch, path)
    return seal_file(content, context, keys.content, keys.nonce)


def open_page(
    sealed: bytes, path_id: str, epoch: str, path: str, page: Listed, content_key: Secret
) -> bytes:
    """Return the content of a page.

    Raises:
        SealError: it is damaged, another page, or not the one that the head lists.
    """
    content = open_file(sealed, Context("page", path_id, epoch, path), content_key)
    if sha256(content).hexdigest() != page.digest:
        raise SealError(f"the page {path} is not the one that the head lists")
    return content
