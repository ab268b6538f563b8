from dataclasses import replace

import pytest

from builder.seal.keys import Site, path_id, secret_check, tree_keys
from builder.seal.secret import Secret
from tests.seal.samples import ACME, ACME_WITHOUT, SITE

OTHER_SITES = {
    "another secret": Site(Secret(bytes(32)), SITE.site_id),
    "another site_id": Site(SITE.secret, "another"),
    "no site_id": Site(SITE.secret),
}


def test_the_check_is_8_characters_and_knows_its_secret() -> None:
    assert len(secret_check(SITE)) == 8
    assert len({secret_check(site) for site in (SITE, *OTHER_SITES.values())}) == 4


def test_a_path_id_is_26_characters_of_base32() -> None:
    assert len(path_id(SITE, ACME.name)) == 26
    assert set(path_id(SITE, ACME.name)) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_an_address_outlives_a_change_of_keys() -> None:
    for changed in (ACME_WITHOUT, replace(ACME, generation=2)):
        assert tree_keys(SITE, changed).path_id == tree_keys(SITE, ACME).path_id
        assert tree_keys(SITE, changed).content != tree_keys(SITE, ACME).content


def test_a_higher_path_moves_the_address() -> None:
    assert path_id(SITE, ACME.name, 2) != path_id(SITE, ACME.name, 1)


@pytest.mark.parametrize("site", OTHER_SITES.values(), ids=OTHER_SITES.keys())
def test_all_keys_depend_on_the_site(site: Site) -> None:
    ours, theirs = tree_keys(SITE, ACME), tree_keys(site, ACME)
    assert ours.epoch == theirs.epoch
    assert ours.path_id != theirs.path_id
    assert ours.content != theirs.content
    assert ours.nonce != theirs.nonce
    assert ours.name != theirs.name


def test_an_audience_and_an_account_of_one_name_share_nothing() -> None:
    audience = tree_keys(SITE, replace(ACME, name="audience:acme"))
    account = tree_keys(SITE, ACME)
    assert audience.path_id != account.path_id
    assert audience.content != account.content


def test_no_two_uses_share_a_key() -> None:
    keys = tree_keys(SITE, ACME)
    assert keys.content != keys.nonce
    assert keys.nonce != keys.name
    assert keys.content != keys.name


def test_keys_do_not_show_themselves() -> None:
    keys = tree_keys(SITE, ACME)
    for secret in (keys.content, keys.nonce, keys.name, SITE.secret):
        assert repr(secret.reveal()) not in repr((keys, SITE))
        assert secret.reveal().hex() not in repr((keys, SITE))
