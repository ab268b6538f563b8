"""The format is pinned: the same inputs give the same bytes, here, by a second hand, in a browser.

``by hand`` is a reading of ``docs/sealed-format.md`` that imports nothing of the project.
"""

import hmac
import json
import zlib
from base64 import b32encode, b64decode, urlsafe_b64encode
from hashlib import pbkdf2_hmac, sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from builder.seal.head import head_bytes, open_head
from builder.seal.keys import Site, secret_check, tree_keys
from builder.seal.links import Link, SealedReader, epoch
from builder.seal.opening import open_tree
from builder.seal.pages import listed
from builder.seal.passphrase import passphrase, passphrase_key
from builder.seal.sealed_file import Context, filled, seal_plaintext
from builder.seal.secret import Secret, read_secret
from builder.seal.slots import key_of, link_address, link_key, slot_name

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))
SITE = Site(read_secret(VECTORS["secret"]), VECTORS["site_id"])
LINKS = tuple(Link(**link) for link in VECTORS["links"])
READER = SealedReader(VECTORS["reader"], LINKS, VECTORS["generation"], VECTORS["path"])
KEYS = tree_keys(SITE, READER)


def tree() -> dict[str, bytes]:
    """The sealed files of the vectors by name."""
    files = [*VECTORS["slots"].values(), *VECTORS["pages"].values()]
    named = {file["name"]: b64decode(file["file"]) for file in files}
    return {**named, "head": b64decode(VECTORS["head"]["file"])}


def test_keys_and_addresses_follow_from_the_secret() -> None:
    assert secret_check(SITE) == VECTORS["secret_check"]
    assert KEYS.epoch == VECTORS["epoch"]
    without = SealedReader(READER.name, LINKS[:1], READER.generation, READER.path)
    assert epoch(without) == VECTORS["epoch_without_words"]
    assert KEYS.path_id == VECTORS["path_id"]
    assert KEYS.content.reveal().hex() == VECTORS["content_key"]
    assert KEYS.nonce.reveal().hex() == VECTORS["nonce_key"]
    assert KEYS.name.reveal().hex() == VECTORS["name_key"]
    key = link_key(SITE, READER.name, LINKS[0].id)
    assert link_address("https://private.example.com", KEYS.path_id, key) == VECTORS["address"]


def test_links_and_words_follow_from_the_secret() -> None:
    assert passphrase(SITE, READER.name, LINKS[1].id) == VECTORS["words"]
    by_words = passphrase_key(VECTORS["words"].upper().replace(" ", "-"), KEYS.path_id)
    for link in LINKS:
        slot = VECTORS["slots"][link.id]
        key = key_of(SITE, READER.name, link, KEYS.path_id)
        assert key.reveal().hex() == slot["link_key"]
        assert slot_name(key, KEYS.epoch) == slot["name"]
    assert by_words.reveal().hex() == VECTORS["slots"][LINKS[1].id]["link_key"]


@pytest.mark.parametrize("path", VECTORS["pages"])
def test_pages_are_sealed_to_the_same_bytes(path: str) -> None:
    page = VECTORS["pages"][path]
    assert listed(KEYS, path, page["content"].encode()).file == page["name"]
    context = Context("page", KEYS.path_id, KEYS.epoch, path)
    plain = filled(bytes.fromhex(page["compressed"]))
    sealed = seal_plaintext(plain, context, KEYS.content, KEYS.nonce)
    assert sealed == b64decode(page["file"])
    assert sealed[12:24].hex() == page["nonce"]


def test_head_and_slots_are_sealed_to_the_same_bytes() -> None:
    head = VECTORS["head"]
    context = Context("head", KEYS.path_id, KEYS.epoch, "head")
    plain = filled(bytes.fromhex(head["compressed"]))
    assert seal_plaintext(plain, context, KEYS.content, KEYS.nonce) == b64decode(head["file"])
    for slot in VECTORS["slots"].values():
        context = Context("slot", KEYS.path_id, KEYS.epoch, slot["name"])
        plain = filled(bytes.fromhex(slot["compressed"]))
        wrapping = Secret(bytes.fromhex(slot["wrapping_key"]))
        assert seal_plaintext(plain, context, wrapping, KEYS.nonce) == b64decode(slot["file"])


