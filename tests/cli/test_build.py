"""``tocsin build``: what is said, and where trees may not go."""

import json
import os
from pathlib import Path

import pytest

from builder.authoring.secret_file import VARIABLE
from builder.build import Outcome, Request, build
from builder.build.request import Progress
from builder.cli.main import main
from tests.build.sites import bytes_of, incident, lay, put, update

GOOD = update("resolved", "14:05")
BAD = update("Resolved", "14:05")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with one incident, in the folder ``status`` of the folder that we are in."""
    monkeypatch.chdir(tmp_path)
    root = lay(Path("status"))
    incident(root, "checkout", u1=GOOD)
    return root


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["build", "--source", "status", *words])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_what_was_written_is_counted(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = said(capsys)
    assert status == 0
    assert out.startswith("status/dist/public/index.html: 1 incident, ")
    assert " written, 0 removed, 0 kept\n" in out
    assert err == ""
    incident(site, "website", u1=GOOD)
    assert ": 2 incidents, " in said(capsys)[1]
    assert ": 2 incidents, nothing changed, " in said(capsys)[1]


def test_a_path_leads_to_its_file_from_here(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    incident(site, "checkout", u1=BAD)
    status, out, err = said(capsys)
    assert (status, out) == (1, "")
    path = err.partition(":")[0]
    assert path == "status/incidents/checkout/1.md"
    assert Path(path).is_file()
    assert err.endswith("nothing was written; the last good site stays as it was\n")
    _, out, _ = said(capsys, "--format", "json")
    assert [found["path"] for found in json.loads(out)["problems"]] == [path]


def test_the_last_good_site_stays(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys)
    before = bytes_of(site / "dist")
    incident(site, "checkout", u1=BAD)
    assert said(capsys)[0] == 1
    assert bytes_of(site / "dist") == before


def test_a_folder_without_a_site_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--source", "nowhere"]) == 1
    assert capsys.readouterr().err.startswith("nowhere/site_src/site.yml: no-site: ")


@pytest.mark.parametrize(
    "out",
    [
        "status/site_src",
        "status/site_src/deep/down",
        "status/incidents",
        "status/../status/incidents/checkout",
        "link/incidents",
    ],
)
def test_a_tree_does_not_go_among_the_sources(
    out: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.symlink("status", "link")
    before = bytes_of(site)
    status, _, err = said(capsys, "--out", out)
    assert status == 2
    assert f"--out: {Path(out)} lies within status/" in err
    assert bytes_of(site) == before


@pytest.mark.parametrize("option", ["--out", "--cache", "--source"])
def test_a_file_is_no_folder(option: str, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(Path(), "file", "mine")
    status, _, err = said(capsys, option, "file")
    assert status == 2
    assert err.endswith(f"argument {option}: 'file' is a file. Name a folder.\n")
    assert Path("file").read_text() == "mine"
    assert not (site / "dist").exists()


def test_a_name_that_only_begins_like_a_source_is_another_folder(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "--out", "status/incidents-out")[0] == 0


def test_the_secret_has_left_the_environment_when_work_begins(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[tuple[bool, bool]] = []

    def watched(request: Request, progress: Progress) -> Outcome:
        seen.append((request.secret is not None, VARIABLE in os.environ))
        return build(request, progress)

    monkeypatch.setenv(VARIABLE, "00" * 32)
    monkeypatch.setattr("builder.cli.build.build", watched)
    assert said(capsys)[0] == 0
    assert seen == [(True, False)]
