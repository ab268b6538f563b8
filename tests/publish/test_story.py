"""A publish from sources to targets: what goes out, what is held back, and why."""

import os
import subprocess
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from builder.build import Request
from builder.build.ground import read_ground
from builder.cli.publish_telling import status_of
from builder.model.publishing import Target
from builder.publish.built_tree import BuiltTree
from builder.publish.record import Record
from builder.publish.request import PublishOutcome, PublishRequest
from builder.publish.story import chosen, publish
from builder.publish.targets.opening import open_target
from builder.publish.targets.place import Change, Place, TargetFault
from builder.source.scan import scan
from builder.vocabulary.problems import Place as ProblemPlace
from builder.vocabulary.problems import Problem
from builder.vocabulary.times import iso
from tests.build.sites import NOW, SITE, incident, lay, put, update

TARGETS = """\
publish:
  live: {type: directory, path: ../live}
  copy: {type: directory, path: ../copy}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    root = lay(tmp_path / "source")
    put(root, "site_src/site.yml", SITE + TARGETS)
    incident(
        root,
        "slow",
        u1=update("investigating", "14:05", "Slow.", components="{website: partial_outage}"),
    )
    return root


def published(
    source: Path,
    *names: str,
    force: bool = False,
    dry_run: bool = False,
    verify_only: bool = False,
    environment: Mapping[str, str] | None = None,
    waits: tuple[float, ...] = (),
) -> PublishOutcome:
    ground = read_ground(scan(source))
    assert ground.site is not None
    assert ground.theme is not None
    request = PublishRequest(
        Request(source, source.parent / "out", source.parent / "cache", NOW, now_given=True),
        ground.site,
        ground.theme,
        chosen(ground.site, names),
        {"PATH": os.environ["PATH"], "HOME": str(source.parent), **(environment or {})},
        force=force,
        dry_run=dry_run,
        verify_only=verify_only,
        waits=waits,
    )
    return publish(request)


def codes(outcome: PublishOutcome) -> list[str]:
    return [each.fault.code for each in outcome.published if each.fault is not None]


def git(source: Path, *words: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *identity, *words], cwd=source, check=True, capture_output=True)


def test_every_target_holds_the_build(source: Path) -> None:
    outcome = published(source)
    assert not outcome.failed
    assert [each.target for each in outcome.published] == ["live", "copy"]
    index = (source.parent / "out/public/index.html").read_bytes()
    for name in ("live", "copy"):
        assert (source.parent / name / "index.html").read_bytes() == index


def test_the_same_build_again_sends_and_notes_nothing(source: Path) -> None:
    published(source)
    again = published(source)
    assert all(each.change.is_nothing for each in again.published)
    assert len(list(Record(source.parent / "cache/record").lines())) == 2


def test_what_a_kill_left_unnoted_is_noted_by_the_next_publish(source: Path) -> None:
    published(source, "live")
    record = source.parent / "cache/record"
    (record / "live.json").unlink()
    published(source, "live")
    assert Record(source.parent / "cache/record").held("live") is not None


def test_one_that_fails_does_not_hold_up_the_others(source: Path) -> None:
    (source.parent / "live").write_text("a file", encoding="utf-8")
    outcome = published(source)
    live, copy = outcome.published
    assert live.fault is not None
    assert copy.fault is None
    assert (source.parent / "copy/index.html").exists()


class FlakyHost:
    """The way to targets, where ``live`` does not answer at first; ``sent`` are the attempts to
    send, ``looks`` the number of them that came before each look at what readers get."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, silent: int) -> None:
        self.sent: list[str] = []
        self.looks: list[int] = []
        self._silent = silent
        monkeypatch.setattr("builder.publish.delivery.open_target", self._open)
        monkeypatch.setattr("builder.publish.delivery.look_at", self._look)

    def _open(
        self, target: Target, source: Path, cache: Path, environment: Mapping[str, str]
    ) -> Place:
        place = open_target(target, source, cache, environment)
        send = place.send

        def fails_at_first(tree: BuiltTree) -> Change:
            self.sent.append(target.name)
            if target.name == "live" and self.sent.count("live") <= self._silent:
                where = ProblemPlace("publish: live")
                raise TargetFault(Problem(where, "target-unreachable", "No answer.", "Try again."))
            return send(tree)

        flaky: Any = place
        flaky.send = fails_at_first
        return place

    def _look(self, _address: str, _tree: BuiltTree) -> None:
        self.looks.append(len(self.sent))


