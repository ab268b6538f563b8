import pytest

from builder.seal.links import Link, SealedReader
from builder.seal.passphrase import passphrase, passphrase_key
from builder.seal.sealed_file import SealError
from builder.seal.slots import link_address, link_key, open_slot, slot_name, slots
from tests.seal.samples import ACME, ACME_WITHOUT, DROPPED, KEPT, SITE, key_of_link, keys_of


def test_each_live_link_has_a_slot_that_it_opens() -> None:
    keys = keys_of()
    made = slots(SITE, ACME, keys)
    assert len(made) == 2
    for link in (KEPT, DROPPED):
        key = key_of_link(link)
        slot = made[slot_name(key, keys.epoch)]
        assert open_slot(slot, keys.path_id, keys.epoch, key) == keys.content


def test_a_revoked_link_leaves_no_slot_and_no_old_name() -> None:
    keys = keys_of(ACME_WITHOUT)
    made = slots(SITE, ACME_WITHOUT, keys)
    assert list(made) == [slot_name(key_of_link(KEPT), keys.epoch)]
    assert not set(made) & set(slots(SITE, ACME, keys_of()))


def test_a_slot_opens_by_its_own_link_alone() -> None:
    keys = keys_of()
    slot = slots(SITE, ACME, keys)[slot_name(key_of_link(KEPT), keys.epoch)]
    with pytest.raises(SealError, match="another key"):
        open_slot(slot, keys.path_id, keys.epoch, key_of_link(DROPPED))
    with pytest.raises(SealError, match="another key"):
        open_slot(slot, "a" * 26, keys.epoch, key_of_link(KEPT))


def test_a_reader_without_links_has_no_slots() -> None:
    nobody = SealedReader(ACME.name)
    assert slots(SITE, nobody, keys_of(nobody)) == {}


def test_a_slot_looks_like_a_page_of_little_text() -> None:
    sizes = {len(slot) for slot in slots(SITE, ACME, keys_of()).values()}
    assert sizes == {4096 + 40}


def test_slots_stand_in_order_of_their_names_and_not_of_links() -> None:
    names = list(slots(SITE, ACME, keys_of()))
    assert names == sorted(names)


def test_a_link_holds_its_key_behind_the_fragment() -> None:
    address = link_address("https://private.example.com/", keys_of().path_id, key_of_link())
    start, _, key = address.partition("#k=")
    assert start == f"https://private.example.com/{keys_of().path_id}/"
    assert len(key) == 43


def test_links_of_readers_and_ids_have_keys_of_their_own() -> None:
    assert link_key(SITE, "account:acme", KEPT.id) != link_key(SITE, "audience:acme", KEPT.id)
    assert link_key(SITE, "account:acme", KEPT.id) != link_key(SITE, "account:acme", DROPPED.id)


def test_a_link_of_words_is_opened_by_its_words() -> None:
    reader = SealedReader(ACME.name, (Link("0a1b2c3d", words=True),))
    keys = keys_of(reader)
    key = passphrase_key(passphrase(SITE, reader.name, "0a1b2c3d"), keys.path_id)
    slot = slots(SITE, reader, keys)[slot_name(key, keys.epoch)]
    assert open_slot(slot, keys.path_id, keys.epoch, key) == keys.content
