"""``tocsin report``: an account's month for people and for programs."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from builder.cli.main import main
from tests.build.sites import incident, lay, put, update

ACME = """\
name: Acme & Sons
components: [checkout]
contract:
  since: 2026-10-01
  target: 99.9
  time_zone: Europe/Paris
  policy: statuspage
  credits: [{below: 99.9, sum: 500 EUR}]
  responses: {P1: {first: 15m}}
"""
Report = Callable[..., tuple[int, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = lay(tmp_path)
    put(root, "site_src/accounts/acme.yml", ACME)
    put(root, "site_src/accounts/globex.yml", "name: Globex\n")
    begins = update("investigating", "14:05", since="2026-11-23T14:00:00Z")
    for_acme = "audience: account:acme\ncomponents: {checkout: major_outage}\nstatus:"
    own = begins.replace("status:", for_acme)
    incident(root, "outage", u1=own, u2=update("resolved", "14:50", since="2026-11-23T14:45:00Z"))
    return root


@pytest.fixture
def report(site: Path, capsys: pytest.CaptureFixture[str]) -> Report:
    def run(*words: str, now: str = "2026-11-23T18:00:00Z") -> tuple[int, str]:
        status = main(["report", "--source", str(site), "--now", now, *words])
        out, err = capsys.readouterr()
        return status, out or err

    return run


def test_all_numbers_as_json(report: Report) -> None:
    status, out = report("acme", "2026-11", "--format", "json", now="2026-12-03T00:00:00Z")
    told: dict[str, Any] = json.loads(out)
    wanted = {
        "since": "2026-10-31T23:00:00Z",
        "until": "2026-11-30T23:00:00Z",
        "as_of": "2026-11-30T23:00:00Z",
        "over": True,
        "uptime": "99.89583",
        "budget_seconds": 2592,
        "left_seconds": -108,
        "target_missed": True,
        "breach": "2026-11-23T14:43:13Z",
        "credit": "500 EUR",
        "next_credit": None,
    }
    assert status == 0
    assert {key: told[key] for key in wanted} == wanted
    assert told["intervals"][0]["update"] == "outage/1"
    assert told["promises"][0]["kept"] is True


def test_each_interval_as_csv(report: Report) -> None:
    _, out = report("account:acme", "2026-11", "--format", "csv")
    row = next(csv.DictReader(StringIO(out)))
    assert (row["update"], row["seconds"], row["weighted_seconds"]) == ("outage/1", "2700", "2700")


def test_a_page_that_stands_for_itself(report: Report) -> None:
    _, out = report("acme", "2026-11")
    assert "Service level: Acme &amp; Sons" in out
    assert '<data value="108">' in out
    assert "Target missed since" in out
    assert "All times on this page are in Europe/Paris." in out
    assert 'href="incidents' not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("acne", "2026-11"), "There is no account `acne`. Did you mean `acme`?"),
        (("globex", "2026-11"), "`globex` has no contract."),
        (("acme", "2026-09"), "has no 2026-09: it begins on 2026-10-01"),
        (("acme", "2026-12"), "has no 2026-12"),
    ],
)
def test_a_month_that_there_is_not(report: Report, words: tuple[str, str], said: str) -> None:
    status, out = report(*words)
    assert status == 2
    assert said in out


def test_a_quarter_is_no_month(report: Report) -> None:
    status, out = report("acme", "2026-Q4")
    assert status == 2
    assert "'2026-Q4' is no month. Write it like 2026-10." in out


DECEMBER = "2026-12-03T00:00:00Z"


def test_what_was_made_final_stays_and_what_differs_later_is_named(
    report: Report, site: Path
) -> None:
    assert "is not over" in report("acme", "2026-11", "--final")[1]
    assert "99.89583%, preliminary" in report("acme", "2026-11", now=DECEMBER)[1]
    status, said = report("acme", "2026-11", "--final", now=DECEMBER)
    assert status == 0
    closed = site / "site_src/closed/acme/2026-11.yml"
    assert f"{closed}: commit it" in said
    kept = closed.read_bytes()
    assert "99.89583%, final" in report("acme", "2026-11", now=DECEMBER)[1]
    assert report("acme", "2026-11", "--final", now=DECEMBER)[0] == 2

    corrected = (
        "---\nstatus: investigating\nat: 2026-11-23T16:00:00Z\ncorrects: 1\n"
        "audience: account:acme\ncomponents: {checkout: partial_outage}\n---\nIn part.\n"
    )
    put(site, "incidents/outage/3.md", corrected)
    _, out = report("acme", "2026-11", "--format", "json", now=DECEMBER)
    assert json.loads(out)["uptime"] == "99.96875"
    assert json.loads(out)["final"] == {
        "made": DECEMBER,
        "uptime": "99.89583",
        "differs": True,
        "changed": ["outage/1"],
    }
    page = report("acme", "2026-11", now=DECEMBER)[1]
    assert "99.89583% when it was made final, 99.96875% by what is written now." in page
    assert closed.read_bytes() == kept


def test_a_month_that_was_made_final_is_not_changed_quietly(report: Report, site: Path) -> None:
    report("acme", "2026-11", "--final", now=DECEMBER)
    closed = site / "site_src/closed/acme/2026-11.yml"
    closed.write_text(closed.read_text().replace("99.89583", "99.99999"))
    status, said = report("acme", "2026-11", now=DECEMBER)
    assert status == 1
    assert "closed-changed: These are not the figures that were made final." in said


LATE = """\
status: investigating
at: 2026-11-21T10:10:00Z
next_update: +20m
override: {role: incident manager, reason: Nobody was there.}
"""
CORRECTION = "status: identified\nat: 2026-11-21T10:40:00Z\ncorrects: 1\nnext_update: +30m\n"
OVER = "status: resolved\nat: 2026-11-21T11:10:00Z\nsince: 2026-11-21T11:00:00Z\n"


@pytest.fixture
def times(site: Path) -> Path:
    """An incident that was known at 10:00 and began at 9:30; its first promise was broken."""
    known = "started: 2026-11-21T09:30:00Z\ndeclared: 2026-11-21T10:00:00Z"
    front = f"title: Late\npriority: P1\n{known}"
    files = {
        f"u{number}": f"---\n{text}---\nWords.\n"
        for number, text in enumerate((LATE, CORRECTION, OVER), 1)
    }
    incident(site, "late", front, **files)
    return site


def test_how_a_month_went(report: Report, times: Path) -> None:
    status, out = report("2026-11", "--format", "json")
    told = json.loads(out)
    assert status == 0
    late = {
        "id": "late",
        "priority": "P1",
        "declared": "2026-11-21T10:00:00Z",
        "first_post": 600,
        "restored": 5400,
        "promised": 2,
        "kept": 1,
        "corrections": 1,
        "overrides": 1,
    }
    assert told["incidents"][0] == late
    # What was told to an account alone before is no word to everyone.
    assert told["incidents"][1]["first_post"] == 45 * 60
    assert [(each["priority"], each["incidents"]) for each in told["priorities"]] == [
        ("P1", 1),
        ("none", 1),
        ("all", 2),
    ]
    assert told["priorities"][-1]["first_post_longest"] == 45 * 60


def test_each_column_of_a_month_has_its_definition(report: Report, times: Path) -> None:
    _, out = report("2026-11")
    line = next(each for each in out.splitlines() if each.startswith("P1"))
    assert line.split() == ["P1", "1", "10m,", "10m", "1h30m,", "1h30m", "1", "of", "2", "1", "1"]
    for column in ("first post", "restored", "promises kept", "corrections", "overrides"):
        assert f"\n{column}: " in out


def test_a_month_without_incidents(report: Report) -> None:
    assert "no incidents" in report("2026-10")[1]
    assert report("2026-10", "--format", "html")[0] == 2
    assert report("2026-10", "--final")[0] == 2
