"""The site and its readers: every key, name and address that is made of the secret.

HKDF-SHA256 (RFC 5869) without salt; its info is ``enc(label, site_id, ...)``, so no two
uses share a key.
"""

from dataclasses import dataclass

from builder.seal.encoding import base32, enc
from builder.seal.links import SealedReader, epoch
from builder.seal.secret import LENGTH, Secret

IDENTIFIER_LENGTH = 16
"""Bytes of a path id, a slot's name, a file's name: 26 characters in base32."""


def derive(key: Secret, *items: str, length: int = LENGTH) -> bytes:
    """Return bytes that follow from a key and a list of items, and tell nothing of the key."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=length, salt=None, info=enc(*items)).derive(key.reveal())


@dataclass(frozen=True, slots=True)
class Site:
    """A site's secret, and its ``site_id``, empty where ``site.yml`` has none."""

    secret: Secret
    site_id: str = ""

    def derive(self, label: str, *items: str, length: int = LENGTH) -> bytes:
        """Return bytes for one use (``label``) of the secret in this site."""
        return derive(self.secret, label, self.site_id, *items, length=length)


def secret_check(site: Site) -> str:
    """Return the 8 hexadecimal characters by which ``site.yml`` knows its secret again."""
    return site.derive("check", length=4).hex()


def path_id(site: Site, reader: str, path: int = 1) -> str:
    """Return the folder of a reader's tree: 26 characters of base32.

    It depends on no link and no ``generation``, so an address outlives a change of keys; a higher
    ``path`` moves it.
    """
    return base32(site.derive("path", reader, str(path), length=IDENTIFIER_LENGTH))


@dataclass(frozen=True, slots=True)
class TreeKeys:
    """What one reader's tree is sealed with until its links change.

    ``epoch`` is 8 bytes as 16 hexadecimal characters, as it stands in everything derived.
    """

    path_id: str
    epoch: str
    content: Secret
    nonce: Secret
    name: Secret


def tree_keys(site: Site, reader: SealedReader) -> TreeKeys:
    """Make the keys of a reader's tree, for its links that are live."""
    now = epoch(reader)

    def key(label: str) -> Secret:
        return Secret(site.derive(label, reader.name, now))

    return TreeKeys(
        path_id=path_id(site, reader.name, reader.path),
        epoch=now,
        content=key("content"),
        nonce=key("nonce"),
        name=key("name"),
    )
