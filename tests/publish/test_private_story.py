"""Private pages from sources to targets: what goes where, in what order, and what is taken down."""

from pathlib import Path

import pytest

from builder.publish.for_readers import Withdrawal, Withdrawn
from builder.publish.request import PublishOutcome
from builder.seal.keys import Site
from builder.seal.opening import NoSlotError, open_tree
from builder.seal.slots import link_key
from tests.build.sites import SITE, incident, put, update
from tests.publish.private_site import (
    ACME,
    BODY,
    NEXT_SECRET,
    PRIVATE,
    SECRET,
    TARGETS,
    files,
    folder_of,
    private_site,
    published,
)

EXECUTIVES, TECHNICAL = "audience:executives", "audience:technical"
ACCOUNT, OTHER = "account:acme", "account:globex"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return private_site(tmp_path)


def opened(place: Path, reader: str, link: str, path: int = 1) -> bytes:
    """Return all of a reader's pages, opened with a link from what lies at a target."""
    folder = folder_of(reader, path)
    there = files(place / folder)
    return b"".join(open_tree(there, folder, link_key(Site(SECRET), reader, link)).pages.values())


def told(outcome: PublishOutcome, target: str) -> tuple[Withdrawn, ...]:
    return next(each.withdrawn for each in outcome.published if each.target == target)


def codes(outcome: PublishOutcome) -> list[str]:
    return [each.fault.code for each in outcome.published if each.fault is not None]


def test_each_kind_of_pages_goes_where_its_host_is_fit_for_it(source: Path) -> None:
    outcome = published(source)
    assert codes(outcome) == []
    there = {name: files(source.parent / name) for name in ("live", "sealed", "checked")}
    folders = {name: {path.partition("/")[0] for path in found} for name, found in there.items()}
    assert folders["sealed"] == {
        "manifest.json",
        *(folder_of(reader) for reader in (EXECUTIVES, ACCOUNT, OTHER)),
    }
    assert folders["checked"] == {"manifest.json", folder_of(TECHNICAL)}
    assert b"Technical words" in b"".join(there["checked"].values())
    for name in ("live", "sealed"):
        assert not any(words in data for words in PRIVATE for data in there[name].values())
    assert b"Acme words" in opened(source.parent / "sealed", ACCOUNT, "0000000a")


def test_no_host_has_a_list_in_clear(source: Path) -> None:
    published(source)
    for name in ("sealed", "checked"):
        there = files(source.parent / name)
        assert not [path for path in there if path.count("/") and "manifest.json" in path]
        for reader in (EXECUTIVES, TECHNICAL, ACCOUNT, OTHER):
            folder = folder_of(reader).encode()
            assert not any(folder in data for data in there.values())


def test_the_companys_own_come_first_and_everyone_last(source: Path) -> None:
    more = "  one: {type: directory, path: ../one, tree: 'account:acme', url: 'http://[::1]:9'}\n"
    put(source, "site_src/site.yml", SITE + TARGETS + more)
    outcome = published(source)
    assert [each.target for each in outcome.published] == ["checked", "sealed", "one", "live"]


def test_the_same_build_again_sends_nothing(source: Path) -> None:
    published(source)
    before = files(source.parent / "sealed")
    again = published(source)
    assert all(each.change.is_nothing for each in again.published)
    assert all(each.withdrawn == () for each in again.published)
    assert files(source.parent / "sealed") == before


def test_a_change_for_one_reader_touches_no_other_and_not_the_public(source: Path) -> None:
    published(source)
    text = BODY.replace("Board words", "Other words")
    states = "{checkout: partial_outage}"
    incident(source, "slow", u1=update("investigating", "14:05", text, components=states))
    changed = {each.target: each for each in published(source).published}
    assert changed["live"].change.is_nothing
    assert changed["checked"].change.is_nothing
    assert [each.reader for each in changed["sealed"].readers] == [EXECUTIVES]


@pytest.mark.parametrize("cache", ["cache", "a machine that was never here"])
def test_an_account_that_moved_loses_its_old_address(source: Path, cache: str) -> None:
    published(source)
    put(source, "site_src/accounts/acme.yml", f"{ACME}path: 2\n")
    outcome = published(source, cache=cache)
    sealed = source.parent / "sealed"
    assert not (sealed / folder_of(ACCOUNT)).exists()
    assert b"Acme words" in opened(sealed, ACCOUNT, "0000000a", path=2)
    known = Withdrawn(Withdrawal.ADDRESS, ACCOUNT)
    assert told(outcome, "sealed") == (
        (known if cache == "cache" else Withdrawn(Withdrawal.PAGES)),
    )


def test_an_account_that_left_loses_its_pages(source: Path) -> None:
    published(source)
    (source / "site_src/accounts/globex.yml").unlink()
    outcome = published(source)
    assert not (source.parent / "sealed" / folder_of(OTHER)).exists()
    assert told(outcome, "sealed") == (Withdrawn(Withdrawal.PAGES, OTHER),)
    assert codes(outcome) == []


def test_a_target_of_an_account_that_left_is_emptied(source: Path) -> None:
    more = "  one: {type: directory, path: ../one, tree: 'account:globex', url: 'http://[::1]:9'}\n"
    put(source, "site_src/site.yml", SITE + TARGETS + more)
    published(source)
    assert (source.parent / "one" / folder_of(OTHER) / "head").exists()
    (source / "site_src/accounts/globex.yml").unlink()
    outcome = published(source)
    assert "target-without-reader" in {problem.code for problem in outcome.built.problems}
    assert set(files(source.parent / "one")) == {"manifest.json"}


