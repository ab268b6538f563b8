"""What goes to a host of private pages: nothing in clear that is not the same for all."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from builder.build.readers import ReaderTree
from builder.output.manifest import MANIFEST
from builder.publish.built_tree import BuiltTree, MustNotGoError
from builder.publish.private_tree import private_tree
from builder.publish.sealed_listing import SealedListing
from builder.seal.keys import Site, path_id, tree_keys
from builder.seal.links import SealedReader
from builder.seal.pages import seal_page
from builder.seal.secret import Secret
from builder.vocabulary.readers import Reader
from tests.output.trees import write

SITE = Site(Secret(bytes(range(32))))
OPENER = b"the opener"


def reader_tree(name: str, *, sealed: bool = True) -> ReaderTree:
    reader = Reader(name, frozenset({name}))
    folder = f"private/{path_id(SITE, name)}"
    return ReaderTree(folder, reader, SealedReader(name) if sealed else None, SITE)


FIRST, SECOND = reader_tree("audience:executives"), reader_tree("account:acme")
OPEN = reader_tree("audience:technical", sealed=False)


def sealed_page(tree: ReaderTree, generation: int = 1) -> bytes:
    keys = tree_keys(SITE, SealedReader(tree.reader.name, generation=generation))
    return seal_page(keys, "index.html", b"words")


def of(
    folder: Path,
    tree: ReaderTree,
    pages: Mapping[str, bytes],
    renewed: tuple[ReaderTree, ...] = (),
) -> BuiltTree:
    """Build one reader's pages, and take them as a target does."""
    write(folder, pages, name=tree.name)
    trees = () if renewed else (tree,)
    return private_tree(folder, trees, renewed, [OPENER], SealedListing(SITE))


def read_all(tree: BuiltTree) -> list[bytes]:
    return [tree.read(path) for path in tree.in_order()]


def test_opener_sealed_pages_and_notices_go(tmp_path: Path) -> None:
    pages = {"index.html": OPENER, "head": sealed_page(FIRST), "feed.atom": b"<feed/>"}
    assert len(read_all(of(tmp_path, FIRST, pages))) == 3


@pytest.mark.parametrize(
    "pages",
    [
        {"index.html": b"<p>Words that somebody put here.</p>"},
        {"head": b"TCS1 and words"},
        {"head": sealed_page(FIRST, generation=2)},
        {"head": b"words"},
    ],
)
def test_nothing_goes_in_clear_nor_sealed_for_links_that_were_withdrawn(
    tmp_path: Path, pages: dict[str, bytes]
) -> None:
    with pytest.raises(MustNotGoError) as refused:
        read_all(of(tmp_path, FIRST, pages))
    assert refused.value.problem.code == "private-in-clear"


def test_where_a_tree_was_renewed_lies_a_page_that_says_so_alone(tmp_path: Path) -> None:
    assert read_all(of(tmp_path, FIRST, {"index.html": OPENER}, (FIRST,))) == [OPENER]
    with pytest.raises(MustNotGoError):
        read_all(of(tmp_path, FIRST, {"head": sealed_page(FIRST)}, (FIRST,)))
    with pytest.raises(MustNotGoError):
        read_all(of(tmp_path, FIRST, {"feed.atom": b"<feed/>"}, (FIRST,)))


def test_a_word_put_in_by_hand_goes_nowhere(tmp_path: Path) -> None:
    tree = of(tmp_path, OPEN, {"index.html": b"words"})
    (tmp_path / OPEN.name / "index.html").write_bytes(b"words of others")
    (tmp_path / OPEN.name / "more.html").write_bytes(b"words of others")
    assert list(tree.files) == [f"{OPEN.folder}/index.html"]
    with pytest.raises(MustNotGoError) as refused:
        read_all(tree)
    assert refused.value.problem.code == "not-as-built"


def test_pages_come_before_what_leads_to_them_and_audiences_before_accounts(
    tmp_path: Path,
) -> None:
    for tree in (FIRST, SECOND):
        names = ("head", "index.html", "a.atom", "zpage", "opener.js")
        write(tmp_path, dict.fromkeys(names, b"x"), name=tree.name)
    both = private_tree(tmp_path, (FIRST, SECOND), (), [OPENER], SealedListing(SITE))
    order = list(both.in_order())
    leading = ["index.html", "head", "a.atom"]
    assert order[4:] == [f"{tree.folder}/{name}" for tree in (FIRST, SECOND) for name in leading]
    assert {path.partition("/")[2] for path in order[:4]} == {"zpage", "opener.js"}


def test_its_own_list_is_sealed_and_those_of_its_readers_stay_at_home(tmp_path: Path) -> None:
    tree = of(tmp_path, OPEN, {"index.html": b"words"})
    assert set(tree.own) == {MANIFEST}
    assert OPEN.folder.encode() not in tree.own[MANIFEST]
    assert not any(path.endswith((MANIFEST, "build.json")) for path in tree.files)
