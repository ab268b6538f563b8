import pytest

from builder.seal.opening import NoSlotError, content_key, open_tree, open_with_content_key
from builder.seal.pages import listed
from builder.seal.sealed_file import SealError
from tests.seal.samples import (
    ACME,
    ACME_WITHOUT,
    DROPPED,
    GLOBEX,
    KEPT,
    NEWEST,
    PAGES,
    key_of_link,
    keys_of,
    sealed,
)

PATH_ID = keys_of().path_id


def test_a_reader_opens_every_page_with_its_link_alone() -> None:
    opened = open_tree(sealed(), PATH_ID, key_of_link())
    assert opened.pages == PAGES
    assert opened.head.newest == NEWEST


def test_every_live_link_opens_the_same_content_key() -> None:
    for link in ACME.links:
        assert content_key(sealed(), PATH_ID, key_of_link(link)) == keys_of().content


def test_a_withdrawn_link_opens_nothing_that_is_sealed_later() -> None:
    with pytest.raises(NoSlotError):
        open_tree(sealed(ACME_WITHOUT), PATH_ID, key_of_link(DROPPED))
    was_read = content_key(sealed(), PATH_ID, key_of_link(DROPPED))
    with pytest.raises(SealError):
        open_with_content_key(sealed(ACME_WITHOUT), PATH_ID, was_read)


def test_another_link_stays_valid_when_one_is_withdrawn() -> None:
    assert open_tree(sealed(ACME_WITHOUT), PATH_ID, key_of_link(KEPT)).pages == PAGES


def test_another_account_s_link_opens_nothing() -> None:
    with pytest.raises(NoSlotError):
        open_tree(sealed(), PATH_ID, key_of_link(GLOBEX.links[0], GLOBEX))


def test_an_older_link_of_the_same_slot_name_is_no_way_in() -> None:
    tree = sealed()
    moved = {**tree, **{name: data for name, data in sealed(GLOBEX).items() if name == "head"}}
    with pytest.raises(SealError):
        open_tree(moved, PATH_ID, key_of_link())


@pytest.mark.parametrize("missing", ["head", "page"])
def test_a_missing_file_is_said(missing: str) -> None:
    tree = sealed()
    page = listed(keys_of(), "index.html", PAGES["index.html"]).file
    del tree["head" if missing == "head" else page]
    with pytest.raises(SealError, match="missing"):
        open_tree(tree, PATH_ID, key_of_link())


def test_swapped_pages_are_refused() -> None:
    tree = sealed()
    one, other = (listed(keys_of(), path, PAGES[path]).file for path in list(PAGES)[:2])
    tree[one], tree[other] = tree[other], tree[one]
    with pytest.raises(SealError, match="not in its place"):
        open_tree(tree, PATH_ID, key_of_link())
