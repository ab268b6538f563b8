"""A build with the secret that was replaced: what it takes down, leaves, says, and when it ends."""

from dataclasses import replace
from pathlib import Path

import pytest

from builder.build import Outcome, Request, build
from builder.seal.keys import Site, path_id
from builder.seal.opener_files import renewed_files
from builder.seal.opening import open_tree
from builder.seal.secret import Secret
from builder.seal.slots import link_key
from tests.build.sites import NOW, bytes_of, lay, put

OLD, NEW = Secret(bytes(range(32))), Secret(bytes(range(1, 33)))
AUDIENCES = """\
strategic: {accounts: true}
executives:
  links:
    - {id: 00000001}
    - {id: 00000002, revoked: true}
technical: {protection: host}
"""
READERS = ("audience:executives", "account:acme")
OWN = {"build.json", "manifest.json"}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder with a site in it that was built with the old secret."""
    root = lay(tmp_path / "site")
    put(root, "site_src/audiences.yml", AUDIENCES)
    put(root, "site_src/accounts/acme.yml", "name: Acme\nlinks: [{id: 0000000a}]\n")
    built(tmp_path, secret=OLD, previous=None)
    return tmp_path


def built(base: Path, **changes: object) -> Outcome:
    asked = Request(base / "site", base / "out", base / "cache", NOW, now_given=True)
    outcome = build(replace(asked, **{"secret": NEW, "previous": OLD, **changes}))  # type: ignore[arg-type]
    assert outcome.problems == ()
    return outcome


def folder(base: Path, reader: str, secret: Secret) -> Path:
    return base / "out" / "private" / path_id(Site(secret), reader)


def folders(base: Path) -> set[Path]:
    return set((base / "out" / "private").iterdir())


def files(tree: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in tree.iterdir()}


def test_each_old_address_says_that_the_link_was_renewed(base: Path) -> None:
    built(base)
    for reader in READERS:
        left = files(folder(base, reader, OLD))
        assert left.keys() == renewed_files().keys() | OWN
        assert {name: left[name] for name in renewed_files()} == renewed_files()
        assert b"Your link was renewed" in left["index.html"]


def test_the_new_address_opens_with_the_new_key(base: Path) -> None:
    built(base)
    identifier = path_id(Site(NEW), "account:acme")
    key = link_key(Site(NEW), "account:acme", "0000000a")
    assert open_tree(files(folder(base, "account:acme", NEW)), identifier, key).pages


def test_an_old_address_behind_a_check_is_taken_down(base: Path) -> None:
    assert folder(base, "audience:technical", OLD).is_dir()
    outcome = built(base)
    assert not folder(base, "audience:technical", OLD).exists()
    assert folder(base, "audience:technical", NEW).is_dir()
    assert len(folders(base)) == 5
    gone = path_id(Site(OLD), "audience:technical")
    assert f"private/{gone}: taken down, no reader has pages there any more" in outcome.notes


def test_every_link_to_hand_out_anew_is_listed(base: Path) -> None:
    listed = list(built(base).to_hand_out)
    assert listed == [
        "hand out anew: tocsin link add audience:executives --again 00000001",
        "hand out anew: tocsin link add account:acme --again 0000000a",
    ]


def test_the_same_again_writes_nothing_with_a_memory_or_without(base: Path) -> None:
    first = built(base)
    before = bytes_of(base / "out")
    again = built(base)
    assert again.written == ()
    assert again.kept == first.kept + len(first.written)
    assert again.instants == first.instants
    assert built(base, cache=base / "other").written == ()
    assert built(base, out=base / "cold", cache=base / "cold-cache").written
    assert bytes_of(base / "out") == before == bytes_of(base / "cold")


def test_a_page_that_went_missing_comes_back(base: Path) -> None:
    built(base)
    page = folder(base, "account:acme", OLD) / "index.html"
    page.unlink()
    assert built(base).written == (f"private/{page.parent.name}/index.html",)


def test_without_the_old_secret_the_pages_go(base: Path) -> None:
    built(base)
    outcome = built(base, previous=None)
    assert folders(base) == {
        folder(base, reader, NEW) for reader in (*READERS, "audience:technical")
    }
    assert sum("taken down" in note for note in outcome.notes) == len(READERS)
    assert outcome.to_hand_out == ()


def test_a_secret_that_was_not_replaced_has_nothing_renewed(base: Path) -> None:
    before = bytes_of(base / "out")
    outcome = built(base, secret=OLD)
    assert bytes_of(base / "out") == before
    assert outcome.notes == ()


def test_the_public_alone_leaves_them(base: Path) -> None:
    before = bytes_of(base / "out")
    built(base, private=False)
    built(base, secret=None)
    assert bytes_of(base / "out") == before


def test_hosts_serve_them_and_the_operator_knows_whose_they_are(base: Path) -> None:
    built(base)
    old = folder(base, "account:acme", OLD).name
    told = (base / "cache/hosts/readers.txt").read_text()
    assert f"{old}  sealed   account:acme (renewed)\n" in told
    assert old in (base / "cache/hosts/sealed.nginx.conf").read_text()
