"""The secret as it is found: where, in what order, and what is refused without telling it."""

from pathlib import Path

import pytest

from builder.authoring.secret_file import (
    NAME,
    NEXT,
    PREVIOUS,
    SecretRefused,
    find_previous,
    find_secret,
)
from builder.seal.secret import Secret

FIRST, SECOND = "0123456789abcdef" * 4, "fedcba9876543210" * 4


def lay_secret(root: Path, name: str, text: str, mode: int = 0o600) -> None:
    (root / name).write_text(text)
    (root / name).chmod(mode)


def test_the_variable_comes_before_the_file(tmp_path: Path) -> None:
    assert find_secret(tmp_path, None) is None
    lay_secret(tmp_path, NAME, f"{FIRST}\n")
    assert find_secret(tmp_path, None) == Secret(bytes.fromhex(FIRST))
    assert find_secret(tmp_path, "") == Secret(bytes.fromhex(FIRST))
    assert find_secret(tmp_path, SECOND) == Secret(bytes.fromhex(SECOND))


def test_the_one_before_is_another_file(tmp_path: Path) -> None:
    lay_secret(tmp_path, NAME, FIRST)
    assert find_previous(tmp_path, None) is None
    lay_secret(tmp_path, PREVIOUS, SECOND)
    assert find_previous(tmp_path, None) == Secret(bytes.fromhex(SECOND))
    assert find_previous(tmp_path, FIRST) == Secret(bytes.fromhex(FIRST))


@pytest.mark.parametrize("text", ["", FIRST[:-1], f"{FIRST}0", "g" * 64, f"{FIRST}\n{SECOND}"])
def test_what_is_no_secret_is_refused_and_not_told(tmp_path: Path, text: str) -> None:
    lay_secret(tmp_path, NAME, text)
    with pytest.raises(SecretRefused) as refusal:
        find_secret(tmp_path, None)
    assert refusal.value.problem.code == "secret-wrong"
    assert text.strip() == "" or text[:20] not in str(refusal.value)
    if text:
        with pytest.raises(SecretRefused, match="TOCSIN_SECRET: secret-wrong"):
            find_secret(tmp_path / "elsewhere", text)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    lay_secret(tmp_path, NAME, FIRST, mode)
    with pytest.raises(SecretRefused, match="chmod 600"):
        find_secret(tmp_path, None)


def test_a_link_or_a_folder_is_no_secret(tmp_path: Path) -> None:
    lay_secret(tmp_path, "elsewhere", FIRST)
    (tmp_path / NAME).symlink_to("elsewhere")
    (tmp_path / PREVIOUS).mkdir()
    with pytest.raises(SecretRefused, match="secret-unreadable"):
        find_secret(tmp_path, None)
    with pytest.raises(SecretRefused, match="secret-unreadable"):
        find_previous(tmp_path, None)


def test_nothing_is_sealed_while_a_change_is_half_done(tmp_path: Path) -> None:
    lay_secret(tmp_path, NAME, FIRST)
    lay_secret(tmp_path, NEXT, SECOND)
    with pytest.raises(SecretRefused, match="secret-unfinished"):
        find_secret(tmp_path, None)
