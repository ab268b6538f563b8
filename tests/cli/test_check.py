"""``tocsin check``: what is found is printed where it can be used."""

import json
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.vocabulary.problems import Place, Problem, Severity
from tests.build.sites import incident, lay, update


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a wrong word, in the folder ``status`` of the folder that we are in."""
    monkeypatch.chdir(tmp_path)
    root = lay(Path("status"))
    incident(root, "checkout", u1=update("Resolved", "14:05"))
    return root


def test_nothing_wrong(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    incident(site, "checkout", u1=update("resolved", "14:05"))
    assert main(["check", "--source", "status"]) == 0
    assert capsys.readouterr().out == "no problems\n"
    assert not (site / "dist").exists()


def test_a_path_leads_to_its_file_from_here(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--source", "status"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("status/incidents/checkout/1.md:2:9: unknown-status: ")
    assert lines[1:3] == ["    status: Resolved", "            ^"]
    assert lines[3] == "1 error in 1 file"


def test_an_annotation_names_the_file_of_the_repository(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--source", "status", "--format", "annotations"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("::error file=status/incidents/checkout/1.md,line=2,col=9,title=")


def test_json_is_nothing_but_json(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--source", "status", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["errors"], told["warnings"], told["notes"]) == (1, 0, 0)
    assert told["problems"][0]["path"] == "status/incidents/checkout/1.md"


def test_from_within_the_folder_paths_are_the_sources_own(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith("incidents/checkout/1.md:2:9: ")


def test_a_warning_fails_a_strict_check_alone(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Problem(Place("x.md", 1, 1), "some-code", "A word.", severity=Severity.WARNING)
    monkeypatch.setattr("builder.build.check", lambda *_: (found,))
    assert main(["check", "--source", "status"]) == 0
    assert "1 warning in 1 file" in capsys.readouterr().out
    assert main(["check", "--source", "status", "--strict"]) == 1
