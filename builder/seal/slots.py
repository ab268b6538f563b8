"""Slots: for each live link, the content key sealed so that this link alone opens it."""

from builder.seal.encoding import base32, base64url
from builder.seal.keys import IDENTIFIER_LENGTH, Site, TreeKeys, derive
from builder.seal.links import Link, SealedReader
from builder.seal.passphrase import passphrase, passphrase_key
from builder.seal.sealed_file import Context, SealError, open_file, seal_file
from builder.seal.secret import Secret, SecretError


def link_key(site: Site, reader: str, link_id: str) -> Secret:
    """Return the key that a link carries behind ``#k=``. It is put into HKDF and nowhere else."""
    return Secret(site.derive("link", reader, link_id))


def key_of(site: Site, reader: str, link: Link, path_id: str) -> Secret:
    """Return the key of a link, of words or not. One of words takes tenths of a second."""
    if link.words:
        return passphrase_key(passphrase(site, reader, link.id), path_id)
    return link_key(site, reader, link.id)


def link_address(base: str, path_id: str, key: Secret) -> str:
    """Return the address to hand out. ``base`` is where the folders of sealed trees lie."""
    return f"{base.rstrip('/')}/{path_id}/#k={base64url(key.reveal())}"


def slot_name(key: Secret, epoch: str) -> str:
    """Return the name of a link's slot: 26 characters of base32."""
    return base32(derive(key, "slot", epoch, length=IDENTIFIER_LENGTH))


def _wrapping_key(key: Secret, path_id: str, epoch: str) -> Secret:
    return Secret(derive(key, "wrap", epoch, path_id))


def seal_slot(keys: TreeKeys, key: Secret) -> tuple[str, bytes]:
    """Return a slot's name and file."""
    name = slot_name(key, keys.epoch)
    context = Context("slot", keys.path_id, keys.epoch, name)
    wrapping = _wrapping_key(key, keys.path_id, keys.epoch)
    return name, seal_file(keys.content.reveal(), context, wrapping, keys.nonce)


def open_slot(slot: bytes, path_id: str, epoch: str, key: Secret) -> Secret:
    """Return the content key.

    Raises:
        SealError: this is not the slot of that link.
    """
    context = Context("slot", path_id, epoch, slot_name(key, epoch))
    try:
        return Secret(open_file(slot, context, _wrapping_key(key, path_id, epoch)))
    except SecretError:
        raise SealError("the slot holds no key") from None


def slots(site: Site, reader: SealedReader, keys: TreeKeys) -> dict[str, bytes]:
    """Return the slots of a reader's live links by name.

    They change with the epoch alone, so where it is the last build's, its slots can be kept; a link
    of words costs tenths of a second here.
    """
    return dict(
        sorted(
            seal_slot(keys, key_of(site, reader.name, link, keys.path_id)) for link in reader.links
        )
    )