ADDRESSES = """\
publish:
  live: {type: directory, path: ../live, url: 'https://live.example.com'}
  copy: {type: directory, path: ../copy, url: 'https://copy.example.com'}
"""


def test_a_host_that_does_not_answer_is_tried_again_after_the_others_and_before_any_look(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(source, "site_src/site.yml", SITE + ADDRESSES)
    host = FlakyHost(monkeypatch, silent=1)
    live, copy = published(source, waits=(0.0, 0.0)).published
    assert host.sent == ["live", "copy", "live"]
    assert host.looks == [3, 3]
    assert (live.fault, live.attempts) == (None, 2)
    assert (copy.fault, copy.attempts) == (None, 1)
    assert (source.parent / "live/index.html").exists()
    noted = [line.target for line in Record(source.parent / "cache/record").lines()]
    assert noted == ["copy", "live"]


def test_a_host_that_never_answers_is_a_fault_of_its_target_alone(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(source, "site_src/site.yml", SITE + ADDRESSES)
    host = FlakyHost(monkeypatch, silent=9)
    outcome = published(source, waits=(0.0, 0.0))
    assert host.sent == ["live", "copy", "live", "live"]
    assert codes(outcome) == ["target-unreachable"]
    assert [each.attempts for each in outcome.published] == [3, 1]
    assert len(host.looks) == 1
    assert status_of(outcome, verified=False) == 3


def test_content_with_an_error_goes_nowhere(source: Path) -> None:
    incident(source, "broken", u1="---\nstatus: unheard\n---\nWords.\n")
    outcome = published(source)
    assert outcome.failed
    assert outcome.published == ()
    assert not (source.parent / "live").exists()


def test_a_leak_goes_nowhere(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second build is another one: as if something private had moved a byte."""
    monkeypatch.setattr(
        "builder.publish.leak_check.copy_stripped",
        lambda _source, copy, _now, _held: put(lay(copy), "site_src/site.yml", SITE),
    )
    outcome = published(source)
    assert outcome.failed
    assert {problem.code for problem in outcome.problems} == {"public-leak"}
    assert all("slow" not in problem.message for problem in outcome.problems)
    assert not (source.parent / "live").exists()


def test_a_dry_run_touches_no_target(source: Path) -> None:
    outcome = published(source, dry_run=True)
    assert "index.html" in outcome.published[0].change.written
    assert not (source.parent / "live").exists()
    assert list(Record(source.parent / "cache/record").lines()) == []


def test_looking_touches_no_target_and_says_what_differs(source: Path) -> None:
    published(source, "live")
    incident(source, "more", u1=update("resolved", "15:00"))
    outcome = published(source, "live", verify_only=True)
    assert "incidents/more.html" in outcome.published[0].change.written
    assert not (source.parent / "live/incidents/more.html").exists()


def test_what_another_hand_changed_is_written_over_by_force_alone(source: Path) -> None:
    published(source, "live")
    index = source.parent / "live/index.html"
    index.write_text("another hand's", encoding="utf-8")
    assert codes(published(source, "live")) == ["changed-by-another-hand"]
    assert index.read_text("utf-8") == "another hand's"
    assert codes(published(source, "live", force=True)) == []
    assert index.read_bytes() == (source.parent / "out/public/index.html").read_bytes()


def test_an_update_is_never_taken_from_readers_unseen(source: Path) -> None:
    incident(source, "more", u1=update("resolved", "15:00"))
    published(source, "live")
    (source / "incidents/more/1.md").rename(source / "incidents/more/2.md")
    outcome = published(source, "live")
    assert codes(outcome) == ["publish-backwards"]
    fault = outcome.published[0].fault
    assert fault is not None
    assert "more/1" in fault.message
    assert codes(published(source, "live", force=True)) == []


def test_a_commit_that_does_not_follow_is_refused(source: Path) -> None:
    git(source, "init", "-q", "-b", "main")
    git(source, "add", ".")
    git(source, "commit", "-qm", "one")
    git(source, "commit", "-qm", "two", "--allow-empty")
    published(source, "live")
    git(source, "reset", "-q", "--hard", "HEAD~1")
    incident(source, "more", u1=update("resolved", "15:00"))
    git(source, "add", ".")
    git(source, "commit", "-qm", "another two")
    assert codes(published(source, "live")) == ["publish-backwards"]
    git(source, "commit", "-qm", "three", "--allow-empty")
    assert codes(published(source, "live")) == ["publish-backwards"]


def test_a_commit_that_follows_is_published_and_noted(source: Path) -> None:
    git(source, "init", "-q", "-b", "main")
    git(source, "add", ".")
    git(source, "commit", "-qm", "one")
    published(source, "live")
    incident(source, "more", u1=update("resolved", "15:00"))
    git(source, "add", ".")
    git(source, "commit", "-qm", "two")
    assert codes(published(source, "live")) == []
    lines = list(Record(source.parent / "cache/record").lines())
    assert [line.target for line in lines] == ["live", "live"]
    assert len({line.commit for line in lines}) == 2


def test_the_commit_is_that_of_the_sources_whatever_repository_the_environment_names(
    source: Path,
) -> None:
    """As from a hook of another repository: git tells its children where that one lies."""
    other = source.parent / "other"
    for folder in (other, source):
        folder.mkdir(exist_ok=True)
        git(folder, "init", "-q", "-b", "main")
        git(folder, "add", ".")
        git(folder, "commit", "-qm", folder.name, "--allow-empty")
    published(source, "live", environment={"GIT_DIR": str(other / ".git")})
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=source, check=True, capture_output=True, text=True
    )
    (line,) = Record(source.parent / "cache/record").lines()
    assert line.commit == head.stdout.strip()


def at(source: Path, moment: datetime, *, given: bool = False) -> PublishOutcome:
    """Publish with another clock."""
    ground = read_ground(scan(source))
    assert ground.site is not None
    assert ground.theme is not None
    request = Request(source, source.parent / "out", source.parent / "cache", moment, given)
    environment = {"PATH": os.environ["PATH"], "HOME": str(source.parent)}
    targets = chosen(ground.site, ["live"])
    return publish(PublishRequest(request, ground.site, ground.theme, targets, environment))


def test_a_clock_that_is_behind(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("builder.publish.clock.waited_for.__defaults__", (slept.append,))
    published(source, "live")
    incident(source, "more", u1=update("resolved", "15:00"))
    assert codes(at(source, NOW - timedelta(hours=1))) == ["publish-backwards"]
    assert codes(at(source, NOW - timedelta(seconds=5), given=True)) == ["publish-backwards"]
    assert slept == []
    assert codes(at(source, NOW - timedelta(seconds=5))) == []
    assert slept == [5.0]
    assert [line.at for line in Record(source.parent / "cache/record").lines()][-1] == iso(NOW)


MANY = """\
publish:
  team: {type: directory, path: ../team}
  live: {type: git, repository: ../host.git, branch: pages}
"""
TAKEN_OUT = "redacted: {at: 2026-11-23T17:00:00Z, reason: A name.}\nstatus:"


def test_where_words_go_and_where_they_are_still_is_said(source: Path) -> None:
    git(source.parent, "init", "-q", "--bare", "host.git")
    put(source, "site_src/site.yml", SITE + MANY)
    incident(source, "slow", u1=update("investigating", "14:05", "Mallory did it."))
    incident(source, "other", u1=update("investigating", "14:06", "Words."))
    published(source)
    first = tip(source)
    text = (source / "incidents/slow/1.md").read_text("utf-8")
    put(source, "incidents/slow/1.md", text.replace("status:", TAKEN_OUT))
    _, live = published(source, dry_run=True).published
    assert (live.redacted, live.change.earlier) == (("slow/1",), first)
    team, live = published(source).published
    assert team.redacted == live.redacted == ("slow/1",)
    assert (team.change.earlier, live.change.earlier) == ("", first)
    assert [each.redacted for each in published(source).published] == [(), ()]


def tip(source: Path) -> str:
    words = ["git", "rev-parse", "pages"]
    host = source.parent / "host.git"
    return subprocess.run(
        words, cwd=host, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_target_that_another_process_publishes_to_is_left_alone(source: Path) -> None:
    with Record(source.parent / "cache/record").turn("live"):
        assert codes(published(source)) == ["another-publisher"]
    assert not (source.parent / "live").exists()
    assert (source.parent / "copy/index.html").exists()
    assert codes(published(source)) == []
