"""``tocsin handover``: a screen an incident, and who holds a role from now on."""

from pathlib import Path

import pytest

from builder.cli.main import main
from tests.build.sites import COMPONENTS, SITE, put

ABOUT = "incidents/api/incident.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "site_src/site.yml", SITE)
    put(tmp_path, "site_src/components.yml", COMPONENTS)
    put(
        tmp_path,
        ABOUT,
        "---\r\ntitle: Slow API\r\npriority: P4\r\n"
        "roles:\r\n  - {role: Comms lead, name: Tom}\r\n---\r\n",
    )
    put(
        tmp_path,
        "incidents/api/20261123T0810Z-a.md",
        "---\nstatus: investigating\ncomponents: {payments-api: degraded_performance}\n"
        "asks:\n  - {id: facts, to: technical, text: Which version?, by: 2026-11-23T09:00:00Z}\n"
        "---\nRequests are slow.\n\n::: executives\n**Outcome:** Slow.\n:::\n",
    )
    put(
        tmp_path,
        "incidents/api/20261123T0820Z-b.md",
        "---\nstatus: identified\ndraft: true\n---\nNot yet.\n",
    )
    return tmp_path


def handover(site: Path, *words: str) -> int:
    now = "2026-11-23T08:30:00Z"
    return main(["handover", *words, "--source", str(site), "--now", now])


def test_an_incident_is_one_screen(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert handover(site) == 0
    assert capsys.readouterr().out == (
        "api  P4  investigating  since 08:10 UTC, 20 min\n"
        "Slow API\n"
        "  payments-api: degraded_performance\n"
        "Last words\n"
        "  public, technical, business, customer-service: "
        "08:10 UTC, 20 min ago (20261123T0810Z-a)\n"
        "    Requests are slow.\n"
        "  executives: 08:10 UTC, 20 min ago (20261123T0810Z-a)\n"
        "    Outcome: Slow.\n"
        "Owed\n"
        "  in 30 min       P4 api (Slow API): technical: an answer to: Which version? "
        "(asked at 08:10 UTC, wanted by 09:00 UTC)\n"
        "Requests\n"
        "  technical: Which version? (by 09:00 UTC)\n"
        "Drafts\n"
        "  incidents/api/20261123T0820Z-b.md\n"
        "Roles\n"
        "  Comms lead: Tom\n\n"
    )
    assert handover(site, "apy") == 2


def test_a_role_is_handed_over(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert handover(site, "--to", "Jane Doe") == 0
    assert "Jane Doe is Comms lead from now on" in capsys.readouterr().out
    text = (site / ABOUT).read_bytes().decode()
    assert text.count("\r\n") == text.count("\n") == 7
    assert '- {role: "Comms lead", name: "Jane Doe", from: "2026-11-23T08:30:00Z"}\r\n---' in text
    assert handover(site) == 0
    assert "  Comms lead: Jane Doe, since 08:30 UTC\n" in capsys.readouterr().out


def test_where_others_read_along_no_word_is_printed(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    assert handover(site) == 0
    told = capsys.readouterr().out
    assert "api  P4" in told
    words = ("Slow", "Requests are", "Which version", "Tom")
    assert [word for word in words if word in told] == []
