"""A record in a branch: every checkout has it, and no publisher's notes are lost."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from builder.model.publishing import RecordPlace, RecordType
from builder.publish.outbox import Handed, Outbox, OutboxBusyError, Sender
from builder.publish.record import BEGINNINGS, LOG, Held, Record
from builder.publish.record_opening import open_record
from builder.publish.record_together import together
from builder.publish.targets.place import TargetFault
from tests.build.sites import NOW, SITE, incident, lay, put, update
from tests.publish.branches import git, host
from tests.publish.private_site import published

PLACE = RecordPlace(RecordType.GIT, repository="../host.git", branch="log")


def held(tree: str) -> Held:
    return Held(tree, "", ("one/1",))


def checkout(folder: Path, cache: str, place: RecordPlace = PLACE, **how: bool) -> Record:
    """Return the record as a publisher has it that has a cache of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    public = how.get("sources_public", False)
    return open_record(place, folder / "source", folder / cache, environment, sources_public=public)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    host(tmp_path)
    return tmp_path


def noted(record: Record, target: str, tree: str) -> None:
    record.note(target, held(tree), NOW, 1, 0)


def test_what_one_noted_others_read(place: Path) -> None:
    one = checkout(place, "a")
    one.fetch()
    one.begin("live", NOW, late=True)
    noted(one, "live", "first")
    one.share()
    other = checkout(place, "b")
    other.fetch()
    assert other.held("live") == held("first")
    assert [line.tree for line in other.lines()] == ["first"]
    assert [each.late for each in other.beginnings()] == [True]
    assert git(place / "host.git", "log", "--format=%an %s", "log") == "Tocsin Record"


def test_who_comes_second_joins_what_the_first_noted(place: Path) -> None:
    one, other = checkout(place, "a"), checkout(place, "b")
    for record in (one, other):
        record.fetch()
    noted(one, "live", "first")
    one.share()
    noted(other, "copy", "second")
    noted(other, "live", "third")
    other.share()
    for cache in ("a", "b", "c"):
        record = checkout(place, cache)
        record.fetch()
        assert {line.tree for line in record.lines()} == {"first", "second", "third"}
        assert record.held("live") == held("third")
        assert record.held("copy") == held("second")


def test_a_push_that_loses_is_made_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading the branch and moving it another publisher moves it."""
    from builder.publish.targets.git_store import Store

    one, other = checkout(place, "a"), checkout(place, "b")
    noted(other, "live", "first")
    noted(one, "copy", "second")
    push = Store.push

    def slow(store: Store, commit: str, expected: str) -> None:
        monkeypatch.setattr(Store, "push", push)
        other.share()
        push(store, commit, expected)

    monkeypatch.setattr(Store, "push", slow)
    one.share()
    fresh = checkout(place, "c")
    fresh.fetch()
    assert {line.tree for line in fresh.lines()} == {"first", "second"}


def test_notes_that_could_not_be_shared_go_with_the_next(place: Path) -> None:
    noted(one := checkout(place, "a"), "live", "first")
    (place / "host.git").rename(place / "away")
    with pytest.raises(TargetFault, match="record: target-not-there"):
        one.share()
    (place / "away").rename(place / "host.git")
    again = checkout(place, "a")
    again.fetch()
    again.share()
    fresh = checkout(place, "b")
    fresh.fetch()
    assert fresh.held("live") == held("first")


def test_a_branch_of_something_else_is_left_alone(place: Path) -> None:
    git(place, "clone", "-q", "host.git", "work")
    put(place / "work", "site_src/site.yml", SITE)
    git(place / "work", "add", ".")
    git(place / "work", "commit", "-qm", "sources")
    git(place / "work", "push", "-q", "origin", "HEAD:log")
    with pytest.raises(TargetFault, match="record-holds-others"):
        checkout(place, "a").fetch()


def test_sources_that_everyone_reads_hold_no_record(place: Path) -> None:
    git(place / "source", "init", "-q")
    git(place / "source", "remote", "add", "origin", "https://example.org/Us/status.git")
    for written in ("", "git@example.org:us/status"):
        with pytest.raises(TargetFault, match="record-in-public"):
            checkout(place, "a", replace(PLACE, repository=written), sources_public=True).fetch()
    checkout(place, "a", sources_public=True).fetch()


def test_half_a_line_is_not_brought_along() -> None:
    assert together({}, {LOG: b'{"target": "a"}\n\n{"targ'})[LOG] == b'{"target": "a"}\n'


def test_what_a_target_holds_is_said_by_whoever_noted_it_last() -> None:
    line = b'{"target": "live"}\n'
    there, here = {LOG: b"", "live.json": b"old"}, {LOG: line, "live.json": b"new"}
    assert together(there, here)["live.json"] == b"new"
    assert together(here, there)["live.json"] == b"new"
    assert together({"live.json": b"a"}, {BEGINNINGS: b"{}"})["live.json"] == b"a"


NOTING = """\
import sys
from pathlib import Path
from tests.publish.test_record_branch import checkout, noted
folder, cache = Path(sys.argv[1]), sys.argv[2]
for number in range(15):
    record = checkout(folder, cache)
    record.fetch()
    noted(record, f"live-{cache}", f"{cache}{number}")
    record.share()
