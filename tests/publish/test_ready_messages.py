"""Which messages wait after a publish, for whom, and what stands in them."""

import json
from pathlib import Path

import pytest

from builder.publish.outbox import Message
from builder.publish.ready_messages import Ready, ready_messages
from builder.publish.seen import Seen, Standing
from builder.seal.keys import Site
from builder.seal.slots import link_key
from tests.build.sites import incident, put, update
from tests.publish.private_site import (
    ACME,
    BODY,
    SECRET,
    folder_of,
    outbox_of,
    private_site,
    published,
)

STATES = "{checkout: partial_outage}"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose targets show what was published; the look from outside has its own tests."""
    monkeypatch.setattr("builder.publish.delivery.Delivery._seen", lambda *_: None)
    return private_site(tmp_path)


def waiting(source: Path) -> dict[str, list[Message]]:
    """Return the messages that wait, by reader."""
    found: dict[str, list[Message]] = {}
    for each in outbox_of(source).waiting():
        found.setdefault(each.reader, []).append(each)
    return found


def test_each_reader_gets_its_own_words_customers_last(source: Path) -> None:
    published(source)
    found = waiting(source)
    assert list(found) == [
        "audience:executives",
        "audience:technical",
        *sorted(["account:acme", "account:globex"], key=lambda name: found[name][0].id),
        "audience:public",
    ]
    assert "Board words" in found["audience:executives"][0].text
    assert "Technical words" not in found["audience:executives"][0].text
    public = found["audience:public"][0]
    assert public.subject == "[Investigating] Checkout errors (Checkout); Major impact"
    assert "Payments fail." in public.text
    assert public.link == "https://status.example.com/incidents/slow.html"


def test_an_account_gets_time_stage_and_link_alone(source: Path) -> None:
    published(source)
    (message,) = waiting(source)["account:acme"]
    assert message.kind == "notice"
    assert message.subject == "Update: Investigating"
    assert message.link == f"http://localhost:9/{folder_of('account:acme')}/"
    told = json.dumps([message.text, message.html, message.slack, message.teams, message.webhook])
    for word in ("Acme", "Payments", "Checkout", "slow", "words", "u1"):
        assert word not in told, word


def test_who_may_know_is_told_when_a_contract_breaks(source: Path) -> None:
    contract = "contract: {since: 2026-11-01, target: 99, policy: statuspage}\n"
    put(
        source,
        "site_src/accounts/acme.yml",
        f"{ACME}components: [checkout]\noutbox: words\n{contract}",
    )
    audiences = source / "site_src/audiences.yml"
    before = audiences.read_text()
    outcome = published(source)
    assert not outcome.failed, outcome.built.problems
    subjects = {reader: each[0].subject for reader, each in waiting(source).items()}
    told = "Target missed at 24 Nov 2026"
    assert told in subjects["account:acme"]
    assert [reader for reader in subjects if told in subjects[reader]] == ["account:acme"]
    audiences.write_text(
        before.replace("reads: [public]\n  links", "reads: [public, sla]\n  links")
    )
    outcome = published(source)
    assert not outcome.failed, outcome.built.problems
    subjects = {reader: each[0].subject for reader, each in waiting(source).items()}
    assert told in subjects["audience:executives"]
    assert told not in subjects["audience:technical"] + subjects["audience:public"]
    # Once it is over there is nothing to be afraid of.
    incident(source, "slow", u2=update("resolved", "17:05", "Over."))
    published(source)
    assert all("Target" not in each[0].subject for each in waiting(source).values())


def test_an_account_gets_words_where_its_file_says_so(source: Path) -> None:
    put(source, "site_src/accounts/acme.yml", f"{ACME}outbox: words\n")
    published(source)
    assert "Acme words" in waiting(source)["account:acme"][0].text
    assert "Payments" not in waiting(source)["account:globex"][0].text


def test_no_key_and_no_fragment_is_in_any_message(source: Path) -> None:
    put(source, "site_src/accounts/acme.yml", f"{ACME}outbox: words\n")
    linked = (
        "See [the page](https://private.example.com/x/#k=abc), [ours](/incidents/slow.html#1), "
        f"and https://other.example/#k=abc now.\n\n{BODY}"
    )
    incident(source, "slow", u1=update("investigating", "14:05", linked, components=STATES))
    outcome = published(source)
    assert not outcome.failed, (outcome.built.problems, outcome.problems)
    keys = [
        link_key(Site(SECRET), reader, link).reveal()
        for reader, link in (("account:acme", "0000000a"), ("audience:executives", "00000001"))
    ]
    messages = sorted((source.parent / "cache/outbox").glob("*.json"))
    assert len(messages) == 5
    for path in messages:
        data = path.read_bytes()
        assert b"#" not in data, path
        assert b"k=abc" not in data
        assert not any(key in data or key.hex().encode() in data for key in keys)
        assert "acme" not in path.name
        assert path.stat().st_mode & 0o777 == 0o600


def test_no_reader_gets_what_is_for_others(source: Path) -> None:
    published(source)
    for reader, messages in waiting(source).items():
        told = json.dumps([[each.subject, each.text, each.html] for each in messages])
        if reader != "audience:executives":
            assert "Board words" not in told
        if reader != "audience:technical":
            assert "Technical words" not in told
        assert "Acme" not in told


def test_what_is_old_or_was_imported_is_not_sent(source: Path) -> None:
    old = "---\nstatus: resolved\nat: 2026-11-22T14:05:00Z\n---\nOld.\n"
    incident(source, "old", u1=old)
    origin = "title: Moved\norigin: {system: statuspage, id: abc}"
    incident(source, "moved", origin, u1=update("resolved", "15:00", "Imported."))
    published(source)
    told = [each.text for messages in waiting(source).values() for each in messages]
    assert told
    assert not [text for text in told if "Old." in text or "Imported." in text]


def test_a_request_is_a_message_to_whom_it_is_made(source: Path) -> None:
    asks = "[{id: pause, to: executives, text: Pause the campaign, by: 2026-11-23T19:00:00Z}]"
    text = update("investigating", "14:05", BODY, components=STATES, asks=asks)
    incident(source, "slow", u1=text)
    published(source)
    found = waiting(source)
    kinds = {each.kind: each for each in found["audience:executives"]}
    assert "Pause the campaign" in kinds["ask"].subject
    assert "by 23 Nov 2026, 19:00 UTC" in kinds["ask"].subject
    assert kinds["update"].subject.endswith("; 1 open request")
    others = [each for reader in found if reader != "audience:executives" for each in found[reader]]
    assert not [each for each in others if "campaign" in each.text or "request" in each.subject]


def test_what_was_redacted_or_withdrawn_waits_no_more(source: Path) -> None:
    published(source)
    taken = "{at: 2026-11-23T16:00:00Z, reason: A name}"
    text = update("investigating", "14:05", BODY, components=STATES, redacted=taken)
    incident(source, "slow", u1=text)
    published(source)
    assert waiting(source) == {}
    withdrawn = update(
        "investigating", "14:05", BODY, components=STATES, withdrawn="2026-11-23T16:00:00Z"
    )
    incident(source, "slow", u1=withdrawn)
    published(source)
    (message,) = waiting(source)["audience:public"]
    assert message.subject.startswith("[Withdrawn]")
    assert "Payments fail" not in message.text


def test_nothing_waits_before_the_target_shows_it(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Seen("http://localhost", Standing.OLD)
    monkeypatch.setattr("builder.publish.delivery.Delivery._seen", lambda *_: seen)
    outcome = published(source)
    assert [each.messages for each in outcome.published] == [None, None, None]
    assert waiting(source) == {}
    monkeypatch.setattr("builder.publish.delivery.Delivery._seen", lambda *_: None)
    assert [each.messages for each in published(source).published] == [Ready(1), Ready(3), Ready(1)]


def test_a_dry_run_makes_no_message(source: Path) -> None:
    published(source, dry_run=True)
    assert not (source.parent / "cache/outbox").exists()


def test_sources_that_changed_since_the_build_make_no_message(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*given: object) -> Ready | None:
        put(source, "incidents/slow/1.md", update("investigating", "14:05", "Other words."))
        return ready_messages(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("builder.publish.delivery.ready_messages", changed)
    outcome = published(source, "live")
    assert [each.messages for each in outcome.published] == [Ready(changed=True)]
    assert waiting(source) == {}


def test_a_later_translation_goes_to_accounts_of_the_language_alone(source: Path) -> None:
    site = source / "site_src/site.yml"
    site.write_text(site.read_text("utf-8").replace("[en]", "[en, fr]"), "utf-8")
    put(source, "site_src/accounts/acme.yml", f"{ACME}language: fr\noutbox: words\n")
    published(source)
    log = source.parent / "cache/record/sent.jsonl"
    before = [each for messages in waiting(source).values() for each in messages]
    log.write_text("".join(f'{{"id":"{each.id}","step":"done"}}\n' for each in before), "utf-8")
    assert waiting(source) == {}
    put(source, "incidents/slow/1.fr.md", "Les paiements tombent.\n")
    published(source)
    assert list(waiting(source)) == ["account:acme"]
    assert "Les paiements tombent." in waiting(source)["account:acme"][0].text
