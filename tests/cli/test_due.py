"""``tocsin due``: what is owed, for people, for programs, and as a ring."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from builder.build.owed import read_debts
from builder.build.request import Request
from builder.cli.due_printing import distance, length
from builder.cli.due_watching import LOOKS_EVERY, seconds_to_wait, to_ring
from builder.cli.main import main
from builder.vocabulary.times import parse_time
from tests.build.sites import COMPONENTS, SITE, put

LATE = "2026-11-23T08:47:00Z"
EARLY = "2026-11-23T08:39:00Z"
UPDATE = "incidents/api/20261123T0810Z-investigating.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "site_src/site.yml", SITE)
    put(tmp_path, "site_src/components.yml", COMPONENTS)
    put(tmp_path, "site_src/accounts/acme.yml", "name: Acme\ncomponents: [payments-api]\n")
    put(tmp_path, "incidents/api/incident.md", "---\ntitle: Slow API\npriority: P3\n---\n")
    put(
        tmp_path,
        UPDATE,
        "---\nstatus: investigating\nnext_update: 2026-11-23T08:40:00Z\n"
        "components: {payments-api: degraded_performance}\n---\nRequests are slow.\n",
    )
    return tmp_path


def due(site: Path, *words: str, now: str = LATE) -> int:
    return main(["due", "--source", str(site), "--now", now, *words])


def test_a_broken_promise_is_told_and_fails(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert due(site) == 4
    told = capsys.readouterr().out
    assert told == (
        "7 min late      P3 api (Slow API): public, technical, business, customer-service, "
        "executives, account:acme: an update (promised by 08:40 UTC at 08:10 UTC)\n"
    )
    assert due(site, now=EARLY) == 0
    assert capsys.readouterr().out.startswith("in 1 min ")


def test_readers_and_owners_are_chosen(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert due(site, "--audience", "strategic", "--format", "json") == 4
    (row,) = json.loads(capsys.readouterr().out)["owed"]
    assert (row["reader"], row["rule"], row["late_seconds"]) == ("account:acme", "promise", 420)
    assert due(site, "--owner", "business-response-lead", "--format", "json") == 4
    rows = json.loads(capsys.readouterr().out)["owed"]
    assert {row["reader"].partition(":")[2] for row in rows} == {
        "business",
        "customer-service",
        "executives",
    }
    assert due(site, "--audience", "execs") == 2
    assert "`execs`" in capsys.readouterr().err


def test_other_broken_files_hide_no_promise(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(site, "incidents/web/incident.md", "---\ntitle: Web\n---\n")
    put(site, "incidents/web/20261123T0800Z-a.md", "---\nstatus: investigatin\n---\nWords.\n")
    put(site, "incidents/api/20261123T0845Z-b.md", "---\nstatus: [\n---\nWords.\n")
    assert due(site) == 4
    told = capsys.readouterr()
    assert told.out.startswith("7 min late ")
    assert "incidents/web/20261123T0800Z-a.md: has errors" in told.err
    assert "incidents/api/20261123T0845Z-b.md: has errors" in told.err
    assert due(site, now=EARLY) == 1, "nobody takes a file that can't be read for a kept promise"


def test_without_a_site_nobody_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert due(tmp_path) == 1
    assert "no-site" in capsys.readouterr().err


def test_where_others_read_along_no_title_and_no_account_is_named(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    assert due(site) == 4
    told = capsys.readouterr().out
    assert "1 account:" in told
    assert not [word for word in ("Slow API", "acme") if word in told]
    due(site, "--format", "json")
    told = capsys.readouterr().out
    assert not [word for word in ("Slow API", "acme") if word in told]


def test_a_ring_is_rung_once_at_its_instant(site: Path) -> None:
    request = Request(site, site / "dist", site / ".tocsin", parse_time(EARLY))
    debts, known = read_debts(request)
    new, rung = to_ring(debts.rows, frozenset(), debts.now)
    assert new == ()
    assert seconds_to_wait(debts.rows, debts.now, lambda: debts.now) == LOOKS_EVERY
    shortly = parse_time("2026-11-23T08:39:50Z")
    assert seconds_to_wait(debts.rows, shortly, lambda: shortly) == 10.0
    at = parse_time("2026-11-23T08:40:00Z")
    new, rung = to_ring(debts.rows, rung, at)
    assert len(new) == len(debts.rows)
    assert to_ring(debts.rows, rung, at + timedelta(minutes=1)) == ((), rung)
    put(site, "incidents/api/20261123T0841Z-b.md", "---\nstatus: resolved\n---\nIt is over.\n")
    later = Request(site, site / "dist", site / ".tocsin", parse_time("2026-11-23T08:42:00Z"))
    debts, known = read_debts(later, known)
    assert debts.rows == ()
    assert to_ring(debts.rows, rung, later.now) == ((), frozenset())


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(40, "in 40 s"), (0, "0 min late"), (-420, "7 min late"), (3900, "in 1 h 05 min")],
)
def test_distances_are_told_in_words(seconds: int, words: str) -> None:
    assert distance(timedelta(seconds=seconds)) == words
    assert length(timedelta(days=2, hours=3)) == "2 d 3 h"


@pytest.mark.parametrize("words", [["--exec", "true"], ["--watch", "--format", "json"]])
def test_words_that_do_not_go_together(site: Path, words: list[str]) -> None:
    assert due(site, *words) == 2