"""


@pytest.mark.proof
def test_notes_of_several_at_once_are_all_kept(place: Path, root: Path) -> None:
    """Two machines of two publishers each, and one killed again and again."""
    caches = ("a", "a", "b", "b")
    command = [sys.executable, "-c", NOTING, str(place)]
    running = [subprocess.Popen([*command, cache], cwd=root) for cache in caches]
    for number in range(10):
        struck = subprocess.Popen([*command, "c"], cwd=root)
        time.sleep(0.5 + 0.07 * number)
        struck.kill()
        struck.wait()
    assert [each.wait() for each in running] == [0, 0, 0, 0]
    last = checkout(place, "c")
    last.fetch()
    last.share()
    fresh = checkout(place, "d")
    fresh.fetch()
    trees = {line.tree for line in fresh.lines()}
    assert {f"{cache}{number}" for cache in ("a", "b") for number in range(15)} <= trees
    assert trees == {line.tree for line in last.lines()}


# --- publishing and sending from checkouts that keep nothing ---------------------------------

TARGETS = "publish:\n  live: {type: directory, path: ../live}\n"
RECORD = "record: {type: git, repository: ../host.git, branch: log}\n"


@pytest.fixture
def source(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("builder.publish.delivery.Delivery._seen", lambda *_: None)
    root = lay(place / "source")
    put(root, "site_src/site.yml", SITE + TARGETS + RECORD)
    incident(root, "slow", u1=update("investigating", "14:05", "Slow."))
    return root


def test_a_fresh_checkout_does_not_go_backwards(source: Path) -> None:
    incident(source, "more", u1=update("resolved", "15:00"))
    published(source, cache="a")
    (source / "incidents/more/1.md").rename(source / "incidents/more/2.md")
    (live,) = published(source, cache="b").published
    assert live.fault is not None
    assert live.fault.code == "publish-backwards"


def test_a_record_that_cannot_be_read_stops_all_but_force(source: Path) -> None:
    (source.parent / "host.git").rename(source.parent / "away")
    (live,) = published(source, cache="a").published
    assert live.fault is not None
    assert live.fault.place.path == "record"
    assert not (source.parent / "live").exists()
    (live,) = published(source, cache="a", force=True).published
    assert (source.parent / "live/index.html").exists()
    assert live.fault is not None
    assert live.fault.message.startswith("The pages are published, but that could not be noted")


def sent(source: Path, cache: str, *command: str, name: str = "me", late: int = 0) -> list[Handed]:
    """Hand out what waits, from the cache of a checkout, some minutes later."""
    record = checkout(source.parent, cache)
    record.fetch()
    outbox = Outbox(source.parent / cache, record)
    sender = Sender(name, NOW + timedelta(minutes=late))
    environment = {"PATH": os.environ["PATH"]}
    return list(outbox.hand_out(command, environment, lambda _: None, sender))


def test_checkouts_that_keep_nothing_send_once(source: Path) -> None:
    published(source, cache="a")
    assert len(sent(source, "a", "true")) == 1
    published(source, cache="b")
    assert sent(source, "b", "false") == []
    incident(source, "more", u1=update("resolved", "15:00"))
    published(source, cache="c")
    (more,) = sent(source, "c", "true")
    assert "more" in more.message.link


def test_what_another_checkout_is_sending_waits_and_later_may_go_out_again(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one is killed with its command, and its machine is gone."""
    published(source, cache="a")
    published(source, cache="b")
    with monkeypatch.context() as killed:
        killed.setattr(Outbox, "_handed", lambda *_, **__: pytest.fail("killed"))
        with pytest.raises(pytest.fail.Exception):
            sent(source, "a", "true")
    with pytest.raises(OutboxBusyError):
        sent(source, "b", "true", name="other")
    years = timedelta(days=3650) // timedelta(minutes=1)
    (again,) = sent(source, "b", "true", name="other", late=years)
    assert (again.status, again.again) == (0, True)


def test_of_two_that_claim_a_message_at_once_one_sends(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(source, cache="a")
    published(source, cache="b")
    share = Record.share

    def slow(record: Record, *, all_of_it: bool = False) -> None:
        monkeypatch.setattr(Record, "share", share)
        assert len(sent(source, "b", "true", name="other")) == 1
        share(record, all_of_it=all_of_it)

    monkeypatch.setattr(Record, "share", slow)
    with pytest.raises(OutboxBusyError):
        sent(source, "a", "false")