def test_a_withdrawn_link_opens_nothing_at_any_target(source: Path) -> None:
    published(source)
    put(source, "site_src/accounts/acme.yml", ACME.replace("a}", "a, revoked: true}"))
    outcome = published(source)
    assert told(outcome, "sealed") == (Withdrawn(Withdrawal.LINKS, ACCOUNT),)
    sealed = source.parent / "sealed"
    with pytest.raises(NoSlotError):
        opened(sealed, ACCOUNT, "0000000a")
    assert b"Acme words" in opened(sealed, ACCOUNT, "0000000b")


def test_after_a_rotation_nothing_of_old_stays_but_a_word_of_it(source: Path) -> None:
    published(source)
    put(source, "site_src/site.yml", SITE + TARGETS)
    outcome = published(source, secret=NEXT_SECRET, previous=SECRET)
    assert codes(outcome) == []
    old = source.parent / "sealed" / folder_of(ACCOUNT)
    assert "head" not in files(old)
    assert b"renewed" in (old / "index.html").read_bytes()
    assert Withdrawn(Withdrawal.RENEWED, ACCOUNT) in told(outcome, "sealed")
    after = published(source, secret=NEXT_SECRET)
    assert not old.exists()
    assert Withdrawn(Withdrawal.ADDRESS, ACCOUNT) in told(after, "sealed")


def test_without_the_secret_of_then_nothing_is_removed(source: Path) -> None:
    published(source)
    before = files(source.parent / "sealed")
    outcome = published(source, "sealed", secret=NEXT_SECRET, force=True)
    assert codes(outcome) == ["target-of-other-secret"]
    assert files(source.parent / "sealed") == before


@pytest.mark.parametrize("there", ["live", "sealed"])
def test_private_and_public_pages_never_take_each_others_place(source: Path, there: str) -> None:
    published(source)
    swapped = TARGETS.replace("../live", "../x").replace("../sealed", "../live")
    put(source, "site_src/site.yml", SITE + swapped.replace("../x", "../sealed"))
    before = files(source.parent / there)
    outcome = published(source, "live", "sealed", force=True)
    assert codes(outcome) == ["target-of-other-pages"] * 2
    assert files(source.parent / there) == before


def test_an_update_is_never_taken_from_a_private_reader_unseen(source: Path) -> None:
    limited = update("investigating", "14:10", "More.", audience="[executives]")
    put(source, "incidents/slow/2.md", limited)
    published(source)
    (source / "incidents/slow/2.md").unlink()
    outcome = published(source)
    assert codes(outcome) == ["publish-backwards"]
    fault = outcome.published[1].fault
    assert fault is not None
    assert "slow/2" not in str(fault)
    assert codes(published(source, force=True)) == []


def test_what_another_hand_changed_is_named(source: Path) -> None:
    published(source)
    head = source.parent / "sealed" / folder_of(ACCOUNT) / "head"
    head.write_bytes(b"another hand's")
    assert codes(published(source)) == ["changed-by-another-hand"]
    assert codes(published(source, force=True)) == []
    assert b"Acme words" in opened(source.parent / "sealed", ACCOUNT, "0000000a")


def test_a_shared_origin_takes_the_offer_to_keep_a_key(source: Path) -> None:
    from builder.build.readers import private_trees
    from builder.seal.head import open_head
    from builder.seal.keys import tree_keys
    from builder.source.scan import scan
    from builder.source.site import read_site
    from tests.build.sites import NOW

    published(source)
    shared = TARGETS.replace("tree: private,", "tree: private, shared_origin: accepted,")
    offered = {}
    for name, targets in (("alone", TARGETS), ("shared", shared)):
        put(source, "site_src/site.yml", SITE + targets)
        published(source)
        site = read_site(scan(source)).site
        assert site is not None
        tree = next(
            each for each in private_trees(site, SECRET, NOW) if each.reader.name == ACCOUNT
        )
        assert tree.sealed is not None
        keys = tree_keys(Site(SECRET), tree.sealed)
        sealed = (source.parent / "sealed" / tree.folder / "head").read_bytes()
        offered[name] = open_head(sealed, keys.path_id, keys.epoch, keys.content).device
    assert offered == {"alone": True, "shared": False}


def test_pages_are_taken_down_where_the_list_is_gone(source: Path) -> None:
    published(source, "sealed")
    sealed = source.parent / "sealed"
    (sealed / "manifest.json").unlink()
    (source.parent / "cache/record/sealed.json").unlink()
    (source / "site_src/accounts/globex.yml").unlink()
    assert published(source, "sealed").published[0].fault is None
    assert not (sealed / folder_of(OTHER)).exists()


def test_targets_that_lose_words_come_before_all_others(source: Path) -> None:
    assert published(source).published[-1].target == "live"
    text = (source / "incidents/slow/1.md").read_text("utf-8")
    redacted = "redacted: {at: 2026-11-23T17:00:00Z, reason: A name.}\nstatus:"
    put(source, "incidents/slow/1.md", text.replace("status:", redacted))
    outcome = published(source)
    assert codes(outcome) == []
    assert outcome.published[0].target == "live"
    counts = {each.target: len(each.redacted) for each in outcome.published}
    assert counts == {"live": 1, "sealed": 3, "checked": 1}
    assert published(source).published[-1].target == "live"
