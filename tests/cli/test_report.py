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
