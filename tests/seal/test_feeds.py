"""Names and ids of private feeds: what they follow from, and what they tell."""

import re

from builder.seal.feeds import entry_key, feed_ids, feed_name
from builder.seal.keys import Site
from builder.seal.secret import Secret
from builder.seal.slots import link_key, slot_name

SITE = Site(Secret(bytes(range(32))), "site")
ACME = "account:acme"


def test_a_feed_is_named_after_its_link() -> None:
    names = {feed_name(link_key(SITE, ACME, link)) for link in ("0000000a", "0000000b")}
    assert len(names) == 2
    assert all(re.fullmatch(r"[a-z2-7]{26}\.atom", name) for name in names)


def test_its_name_is_no_other_name_of_the_link() -> None:
    key = link_key(SITE, ACME, "0000000a")
    assert not feed_name(key).startswith(slot_name(key, "0" * 16))
    assert not feed_name(key).startswith(slot_name(key, ""))


def test_ids_are_a_readers_own() -> None:
    names = ["2026-11-23-checkout/one", "2026-11-23-checkout/two"]
    acme = feed_ids(entry_key(SITE, ACME), "en", names)
    found = [acme.feed, acme.welcome, *acme.entries.values()]
    for others in (
        feed_ids(entry_key(SITE, "account:globex"), "en", names),
        feed_ids(entry_key(Site(SITE.secret, "other"), ACME), "en", names),
        feed_ids(entry_key(SITE, ACME), "fr", names),
    ):
        found += [others.feed, others.welcome, *others.entries.values()]
    assert len(set(found)) == len(found) == 16
    assert all(re.fullmatch(r"[a-z2-7]{26}", each) for each in found)


def test_ids_last() -> None:
    names = ["2026-11-23-checkout/one"]
    made = feed_ids(entry_key(SITE, ACME), "en", names)
    assert made == feed_ids(entry_key(SITE, ACME), "en", names)
    assert made.entries == {"2026-11-23-checkout/one": "hhhhjjrjmu3dm4vma24qfwrqvi"}


def test_an_entry_that_is_named_like_a_feed_has_another_id() -> None:
    made = feed_ids(entry_key(SITE, ACME), "en", ["", "feed", "welcome"])
    assert len({made.feed, made.welcome, *made.entries.values()}) == 5
