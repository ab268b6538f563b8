import random
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.seal.sealed_file import (
    BLOCK,
    Context,
    SealError,
    content_of,
    epoch_of,
    filled,
    open_file,
    plaintext_of,
    seal_file,
    seal_plaintext,
)
from builder.seal.secret import Secret

KEY = Secret(bytes(31) + b"k")
NONCE_KEY = Secret(bytes(31) + b"n")
PLACE = Context("page", "a" * 26, "00112233445566ff", "index.html")
contents = st.binary(max_size=200)


def nonce(sealed: bytes) -> bytes:
    return sealed[12:24]


@given(contents)
def test_what_was_sealed_opens(content: bytes) -> None:
    assert open_file(seal_file(content, PLACE, KEY, NONCE_KEY), PLACE, KEY) == content


def test_a_file_is_laid_out_as_specified() -> None:
    sealed = seal_file(b"words", PLACE, KEY, NONCE_KEY)
    assert sealed[:12] == b"TCS1" + bytes.fromhex(PLACE.epoch)
    assert len(sealed) == 4 + 8 + 12 + BLOCK + 16
    assert epoch_of(sealed) == PLACE.epoch


@given(contents, contents)
def test_equal_bytes_make_an_equal_file_and_others_another_nonce(one: bytes, other: bytes) -> None:
    first, second = (seal_file(each, PLACE, KEY, NONCE_KEY) for each in (one, other))
    assert (first == second) == (one == other)
    assert (nonce(first) == nonce(second)) == (one == other)


@pytest.mark.parametrize("level", [0, 1])
def test_one_text_compressed_in_two_ways_has_two_nonces(level: int) -> None:
    text = b"The same words, compressed by two builds of one library. " * 40
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    otherwise = filled(packer.compress(text) + packer.flush())
    ours = plaintext_of(text)
    assert ours != otherwise
    first, second = (seal_plaintext(each, PLACE, KEY, NONCE_KEY) for each in (ours, otherwise))
    assert nonce(first) != nonce(second)
    assert open_file(first, PLACE, KEY) == open_file(second, PLACE, KEY) == text


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, kind="head"),
        replace(PLACE, path="incidents/a.html"),
        replace(PLACE, path_id="b" * 26),
    ],
)
def test_a_file_opens_in_its_own_place_alone(elsewhere: Context) -> None:
    sealed = seal_file(b"words", PLACE, KEY, NONCE_KEY)
    with pytest.raises(SealError, match="not in its place"):
        open_file(sealed, elsewhere, KEY)
    assert nonce(seal_file(b"words", elsewhere, KEY, NONCE_KEY)) != nonce(sealed)


def test_a_file_of_another_epoch_does_not_open() -> None:
    later = replace(PLACE, epoch="ff" * 8)
    sealed = seal_file(b"words", PLACE, KEY, NONCE_KEY)
    with pytest.raises(SealError, match="another epoch"):
        open_file(sealed, later, KEY)
    forged = sealed[:4] + bytes.fromhex(later.epoch) + sealed[12:]
    with pytest.raises(SealError, match="another key"):
        open_file(forged, later, KEY)


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealError, match="another key"):
        open_file(seal_file(b"words", PLACE, KEY, NONCE_KEY), PLACE, NONCE_KEY)


@given(st.integers(0, 24 + BLOCK + 15), st.integers(1, 255))
def test_one_changed_byte_is_noticed(at: int, change: int) -> None:
    damaged = bytearray(seal_file(b"words", PLACE, KEY, NONCE_KEY))
    damaged[at] ^= change
    with pytest.raises(SealError):
        open_file(bytes(damaged), PLACE, KEY)


@pytest.mark.parametrize("data", [b"", b"TCS1", b"<!doctype html>" * 9, b"TCS2" + bytes(100)])
def test_what_is_no_sealed_file_is_said(data: bytes) -> None:
    with pytest.raises(SealError, match="no sealed file"):
        open_file(data, PLACE, KEY)


@pytest.mark.parametrize("length", [0, 1, 4000, 4092, 4093, 9000])
def test_sizes_are_whole_blocks(length: int) -> None:
    content = random.Random(length).randbytes(length)
    plain = plaintext_of(content)
    assert len(plain) % BLOCK == 0
    assert len(plain) >= BLOCK
    assert content_of(plain) == content


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        (BLOCK).to_bytes(4, "big") + bytes(BLOCK - 4),
        filled(b"no deflate"),
        filled(zlib.compress(b"a zlib header")),
        plaintext_of(b"words")[:-1] + b"x",
        plaintext_of(b"words") + b"x",
        filled(plaintext_of(b"words")[4:7]),
    ],
)
def test_a_plaintext_that_was_not_made_so_is_refused(plain: bytes) -> None:
    with pytest.raises(SealError):
        content_of(plain)