def test_each_link_opens_the_tree() -> None:
    wanted = {path: page["content"].encode() for path, page in VECTORS["pages"].items()}
    for slot in VECTORS["slots"].values():
        key = Secret(bytes.fromhex(slot["link_key"]))
        opened = open_tree(tree(), KEYS.path_id, key)
        assert opened.pages == wanted
        assert head_bytes(opened.head).decode() == VECTORS["head"]["content"]
    sealed_head = b64decode(VECTORS["head"]["file"])
    head = open_head(sealed_head, KEYS.path_id, KEYS.epoch, KEYS.content)
    assert head.heartbeat is not None
    assert head.newest is not None


# By hand.


def enc(*items: str) -> bytes:
    return b"".join(len(each.encode()).to_bytes(4, "big") + each.encode() for each in items)


def hkdf(key: bytes, *items: str) -> bytes:
    extracted = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(extracted, enc(*items) + b"\x01", "sha256")


def base32(data: bytes) -> str:
    return b32encode(data[:16]).decode().lower().rstrip("=")


def test_keys_by_hand() -> None:
    secret, site_id, reader = (
        bytes.fromhex(VECTORS["secret"]),
        VECTORS["site_id"],
        VECTORS["reader"],
    )
    ids = [link["id"] for link in VECTORS["links"]]
    now = sha256(enc(reader, "3", "2", *sorted(ids))).hexdigest()[:16]
    assert now == VECTORS["epoch"]
    assert hkdf(secret, "check", site_id)[:4].hex() == VECTORS["secret_check"]
    assert base32(hkdf(secret, "path", site_id, reader, "2")) == VECTORS["path_id"]
    for label in ("content", "nonce", "name"):
        assert hkdf(secret, label, site_id, reader, now).hex() == VECTORS[f"{label}_key"]
    plain_link = hkdf(secret, "link", site_id, reader, ids[0])
    assert plain_link.hex() == VECTORS["slots"][ids[0]]["link_key"]
    in_address = urlsafe_b64encode(plain_link).decode().rstrip("=")
    assert VECTORS["address"].endswith(f"/{VECTORS['path_id']}/#k={in_address}")


def test_words_by_hand() -> None:
    lines = (Path(__file__).parents[2] / "builder/seal/words.txt").read_text().splitlines()
    words = [line for line in lines if line[0] != "#"]
    number = int.from_bytes(
        hkdf(
            bytes.fromhex(VECTORS["secret"]),
            "words",
            VECTORS["site_id"],
            VECTORS["reader"],
            "4e5f6071",
        ),
        "big",
    )
    chosen = [words[number // 7776**place % 7776] for place in range(6)]
    assert " ".join(chosen) == VECTORS["words"]
    letters = "".join(filter(str.isalpha, VECTORS["words"])).encode()
    salt = enc("words", VECTORS["path_id"])
    assert salt.hex() == VECTORS["words_salt"]
    key = pbkdf2_hmac("sha256", letters, salt, 600_000)
    assert key.hex() == VECTORS["slots"]["4e5f6071"]["link_key"]


def opened_by_hand(file: str, kind: str, path: str, key: bytes) -> bytes:
    data = b64decode(file)
    assert data[:4] == b"TCS1"
    known = enc("tocsin-sealed", "1", kind, VECTORS["path_id"], data[4:12].hex(), path)
    plain = AESGCM(key).decrypt(data[12:24], data[24:], known)
    nonce = hmac.digest(bytes.fromhex(VECTORS["nonce_key"]), known + plain, "sha256")[:12]
    assert nonce == data[12:24]
    assert len(plain) % 4096 == 0
    return zlib.decompress(plain[4 : 4 + int.from_bytes(plain[:4], "big")], -15)


def test_files_by_hand() -> None:
    for slot in VECTORS["slots"].values():
        link = bytes.fromhex(slot["link_key"])
        assert base32(hkdf(link, "slot", VECTORS["epoch"])) == slot["name"]
        wrapping = hkdf(link, "wrap", VECTORS["epoch"], VECTORS["path_id"])
        content = opened_by_hand(slot["file"], "slot", slot["name"], wrapping)
        assert content.hex() == VECTORS["content_key"]
    content = bytes.fromhex(VECTORS["content_key"])
    head = json.loads(opened_by_hand(VECTORS["head"]["file"], "head", "head", content))
    for path, page in VECTORS["pages"].items():
        text = opened_by_hand(page["file"], "page", path, content)
        assert text.decode() == page["content"]
        assert head["pages"][path] == [page["name"], sha256(text).hexdigest()]
        named = hmac.digest(bytes.fromhex(VECTORS["name_key"]), enc(path) + text, "sha256")
        assert base32(named) == page["name"]
