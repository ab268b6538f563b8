"""``tocsin init``: what is said."""

import shlex
from pathlib import Path

import pytest

from builder.cli.main import main


@pytest.mark.parametrize("folder", ["site", "état des services"])
def test_what_to_do_next_can_be_pasted(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", folder]) == 0
    captured = capsys.readouterr()
    assert f"{folder}/site_src/site.yml" in captured.out.splitlines()
    following = captured.err.strip().removeprefix("Next: ")
    assert shlex.split(following) == ["cd", folder, "&&", "tocsin", "build"]
    monkeypatch.chdir(folder)
    assert main(["check", "--strict"]) == 0


def test_a_folder_that_holds_something_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").touch()
    assert main(["init", str(tmp_path)]) == 1
    assert "folder-not-empty" in capsys.readouterr().err


def test_a_workflow_is_written_beside_a_site_that_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = str(tmp_path / "site")
    assert main(["init", site, "--ci", "github"]) == 0
    assert f"{site}/.github/workflows/status-page.yml" in capsys.readouterr().out.splitlines()
    assert main(["init", site, "--ci", "gitlab"]) == 0
    assert capsys.readouterr().out == f"{site}/.gitlab-ci.yml\n"
    assert main(["init", site, "--ci", "gitlab"]) == 1
    assert "workflow-there" in capsys.readouterr().err
    assert main(["check", "--source", site, "--strict"]) == 0
