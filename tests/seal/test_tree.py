import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.seal.head import Head, open_head
from builder.seal.opener_files import opener_files
from builder.seal.slots import slots
from builder.seal.tree import in_order_of_writing, seal_tree
from tests.seal.samples import ACME, ACME_WITHOUT, GLOBEX, PAGES, SITE, keys_of, sealed


def private(tree: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in tree.items() if name not in opener_files()}


def test_the_same_pages_make_the_same_bytes_in_any_order() -> None:
    assert sealed() == sealed(pages=dict(reversed(PAGES.items())))


def test_opener_slots_pages_head_in_this_order() -> None:
    keys = keys_of()
    names = list(sealed())
    opener, own_slots = list(opener_files()), list(slots(SITE, ACME, keys))
    assert names[: len(opener)] == opener
    assert names[len(opener) : len(opener) + len(own_slots)] == own_slots
    assert names[-1] == "head"
    assert len(names) == len(opener) + len(own_slots) + len(PAGES) + 1


def test_the_head_is_written_last_whatever_the_order_of_names() -> None:
    assert in_order_of_writing(["head", "zz", "aa", "index.html"]) == [
        "aa",
        "index.html",
        "zz",
        "head",
    ]


def test_one_changed_page_moves_itself_and_the_head() -> None:
    before = sealed()
    after = sealed(pages={**PAGES, "history/2026-11.html": b"<main>December</main>"})
    assert {name for name in after if before.get(name) != after[name]} - {"head"} == (
        after.keys() - before.keys()
    )
    assert len(after.keys() - before.keys()) == 1
    assert before["head"] != after["head"]


def test_a_dropped_link_changes_every_private_file() -> None:
    before, after = private(sealed()), private(sealed(ACME_WITHOUT))
    assert before.keys() & after.keys() == {"head"}
    assert before["head"] != after["head"]


def test_two_readers_share_nothing_but_the_opener() -> None:
    acme, globex = private(sealed()), private(sealed(GLOBEX))
    assert acme.keys() & globex.keys() == {"head"}
    assert acme["head"] != globex["head"]


def test_no_word_path_or_reader_stands_in_a_tree() -> None:
    for name, data in private(sealed()).items():
        for word in ("acme", "Acme", "payments", "history", "2026", "account"):
            assert word not in name
            assert word.encode() not in data


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.text("ab/.", min_size=1, max_size=4), st.sampled_from([b"", b"a", b"b"]), max_size=5
    ),
    st.dictionaries(
        st.text("ab/.", min_size=1, max_size=4), st.sampled_from([b"", b"a", b"b"]), max_size=5
    ),
)
def test_no_nonce_seals_two_things(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    files = [*private(sealed(pages=one)).values(), *private(sealed(pages=other)).values()]
    by_nonce: dict[bytes, bytes] = {}
    for data in files:
        assert by_nonce.setdefault(data[12:24], data) == data


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"index\.html"):
        seal_tree(keys_of(), PAGES, {"index.html": b""})


def test_what_the_head_tells_beside_the_pages_is_kept() -> None:
    tree = sealed(head=Head({}, device=False))
    keys = keys_of()
    head = open_head(tree["head"], keys.path_id, keys.epoch, keys.content)
    assert not head.device
    assert head.pages.keys() == PAGES.keys()
