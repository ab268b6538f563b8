"""Private trees of a whole build: who has one, who opens it, and what it leaves elsewhere."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from builder.build import Outcome, Request, build
from builder.build.leak_search import LeakSearch
from builder.seal.feeds import feed_name
from builder.seal.keys import Site, TreeKeys, path_id, secret_check
from builder.seal.opening import NoSlotError, open_tree
from builder.seal.pages import seal_page
from builder.seal.sealed_file import SealError
from builder.seal.secret import Secret
from builder.seal.slots import link_key
from builder.vocabulary.times import parse_time
from tests.build.sites import NOW, bytes_of, incident, lay, put, update

SECRET = Secret(bytes(range(32)))
KEYS = Site(SECRET)
AUDIENCES = """\
strategic: {reads: [public], accounts: true}
executives:
  reads: [public]
  links:
    - {id: 00000001}
technical:
  protection: host
"""
ACME = "name: Acme\ncomponents: [checkout]\nlinks:\n  - {id: 0000000a}\n  - {id: 0000000b}\n"
BODY = (
    "Payments fail.\n\n::: executives\nBoard words.\n:::\n\n"
    "::: account acme\nAcme words.\n:::\n\n::: technical\nTechnical words.\n:::"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with words for two audiences and an account."""
    root = lay(tmp_path / "site")
    put(root, "site_src/audiences.yml", AUDIENCES)
    put(root, "site_src/accounts/acme.yml", ACME)
    put(root, "site_src/accounts/globex.yml", "name: Globex\nlinks: [{id: 0000000c}]\n")
    states = "{checkout: partial_outage}"
    incident(
        root,
        "2026-11-23-checkout",
        u20261123T1405Z=update("investigating", "14:05", BODY, components=states),
    )
    return root


def built(root: Path, base: Path, **changes: object) -> Outcome:
    request = Request(root, base / "out", base / "cache", NOW, now_given=True, secret=SECRET)
    return build(replace(request, **changes))  # type: ignore[arg-type]


def folder(base: Path, reader: str) -> Path:
    return base / "out" / "private" / path_id(KEYS, reader)


def files(tree: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(tree)): path.read_bytes() for path in tree.rglob("*") if path.is_file()
    }


def opened(base: Path, reader: str, link: str) -> Mapping[str, bytes]:
    key = link_key(KEYS, reader, link)
    return open_tree(files(folder(base, reader)), path_id(KEYS, reader), key).pages


def test_each_reader_opens_its_own_pages_and_no_others(site: Path, tmp_path: Path) -> None:
    outcome = built(site, tmp_path)
    assert outcome.problems == ()
    words = {
        reader: b"".join(opened(tmp_path, reader, link).values())
        for reader, link in (
            ("audience:executives", "00000001"),
            ("account:acme", "0000000a"),
            ("account:globex", "0000000c"),
        )
    }
    seen = {
        name: {each for each in (b"Board words", b"Acme words", b"Technical words") if each in text}
        for name, text in words.items()
    }
    assert seen == {
        "audience:executives": {b"Board words"},
        "account:acme": {b"Acme words"},
        "account:globex": set(),
    }
    assert all(b"Payments fail" in text for text in words.values())
    with pytest.raises(NoSlotError):
        opened(tmp_path, "account:acme", "0000000c")


