"""``tocsin templates``: list, show, copy, coverage and lint."""

from pathlib import Path

import pytest

from builder.cli.main import main
from tests.build.sites import COMPONENTS, SITE, put

OWN = "site_src/message_templates/public-holding.en.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "site_src/site.yml", SITE)
    put(tmp_path, "site_src/components.yml", COMPONENTS)
    return tmp_path


def templates(site: Path, *words: str) -> int:
    return main(["templates", words[0], *words[1:], "--source", str(site)])


def test_templates_are_listed_and_shown(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert templates(site, "list", "--audience", "business") == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == [
        "business-identified",
        "business-investigating",
        "business-monitoring",
        "business-resolved",
    ]
    assert told[0].split()[1:] == ["shipped", "en", "business,", "incident,", "identified"]
    assert templates(site, "show", "public-holding") == 0
    told_whole = capsys.readouterr().out
    assert "{tried} text, at most 300 characters, may stay empty: What have we" in told_whole
    assert templates(site, "show", "public-holdin") == 2
    assert "Did you mean `public-holding`?" in capsys.readouterr().err
    assert templates(site, "list", "--audience", "busines") == 2


def test_a_copy_is_the_sites_own(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert templates(site, "copy", "public-holding") == 0
    assert capsys.readouterr().out == f"{site / OWN}\n"
    assert templates(site, "copy", "public-holding") == 0, "it is there, and stays"
    assert capsys.readouterr().out == ""
    assert templates(site, "lint") == 0
    assert templates(site, "list") == 0
    assert "public-holding                  yours" in capsys.readouterr().out
    text = (site / OWN).read_text(encoding="utf-8")
    put(site, OWN, text.replace("{tried}", "{trid}"))
    assert templates(site, "lint") == 1
    assert ": unknown-gap: There is no field `trid`." in capsys.readouterr().out
    assert main(["check", "--source", str(site)]) == 1
    assert "unknown-gap" in capsys.readouterr().out


def test_coverage_names_what_each_audience_gets(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert templates(site, "coverage", "--audience", "public") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].split() == ["public", "investigating", "P1", "en:", "public-investigating-p1"]


def test_approvals_are_listed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approve = ["approve", "public-holding", "--as", "legal", "--by", "Jane Doe"]
    now = ["--source", str(site), "--now", "2026-11-23T14:05:00Z"]
    assert templates(site, "status") == 0
    assert "nobody has approved anything yet" in capsys.readouterr().err
    assert main([*approve, *now]) == 0
    assert capsys.readouterr().out.startswith("public-holding (en): ")
    assert main([*approve, *now]) == 0
    assert "1 approved already" in capsys.readouterr().err
    assert main(["approve", "holding", *approve[2:], *now]) == 2
    assert templates(site, "copy", "public-holding") == 0
    text = (site / OWN).read_text(encoding="utf-8")
    capsys.readouterr()
    assert templates(site, "status", "--audience", "public") == 0
    assert "en     legal: approved (2026-11-23, Jane Doe)" in capsys.readouterr().out
    put(site, OWN, text.replace("Nothing has changed", "Nothing changed"))
    assert templates(site, "status") == 0
    assert "legal: changed since (2026-11-23, Jane Doe)" in capsys.readouterr().out
    put(site, "site_src/approvals.yml", "approvals: [\n")
    assert main(["check", "--source", str(site)]) == 1
