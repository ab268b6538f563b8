from base64 import b32encode
from hashlib import sha256

import pytest

from builder.vocabulary.codes import code_of


@pytest.mark.parametrize("name", ["checkout", "constructor", "2026-11-23-a/20261123T1405Z-b", "é"])
def test_a_code_is_the_beginning_of_a_hash_in_base32(name: str) -> None:
    digest = sha256(f"component:{name}".encode()).digest()
    assert code_of("component", name) == b32encode(digest)[:12].decode().lower()


def test_a_kind_has_codes_of_its_own() -> None:
    assert code_of("group", "payments") != code_of("component", "payments")


def test_a_code_never_changes() -> None:
    assert code_of("component", "checkout") == "pa2lodud4ifq"


@pytest.mark.parametrize(
    ("origin", "wins"),
    [
        ("kctbh9vrtdwd", True),
        ("KCTBH9VRTDWD", False),
        ("kctbh9vrtdw", False),
        ("kctbh9vrtdwd1", False),
        ("../../../etc", False),
        ("content/issues/2020-04-01.md", False),
    ],
)
def test_an_id_of_a_system_that_was_left_wins_where_it_is_a_code(origin: str, wins: bool) -> None:
    assert (code_of("incident", "one", origin) == origin) is wins
