import math
from itertools import pairwise

import pytest

from builder.seal import passphrase as module
from builder.seal.keys import Site, path_id
from builder.seal.passphrase import ROUNDS, WORDS, passphrase, passphrase_key, word_list
from builder.seal.secret import Secret
from tests.seal.samples import SITE

ADDRESS = path_id(SITE, "account:acme")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROUNDS", 1)


def test_the_list_has_7776_different_words() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == 7776
    assert not any(word.startswith("#") or word != word.strip() for word in words)


def test_six_words_are_77_bits_even_where_their_letters_alone_count() -> None:
    different = {word.replace("-", "") for word in word_list()}
    assert WORDS * math.log2(len(different)) > 77
    assert ROUNDS == 600_000


def test_no_word_is_the_beginning_of_another_so_letters_alone_tell_them_apart() -> None:
    words = sorted({word.replace("-", "") for word in word_list()})
    assert not any(after.startswith(word) for word, after in pairwise(words))


def test_words_follow_from_the_secret_the_reader_and_the_link() -> None:
    words = passphrase(SITE, "account:acme", "0a1b2c3d")
    assert words == passphrase(SITE, "account:acme", "0a1b2c3d")
    others = {
        passphrase(SITE, "account:acme", "0a1b2c3e"),
        passphrase(SITE, "account:globex", "0a1b2c3d"),
        passphrase(Site(Secret(bytes(32)), SITE.site_id), "account:acme", "0a1b2c3d"),
        passphrase(Site(SITE.secret, ""), "account:acme", "0a1b2c3d"),
    }
    assert len(others) == 4
    assert words not in others
    assert len(words.split()) == WORDS
    assert set(words.split()) <= set(word_list())


@pytest.mark.parametrize(
    "typed",
    [
        "  Felt-Tip yo-yo abacus zoom t-shirt able ",
        "felttip, yoyo, abacus, zoom, tshirt, able",
        "felt\u2010tip\nyo\u2011yo\tabacus zoom t-shirt able.",
    ],
)
@pytest.mark.usefixtures("quick")
def test_letters_alone_count(typed: str) -> None:
    wanted = passphrase_key("felt-tip yo-yo abacus zoom t-shirt able", ADDRESS)
    assert passphrase_key(typed, ADDRESS) == wanted


@pytest.mark.usefixtures("quick")
def test_the_salt_is_the_reader_s() -> None:
    words = passphrase(SITE, "account:acme", "0a1b2c3d")
    assert passphrase_key(words, ADDRESS) != passphrase_key(words, path_id(SITE, "account:globex"))