def test_what_lies_on_disk_tells_nothing(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    host = folder(tmp_path, "audience:technical")
    assert b"Technical words" in b"".join(files(host).values())
    for tree in (tmp_path / "out").rglob("*"):
        name = str(tree.relative_to(tmp_path / "out"))
        assert not any(word in name.lower() for word in ("acme", "globex", "executives"))
        if tree.is_file() and host not in tree.parents:
            data = tree.read_bytes()
            assert not any(word in data for word in (b"Board words", b"Acme", b"Technical words"))


def test_the_public_tree_does_not_know_whether_there_are_others(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    alone = tmp_path / "alone"
    built(site, alone, secret=None)
    assert bytes_of(tmp_path / "out" / "public") == bytes_of(alone / "out" / "public")
    assert not (alone / "out" / "private").exists()


def test_the_same_again_writes_nothing_with_a_memory_or_without(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    before = bytes_of(tmp_path / "out")
    assert built(site, tmp_path).written == ()
    assert built(site, tmp_path, cache=tmp_path / "other").written == ()
    assert bytes_of(tmp_path / "out") == before


def test_a_change_for_one_reader_moves_no_other_tree(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    before = {path: bytes_of(path) for path in (tmp_path / "out").glob("*/*") if path.is_dir()}
    text = update("investigating", "14:05", BODY.replace("Board words", "Other words"))
    text = text.replace("---\nPay", "components: {checkout: partial_outage}\n---\nPay")
    put(site, "incidents/2026-11-23-checkout/20261123T1405Z.md", text)
    outcome = built(site, tmp_path)
    moved = {path for path, files_before in before.items() if bytes_of(path) != files_before}
    assert moved == {folder(tmp_path, "audience:executives")}
    assert not any(path.startswith("public/") for path in outcome.written)
    warm = bytes_of(tmp_path / "out")
    built(site, tmp_path, out=tmp_path / "cold", cache=tmp_path / "cold-cache")
    assert bytes_of(tmp_path / "cold") == warm


def test_the_order_of_writing_does_not_follow_links_that_only_others_read(
    site: Path, tmp_path: Path
) -> None:
    for name in ("2026-11-22-earlier", "2026-11-24-later"):
        text = update("resolved", "15:00", "Words.\n\n::: executives\nFor them.\n:::")
        incident(site, name, u20261123T1500Z=text)
    page = site / "incidents/2026-11-23-checkout/20261123T1405Z.md"
    orders = []
    for name, link in (
        ("plain", "words"),
        ("leading", "[words](/incidents/2026-11-24-later.html)"),
    ):
        page.write_text(page.read_text().replace("Technical words", f"Technical {link}"))
        outcome = built(site, tmp_path / name)
        assert not outcome.failed
        tree = f"private/{path_id(KEYS, 'audience:executives')}/"
        orders.append([path for path in outcome.written if path.startswith(tree)])
    assert orders[0] == orders[1]


def test_a_withdrawn_link_opens_nothing_and_the_others_still_do(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    sealed_before = set(files(folder(tmp_path, "account:acme")))
    withdrawn = ACME.replace("{id: 0000000a}", "{id: 0000000a, revoked: true}")
    put(site, "site_src/accounts/acme.yml", withdrawn)
    built(site, tmp_path)
    with pytest.raises(NoSlotError):
        opened(tmp_path, "account:acme", "0000000a")
    assert opened(tmp_path, "account:acme", "0000000b")
    kept = sealed_before & set(files(folder(tmp_path, "account:acme")))
    feed = feed_name(link_key(KEYS, "account:acme", "0000000b"))
    known = ("index.html", "opener.", "head", "build", "manifest", feed)
    assert feed in kept
    assert all(name.startswith(known) for name in kept)


def test_a_link_ends_at_its_instant(site: Path, tmp_path: Path) -> None:
    ends = ACME.replace("{id: 0000000a}", "{id: 0000000a, until: 2026-11-23T19:00:00Z}")
    put(site, "site_src/accounts/acme.yml", ends)
    outcome = built(site, tmp_path)
    assert opened(tmp_path, "account:acme", "0000000a")
    tree = f"private/{path_id(KEYS, 'account:acme')}"
    assert outcome.instants[tree] == parse_time("2026-11-23T19:00:00Z")
    built(site, tmp_path, now=parse_time("2026-11-23T19:00:00Z"))
    with pytest.raises(NoSlotError):
        opened(tmp_path, "account:acme", "0000000a")


def test_the_pages_of_a_removed_account_are_taken_down(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    (site / "site_src/accounts/globex.yml").unlink()
    outcome = built(site, tmp_path, cache=tmp_path / "forgotten")
    assert not folder(tmp_path, "account:globex").exists()
    assert any("taken down" in note for note in outcome.notes)


def test_another_secret_removes_nothing(site: Path, tmp_path: Path) -> None:
    with (site / "site_src/site.yml").open("a") as file:
        file.write(f"secret_check: '{secret_check(KEYS)}'\n")
    assert built(site, tmp_path).problems == ()
    before = bytes_of(tmp_path / "out")
    outcome = built(site, tmp_path, secret=Secret(bytes(32)))
    assert [problem.code for problem in outcome.problems] == ["secret-other"]
    assert bytes_of(tmp_path / "out") == before


def test_private_pages_are_asked_for_without_a_secret(site: Path, tmp_path: Path) -> None:
    outcome = built(site, tmp_path, secret=None, private=True)
    assert [problem.code for problem in outcome.problems] == ["no-secret"]


def test_public_only_leaves_private_trees_as_they_are(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    before = bytes_of(tmp_path / "out" / "private")
    built(site, tmp_path, private=False)
    assert bytes_of(tmp_path / "out" / "private") == before


@pytest.mark.parametrize("searched", [True, False])
def test_what_was_sealed_is_opened_before_anything_takes_its_place(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, searched: bool
) -> None:
    def damaged(keys: TreeKeys, path: str, content: bytes) -> bytes:
        return seal_page(keys, path, content)[:-1] + b"\0\0"

    monkeypatch.setattr("builder.build.sealed_tree.seal_page", damaged)
    if not searched:
        monkeypatch.setattr(LeakSearch, "problems", lambda *_arguments: ())
    with pytest.raises(SealError):
        built(site, tmp_path)
    assert not files(tmp_path / "out")
