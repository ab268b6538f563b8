"""``tocsin uptime``: figures and their working, for people and for programs."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from builder.cli.main import main
from tests.build.sites import put

NOW = "2026-11-23T08:20:00Z"
SITE = "name: Example\nurl: https://status.example.com\n"
COMPONENTS = """\
groups:
  - id: payments
    name: Payments
    components:
      - {id: till, name: Checkout, aliases: [checkout]}
      - {id: payouts, name: Payouts, start_date: 2026-11-23}
components:
  - {id: cluster, name: Cluster, audience: "account:acme"}
"""
OUTAGE = "incidents/outage"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "site_src/site.yml", SITE)
    put(tmp_path, "site_src/components.yml", COMPONENTS)
    put(
        tmp_path,
        "site_src/audiences.yml",
        "public: {}\nstrategic: {reads: [public], accounts: true}\n",
    )
    put(
        tmp_path,
        "site_src/accounts/acme.yml",
        "name: Acme\ncomponents: [cluster, checkout]\ntime_zone: Europe/Paris\n",
    )
    put(
        tmp_path,
        f"{OUTAGE}/incident.md",
        "---\ntitle: Payments fail\nstarted: 2026-11-20T13:52:00Z\n---\n",
    )
    put(
        tmp_path,
        f"{OUTAGE}/20261120T1405Z-down.md",
        "---\nstatus: investigating\ncomponents: {checkout: partial_outage}\n---\nPayments fail.\n",
    )
    put(
        tmp_path,
        f"{OUTAGE}/20261120T1430Z-acme.md",
        "---\naudience: account:acme\n"
        "components: {checkout: major_outage, cluster: major_outage}\n---\nYours are down.\n",
    )
    put(
        tmp_path,
        f"{OUTAGE}/20261120T1500Z-over.md",
        "---\nstatus: resolved\n---\nPayments work again.\n",
    )
    return tmp_path


def uptime(site: Path, *words: str) -> int:
    return main(["uptime", "--source", str(site), "--now", NOW, *words])


def told(site: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert uptime(site, "--format", "json", *words) == 0
    return json.loads(capsys.readouterr().out)


def figures(found: Any) -> dict[str, str | None]:
    return {each["id"]: each["uptime"] for each in found["components"]}


def test_68_minutes_in_90_days(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(site, capsys, "--component", "checkout")
    assert figures(found) == {"checkout": "99.98426"}
    assert found["components"][0] == {
        "id": "checkout",
        "name": "Checkout",
        "uptime": "99.98426",
        "known_seconds": 90 * 86_400,
        "excluded_seconds": 0,
        "weighted_seconds": 1224,
    }
    assert found["groups"] == []


def test_the_working_adds_up(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert uptime(site, "--explain") == 0
    text = capsys.readouterr().out
    assert "payments: Payments (group)\n  mean of checkout, payouts: 99.99213 %\n" in text
    lines = [line.split() for line in text.partition("checkout: Checkout\n")[2].splitlines()]
    assert lines[1] == [
        "outage/20261120T1405Z-down",
        "partial_outage",
        "2026-11-20T13:52:00Z",
        "2026-11-20T15:00:00Z",
        "0.3",
        "4080",
        "1224",
    ]
    assert lines[2] == ["sum", "4080", "1224"]
    assert " ".join(lines[4]) == "100 * (7776000 - 1224) / 7776000 = 99.98426 %"


def test_the_documented_example_is_what_it_prints(
    root: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documented = (root / "docs/uptime.md").read_text(encoding="utf-8")
    assert uptime(site, "--component", "checkout", "--explain") == 0
    formula, _, figure = capsys.readouterr().out.splitlines()[-1].strip().partition(" = ")
    assert f"| `{formula}` | {figure} |" in documented


def test_a_site_s_own_policy(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = (
        "uptime_policy: {name: ours, major_outage: 1, partial_outage: 0.125, groups: any, "
        "under_maintenance: excluded, digits: 2}\n"
    )
    put(site, "site_src/site.yml", SITE + own)
    put(
        site,
        "incidents/upkeep/incident.md",
        "---\ntitle: Work\nkind: maintenance\nscheduled_for: 2026-11-10T00:00:00Z\n"
        "scheduled_until: 2026-11-10T01:00:00Z\ncomponents: {checkout: under_maintenance}\n---\n",
    )
    put(
        site,
        "incidents/upkeep/20261109T0000Z-plan.md",
        "---\nstatus: scheduled\n---\nWe work on the database.\n",
    )
    assert uptime(site, "--explain", "--component", "till") == 0
    text = capsys.readouterr().out
    assert "under_maintenance excluded; groups: any" in text
    assert "  T = 7776000 - 3600 excluded = 7772400 seconds\n" in text
    assert "  100 * (7772400 - 510) / 7772400 = 99.99 %\n" in text
    found = told(site, capsys)
    assert found["groups"][0]["weighted_seconds"] == 510
    assert figures(told(site, capsys, "--policy", "statuspage"))["checkout"] == "99.98426"


def test_a_component_that_is_not_there_yet_has_no_data(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert figures(told(site, capsys, "--window", "2026-10")) == {
        "checkout": "100.00000",
        "payouts": None,
    }
    assert uptime(site, "--window", "2026-10", "--explain") == 0
    assert "no data" in capsys.readouterr().out


def test_an_account_has_figures_of_its_own(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(site, capsys, "--account", "acme", "--window", "2026-11", "--explain")
    assert (found["reader"], found["time_zone"]) == ("account:acme", "Europe/Paris")
    assert found["since"] == "2026-10-31T23:00:00Z"
    assert [each["id"] for each in found["components"]] == ["cluster", "checkout"]
    intervals = found["components"][1]["intervals"]
    assert [(each["update"], each["seconds"], each["weighted_seconds"]) for each in intervals] == [
        ("outage/20261120T1405Z-down", 2280, 684),
        ("outage/20261120T1430Z-acme", 1800, 1800),
    ]
    for each in found["components"]:
        total = sum(interval["weighted_seconds"] for interval in each["intervals"])
        assert total == each["weighted_seconds"]


def test_nothing_of_an_account_is_in_everyone_s(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = told(site, capsys, "--explain")
    (site / OUTAGE / "20261120T1430Z-acme.md").unlink()
    assert told(site, capsys, "--explain") == before
    assert "cluster" not in figures(before)


def test_csv(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def lines(*words: str) -> Iterator[list[str]]:
        assert uptime(site, "--format", "csv", *words) == 0
        return csv.reader(StringIO(capsys.readouterr().out))

    assert list(lines()) == [
        ["kind", "id", "name", "uptime", "known_seconds", "excluded_seconds", "weighted_seconds"],
        ["group", "payments", "Payments", "99.99213", "", "", ""],
        ["component", "checkout", "Checkout", "99.98426", "7776000", "0", "1224"],
        ["component", "payouts", "Payouts", "100.00000", "30000", "0", "0"],
    ]
    assert list(lines("--explain"))[1:] == [
        [
            "component",
            "checkout",
            "outage/20261120T1405Z-down",
            "partial_outage",
            "2026-11-20T13:52:00Z",
            "2026-11-20T15:00:00Z",
            "0.3",
            "4080",
            "1224",
        ]
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--component", "chekout"), "Did you mean `checkout`?"),
        (("--component", "cluster"), "Everyone reads of no component `cluster`"),
        (("--account", "amce"), "Did you mean `acme`?"),
        (("--policy", "contract"), "Write `statuspage` or `incident-io`."),
        (("--window", "2026-12"), "2026-12 has not begun."),
        (("--window", "2026-13"), "Write it like 90d, 2026-10 or 2026-Q3."),
        (("--window", "forever"), "'forever' is no window"),
    ],
)
def test_what_is_not_there(
    site: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert uptime(site, *words) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert said in output.err


def test_no_figure_of_sources_with_an_error(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(site, f"{OUTAGE}/20261120T1410Z-worse.md", "---\nstatus: identifid\n---\nPayments fail.\n")
    assert uptime(site) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "unknown-status" in output.err
    put(site, "site_src/site.yml", "name: Example\n")
    assert uptime(site) == 1
