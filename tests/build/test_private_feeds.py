"""Private feeds of a whole build, as programs that subscribe to them have them."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest

from builder.build import Outcome, Request, build
from builder.seal.feeds import CHECKED_FEED, feed_name
from builder.seal.keys import Site, path_id
from builder.seal.passphrase import passphrase, passphrase_key
from builder.seal.secret import Secret
from builder.seal.slots import link_key
from builder.vocabulary.times import parse_time
from tests.build.sites import NOW, bytes_of, incident, lay, put, update

SECRET = Secret(bytes(range(32)))
KEYS = Site(SECRET)
AUDIENCES = """\
strategic: {reads: [public], accounts: true}
executives: {reads: [public], links: [{id: 00000001}]}
technical: {protection: host}
business: {protection: host, feed: full}
customer-service: {feed: "off", links: [{id: 00000002}]}
"""
ACME = "name: Acme\ncomponents: [checkout]\nlinks:\n  - {id: 0000000a}\n  - {id: 0000000b}\n"
BODY = """\
Payments fail. See [about](site:/p/about.html).

::: executives
Board words.
:::

::: account acme
Acme words.
:::

::: business
Business words.
:::
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An incident for all with words for some, one for acme alone, one of another component."""
    root = lay(tmp_path / "site")
    put(root, "site_src/audiences.yml", AUDIENCES)
    put(root, "site_src/accounts/acme.yml", ACME)
    put(root, "site_src/accounts/globex.yml", "name: Globex\nlinks: [{id: 0000000c}]\n")
    body = BODY.replace("site:/p/about.html", "https://example.com/about")
    incident(
        root,
        "2026-11-23-checkout",
        u20261123T1405Z=update(
            "investigating", "14:05", body, components="{checkout: major_outage}"
        ),
        u20261123T1431Z=update("identified", "14:31"),
    )
    incident(
        root,
        "2026-11-23-vault-of-acme",
        "title: Vault\naudience: account:acme",
        u20261123T1500Z=update("investigating", "15:00"),
    )
    incident(
        root,
        "2026-11-23-website",
        u20261123T1510Z=update("investigating", "15:10", components="{website: partial_outage}"),
    )
    return root


def built(root: Path, base: Path, **changes: object) -> Outcome:
    request = Request(root, base / "out", base / "cache", NOW, now_given=True, secret=SECRET)
    outcome = build(replace(request, **changes))  # type: ignore[arg-type]
    assert outcome.problems == ()
    return outcome


def tree(base: Path, reader: str) -> Path:
    return base / "out" / "private" / path_id(KEYS, reader)


def feed_of(base: Path, reader: str, link: str) -> Path:
    return tree(base, reader) / feed_name(link_key(KEYS, reader, link))


def read(path: Path) -> Any:
    """Read a feed as it is served, headers included."""
    where = f"https://private.example.com/{path.parent.name}/{path.name}"
    headers = {"content-type": "application/atom+xml", "content-location": where}
    found = feedparser.parse(path.read_bytes(), response_headers=headers)
    assert not found.bozo, found.bozo_exception
    return found


def test_a_notice_tells_time_and_stage_and_where(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    found = read(feed_of(tmp_path, "account:acme", "0000000a"))
    assert found.feed.title == "Private status page"
    told = [(entry.title, entry.published, entry.updated) for entry in found.entries]
    assert told == [
        ("Update: Investigating", "2026-11-23T15:00:00Z", "2026-11-23T15:00:00Z"),
        ("Update: Identified", "2026-11-23T14:31:00Z", "2026-11-23T14:31:00Z"),
        ("Update: Investigating", "2026-11-23T14:05:00Z", "2026-11-23T14:05:00Z"),
    ]
    page = f"https://private.example.com/{path_id(KEYS, 'account:acme')}/"
    assert {entry.link for entry in found.entries} == {page}
    assert found.feed.link == page
    assert "23 Nov 2026, 14:31 UTC" in found.entries[1].summary


def test_each_reader_hears_of_what_it_may_read(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    numbers = {
        "account:acme": len(read(feed_of(tmp_path, "account:acme", "0000000a")).entries),
        "account:globex": len(read(feed_of(tmp_path, "account:globex", "0000000c")).entries),
        "audience:executives": len(
            read(feed_of(tmp_path, "audience:executives", "00000001")).entries
        ),
        "audience:technical": len(
            read(tree(tmp_path, "audience:technical") / CHECKED_FEED).entries
        ),
    }
    assert numbers == {
        "account:acme": 3,
        "account:globex": 3,
        "audience:executives": 3,
        "audience:technical": 3,
    }


def test_there_is_a_feed_a_link_and_none_where_it_is_off(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    private = Path("private")
    found = (tmp_path / "out" / private).rglob("*.atom")
    assert {path.relative_to(tmp_path / "out") for path in found} == {
        *(
            private / path_id(KEYS, reader) / feed_name(link_key(KEYS, reader, link))
            for reader, link in (
                ("account:acme", "0000000a"),
                ("account:acme", "0000000b"),
                ("account:globex", "0000000c"),
                ("audience:executives", "00000001"),
            )
        ),
        private / path_id(KEYS, "audience:technical") / CHECKED_FEED,
        private / path_id(KEYS, "audience:business") / CHECKED_FEED,
    }


def test_a_notice_holds_no_word_no_name_no_slug_and_no_key(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    names = (
        *("acme", "globex", "executives", "technical", "strategic", "account", "audience"),
        *(
            "checkout",
            "vault",
            "website",
            "payments",
            "board words",
            "words.",
            "errors",
            "2026-11-23-",
        ),
        *("outage", "affected", "example.com/", "#k=", "#p=", "0000000a"),
    )
    keys = [
        link_key(KEYS, reader, link)
        for reader, link in (("account:acme", "0000000a"), ("audience:executives", "00000001"))
    ]
    feeds = [*(tmp_path / "out/private").rglob("*.atom")]
    full = tree(tmp_path, "audience:business") / CHECKED_FEED
    assert len(feeds) == 6
    for path in feeds:
        if path == full:
            continue
        text = path.read_text()
        # Another link's feed is not named either.
        others = [other.name for other in feeds if other.name != path.name]
        for word in (*names, *others, *(key.reveal().hex() for key in keys)):
            assert word not in text.lower(), (path, word)


def test_no_id_is_shared_between_readers(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    seen: dict[str, str] = {}
    for path in (tmp_path / "out" / "public").rglob("*.atom"):
        found = read(path)
        for identifier in (found.feed.id, *(entry.id for entry in found.entries)):
            assert seen.setdefault(identifier, "everyone") == "everyone"
            assert identifier.startswith("tag:status.example.com,2026:")
    for reader, link in (("account:acme", "0000000a"), ("account:globex", "0000000c")):
        found = read(feed_of(tmp_path, reader, link))
        for identifier in (found.feed.id, *(entry.id for entry in found.entries)):
            assert seen.setdefault(identifier, reader) == reader
            assert re.fullmatch(r"tag:[^:]+:private/[a-z2-7]{26}", identifier)


def test_a_feed_goes_with_its_link_and_the_others_stay_as_they_are(
    site: Path, tmp_path: Path
) -> None:
    built(site, tmp_path)
    gone, stays = (feed_of(tmp_path, "account:acme", link) for link in ("0000000a", "0000000b"))
    before = stays.read_bytes(), stays.stat().st_mtime_ns
    revoked = ACME.replace("{id: 0000000a}", "{id: 0000000a, revoked: true}")
    put(site, "site_src/accounts/acme.yml", revoked)
    built(site, tmp_path)
    assert not gone.exists()
    assert (stays.read_bytes(), stays.stat().st_mtime_ns) == before


def test_a_feed_ends_at_its_links_instant(site: Path, tmp_path: Path) -> None:
    ends = ACME.replace("{id: 0000000a}", "{id: 0000000a, until: 2026-11-23T19:00:00Z}")
    put(site, "site_src/accounts/acme.yml", ends)
    built(site, tmp_path)
    assert feed_of(tmp_path, "account:acme", "0000000a").exists()
    built(site, tmp_path, now=parse_time("2026-11-23T19:00:00Z"))
    assert not feed_of(tmp_path, "account:acme", "0000000a").exists()
    assert feed_of(tmp_path, "account:acme", "0000000b").exists()


def test_words_for_others_move_no_feed(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    feeds = [*(tmp_path / "out").rglob("*.atom")]
    full = tree(tmp_path, "audience:business") / CHECKED_FEED
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in feeds}
    file = site / "incidents/2026-11-23-checkout/20261123T1405Z.md"
    changed = file.read_text().replace("Board words", "Other words")
    changed = changed.replace("Acme words", "More words").replace("Business", "Common")
    file.write_text(changed)
    built(site, tmp_path)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in feeds}
    assert {path for path in feeds if before[path] != after[path]} == {full}


def test_a_private_update_moves_its_own_feeds_alone(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.atom")}
    words = "---\nat: 2026-11-23T15:20:00Z\naudience: account:acme\n---\nFor you.\n"
    put(site, "incidents/2026-11-23-checkout/20261123T1520Z.md", words)
    built(site, tmp_path)
    moved = {path for path, data in before.items() if path.read_bytes() != data}
    assert moved == {feed_of(tmp_path, "account:acme", link) for link in ("0000000a", "0000000b")}
    entries = read(feed_of(tmp_path, "account:acme", "0000000a")).entries
    assert entries[0].published == "2026-11-23T15:20:00Z"
    assert len(entries) == 4


def test_the_same_with_a_memory_or_without(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    put(site, "incidents/2026-11-23-checkout/20261123T1600Z.md", update("monitoring", "16:00"))
    built(site, tmp_path)
    warm = bytes_of(tmp_path / "out")
    built(site, tmp_path, out=tmp_path / "cold", cache=tmp_path / "cold-cache")
    assert bytes_of(tmp_path / "cold") == warm


def test_a_link_of_words_has_a_feed_whose_name_is_kept(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        site, "site_src/accounts/globex.yml", "name: Globex\nlinks: [{id: 0000000c, words: true}]\n"
    )
    built(site, tmp_path)
    folder = path_id(KEYS, "account:globex")
    key = passphrase_key(passphrase(KEYS, "account:globex", "0000000c"), folder)
    feed = tree(tmp_path, "account:globex") / feed_name(key)
    assert len(read(feed).entries) == 3

    def asked(*_: object) -> Secret:
        raise AssertionError("the words were worked out again")

    monkeypatch.setattr("builder.seal.slots.passphrase_key", asked)
    put(site, "incidents/2026-11-23-checkout/20261123T1600Z.md", update("monitoring", "16:00"))
    built(site, tmp_path)
    assert len(read(feed).entries) == 4


def test_a_feed_without_news_has_one_entry_that_says_so(site: Path, tmp_path: Path) -> None:
    put(
        site,
        "site_src/accounts/initech.yml",
        "name: I\ncomponents: [payments-api]\nlinks: [{id: 0000000d}]\n",
    )
    built(site, tmp_path)
    found = read(feed_of(tmp_path, "account:initech", "0000000d"))
    assert [entry.title for entry in found.entries] == [
        "News of a private status page will appear here"
    ]


def test_whole_entries_behind_a_hosts_check(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path)
    found = read(tree(tmp_path, "audience:business") / CHECKED_FEED)
    assert [entry.title for entry in found.entries] == [
        "[Investigating] Checkout errors (Website)",
        "[Identified] Checkout errors (Checkout)",
        "[Investigating] Checkout errors (Checkout)",
    ]
    words = found.entries[-1].content[0].value
    assert "Business words." in words
    assert "Payments fail." in words
    assert "Board words" not in words
    folder = path_id(KEYS, "audience:business")
    assert found.entries[-1].link == (
        f"https://private.example.com/{folder}/incidents/2026-11-23-checkout.html#20261123T1405Z"
    )
    assert all("private/" in entry.id for entry in found.entries)
