import copy
import json
import pickle
import traceback

import pytest

from builder.seal.secret import Secret, SecretError, read_secret

HEXADECIMAL = "00112233445566778899aabbccddeeff" * 2


def shown(secret: Secret) -> list[str]:
    return [repr(secret), str(secret), f"{secret}", f"{[secret]}", "%s" % secret]  # noqa: UP031


def test_a_secret_is_read_from_hexadecimal_characters() -> None:
    assert read_secret(f"  {HEXADECIMAL.upper()}\r\n").reveal() == bytes.fromhex(HEXADECIMAL)


def test_a_secret_does_not_show_itself() -> None:
    secret = read_secret(HEXADECIMAL)
    for text in shown(secret):
        assert HEXADECIMAL[:8] not in text
        assert "\\x" not in text


@pytest.mark.parametrize("write", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps])
def test_a_secret_is_never_written_down(write: object) -> None:
    with pytest.raises(TypeError):
        write(read_secret(HEXADECIMAL))  # type: ignore[operator]


def test_a_secret_leaves_no_hash() -> None:
    with pytest.raises(TypeError):
        hash(read_secret(HEXADECIMAL))


def test_secrets_are_equal_by_their_bytes() -> None:
    assert read_secret(HEXADECIMAL) == Secret(bytes.fromhex(HEXADECIMAL))
    assert read_secret(HEXADECIMAL) != Secret(bytes(32))
    assert Secret(bytes(32)) != bytes(32)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "0 characters"),
        (HEXADECIMAL[:-1], "63 characters"),
        (HEXADECIMAL + "0", "65 characters"),
        ("g" + HEXADECIMAL[1:], "not hexadecimal"),
        ("٠" * 64, "not hexadecimal"),
    ],
)
def test_what_is_no_secret_is_said_without_a_character_of_it(text: str, words: str) -> None:
    with pytest.raises(SecretError, match=words) as caught:
        read_secret(text)
    told = "".join(traceback.format_exception_only(caught.value))
    assert "00112233" not in told
    assert caught.value.__context__ is None


def test_a_key_has_32_bytes() -> None:
    with pytest.raises(SecretError, match="31"):
        Secret(bytes(31))
