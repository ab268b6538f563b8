"""Six words instead of a key in a link: to be said on the phone, never chosen by people."""

import hashlib
import re
from functools import cache
from importlib.resources import files

from builder.seal.encoding import enc
from builder.seal.keys import Site
from builder.seal.secret import LENGTH, Secret

WORDS = 6
"""77 bits; people's own choices would fall to a card that tries 10,000 a second."""

ROUNDS = 600_000
"""Of PBKDF2-HMAC-SHA256 (RFC 8018, section 5.2)."""

_NO_LETTER = re.compile(r"[^a-z]")


@cache
def word_list() -> tuple[str, ...]:
    """Return the 7,776 words in their order."""
    lines = files("builder.seal").joinpath("words.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


def passphrase(site: Site, reader: str, link_id: str) -> str:
    """Return the six words of a link, with a space between them."""
    words = word_list()
    # 256 bits among 77: no word is likelier than another by anything that could be measured.
    number = int.from_bytes(site.derive("words", reader, link_id), "big")
    chosen = []
    for _ in range(WORDS):
        number, which = divmod(number, len(words))
        chosen.append(words[which])
    return " ".join(chosen)


def passphrase_key(phrase: str, path_id: str) -> Secret:
    """Return the link key of a passphrase, however it was typed: its letters alone count.

    Takes some tenths of a second, on purpose. The salt is made of the path id, which is all that a
    reader has beside the words, and differs for every reader of every site.
    """
    letters = _NO_LETTER.sub("", phrase.lower()).encode()
    salt = enc("words", path_id)
    return Secret(hashlib.pbkdf2_hmac("sha256", letters, salt, ROUNDS, LENGTH))
