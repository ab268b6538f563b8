"""The import as a whole: mistakes, edits on either side, a second system."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.importers import SYSTEMS, import_history
from tests.importers.cases import NOW, read_files, run, write_files

CONFIG = "title: Plant\nbaseURL: https://status.plant.example/\nparams: {systems: [{name: Shop}]}\n"
POST = """\
---
title: Shop is slow
date: 2024-03-01T10:00:00Z
resolved: {resolved}
severity: disrupted
affected: [Shop]
---
{body}
"""
PATH = "content/issues/2024-03-01-shop.md"
FIRST = "new/incidents/2024-03-01-shop/20240301T1000Z-investigating.md"


def page(folder: Path, body: str, resolved: str = "false") -> Path:
    files = {"config.yml": CONFIG, PATH: POST.format(resolved=resolved, body=body)}
    return write_files(folder / "old", files)


def test_systems() -> None:
    assert SYSTEMS == ("cstate", "statuspage", "statusfy", "statuskit", "upptime")


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_source_that_is_not_there(system: str, tmp_path: Path) -> None:
    result = run(system, tmp_path / "nowhere", tmp_path / "new")
    assert [problem.code for problem in result.problems] == ["import-source"]
    assert result.summary == ()
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_source_of_something_else(system: str, tmp_path: Path) -> None:
    source = write_files(tmp_path / "old", {"README.md": "Nothing of the kind."})
    result = run(system, source, tmp_path / "new")
    assert [problem.code for problem in result.problems] == ["import-source"]
    assert not (tmp_path / "new").exists()


def test_an_unknown_system_or_zone(tmp_path: Path) -> None:
    assert run("cachet", tmp_path, tmp_path / "new").problems[0].code == "import-system"
    assert run("cstate", tmp_path, tmp_path / "new", "Mars/North").problems[0].code == "import-zone"
    assert run("cstate", tmp_path, tmp_path / "new", "../../etc").problems[0].code == "import-zone"


def test_an_address_of_a_page_that_has_no_api(tmp_path: Path) -> None:
    result = import_history(
        "cstate",
        "https://status.plant.example",
        tmp_path,
        severity_map=None,
        time_zone=None,
        force=False,
    )
    assert [problem.code for problem in result.problems] == ["import-source"]


def test_a_zone_is_asked_for_only_where_it_is_needed(tmp_path: Path) -> None:
    source = page(tmp_path, "Words.\n\n**2024-03-01 11:00**\n\nMore words.")
    result = run("cstate", source, tmp_path / "new")
    assert [problem.code for problem in result.problems] == ["import-zone"]
    assert not (tmp_path / "new").exists()
    assert run("cstate", source, tmp_path / "new", "Europe/Paris").updates == 2


def test_what_was_edited_here_stays(tmp_path: Path) -> None:
    source = page(tmp_path, "Orders take minutes.")
    run("cstate", source, tmp_path / "new")
    file = tmp_path / FIRST
    file.write_text(file.read_text().replace("minutes", "hours"))
    page(tmp_path, "Orders take many minutes.")
    result = run("cstate", source, tmp_path / "new")
    assert result.kept == (FIRST.removeprefix("new/"),)
    assert "hours" in file.read_text()
    report = (tmp_path / "new/import-report.md").read_text()
    assert "## Kept as they are here" in report
    assert run("cstate", source, tmp_path / "new").kept == result.kept
    assert run("cstate", source, tmp_path / "new", force=True).kept == ()
    assert "many minutes" in file.read_text()


def test_what_was_removed_here_stays_away(tmp_path: Path) -> None:
    source = page(tmp_path, "Orders take minutes.")
    run("cstate", source, tmp_path / "new")
    (tmp_path / FIRST).unlink()
    assert run("cstate", source, tmp_path / "new").kept == (FIRST.removeprefix("new/"),)
    assert not (tmp_path / FIRST).exists()


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    own = {"incidents/2024-03-01-shop/incident.md": "---\ntitle: Ours\n---\n"}
    write_files(tmp_path / "new", own)
    result = run("cstate", page(tmp_path, "Orders."), tmp_path / "new")
    assert result.kept == ()
    files = read_files(tmp_path / "new")
    assert (
        files["incidents/2024-03-01-shop/incident.md"]
        == own["incidents/2024-03-01-shop/incident.md"]
    )
    assert sum(name.endswith("/incident.md") for name in files) == 2


def test_an_interrupted_import_is_taken_up(tmp_path: Path) -> None:
    source = page(tmp_path, "Orders take minutes.")
    run("cstate", source, tmp_path / "new")
    whole = read_files(tmp_path / "new")
    (tmp_path / "new/import-record.json").unlink()
    (tmp_path / "new/site_src/site.yml").unlink()
    assert run("cstate", source, tmp_path / "new").kept == ()
    assert read_files(tmp_path / "new") == whole


def test_an_update_that_goes_leaves_its_name_unused(tmp_path: Path) -> None:
    with_it = "Orders take minutes.\n\n**2024-03-01 11:00 UTC**\n\nWe found the disk."
    source = page(tmp_path, with_it)
    run("cstate", source, tmp_path / "new")
    page(tmp_path, "Orders take minutes.")
    gone = run("cstate", source, tmp_path / "new").unmatched
    assert gone == ("2024-03-01-shop/20240301T1100Z-investigating",)
    page(tmp_path, with_it.replace("We found the disk", "All is different from what it was"))
    run("cstate", source, tmp_path / "new")
    names = [Path(name).stem for name in read_files(tmp_path / "new") if "T1100Z" in name]
    assert names == ["20240301T1100Z-1-investigating"]


def test_an_incident_that_goes_stays_here(tmp_path: Path) -> None:
    source = page(tmp_path, "Orders take minutes.")
    write_files(source, {"content/issues/other.md": POST.format(resolved="false", body="Other.")})
    run("cstate", source, tmp_path / "new")
    (source / PATH).unlink()
    result = run("cstate", source, tmp_path / "new")
    assert result.incidents == 1
    assert (tmp_path / FIRST).exists()
    assert f"- `{PATH}`: left as it is." in (tmp_path / "new/import-report.md").read_text()


def test_a_damaged_record_is_a_problem(tmp_path: Path) -> None:
    source = page(tmp_path, "Orders.")
    write_files(tmp_path / "new", {"import-record.json": "{"})
    assert run("cstate", source, tmp_path / "new").problems[0].code == "import-target"
    write_files(tmp_path / "new", {"import-record.json": '{"format": 1, "systems": {}}'})
    write_files(tmp_path / "new", {"site_src/components.yml": "components: ["})
    assert run("cstate", source, tmp_path / "new").problems[0].code == "import-target"


def test_into_a_folder_within_the_source(tmp_path: Path) -> None:
    source = page(tmp_path, "Orders.")
    for into in (source, source / "new"):
        run("cstate", source, into)
        first = read_files(source)
        run("cstate", source, into)
        assert read_files(source) == first


def test_a_second_system_into_the_same_folder(tmp_path: Path) -> None:
    run("cstate", page(tmp_path, "Orders."), tmp_path / "new")
    front = "title: Shop\ndate: 2023-03-01T10:00:00Z\nseverity: major-outage\nresolved: true\n"
    body = f"---\n{front}---\nWords.\n"
    other = write_files(tmp_path / "older", {"content/2024-03-01-shop.md": body})
    run("statusfy", other, tmp_path / "new")
    folders = {
        name.split("/")[1] for name in read_files(tmp_path / "new") if name.startswith("inc")
    }
    assert len(folders) == 2
    record = json.loads((tmp_path / "new/import-record.json").read_text())
    assert sorted(record["systems"]) == ["cstate", "statusfy"]


def test_a_table_of_severities(tmp_path: Path) -> None:
    table = tmp_path / "map.yml"
    table.write_text("disrupted: major_outage\n")
    import_history(
        "cstate", str(page(tmp_path, "Orders.")), tmp_path / "new",
        severity_map=table, time_zone=None, force=False, now=NOW,
    )  # fmt: skip
    assert "shop: major_outage" in (tmp_path / FIRST).read_text()


def test_a_body_that_is_too_long_is_listed(tmp_path: Path) -> None:
    source = page(tmp_path, "Many words. " * 3000)
    assert run("cstate", source, tmp_path / "new").incidents == 0
    report = (tmp_path / "new/import-report.md").read_text()
    assert f"- `{PATH}`: an update of it is longer than 32 KiB." in report


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    source = page(tmp_path, "Orders.")
    (source / PATH).write_bytes(POST.format(resolved="false", body="Störung").encode("latin-1"))
    run("cstate", source, tmp_path / "new")
    assert "Störung" in (tmp_path / FIRST).read_text()


def test_upptime_from_a_clone(tool: Callable[[str], Path], tmp_path: Path) -> None:
    source = write_files(tmp_path / "old", {".upptimerc.yml": "sites: [{name: Shop, url: a}]\n"})
    git = [str(tool("git")), "-C", str(source), "-c", "user.name=a", "-c", "user.email=a@a.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    for hour, word in ((9, "up"), (10, "down"), (11, "up")):
        when = f"2024-03-01T{hour}:00:00+00:00"
        subprocess.run(
            [
                *git,
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                f"Shop is {word} (200 in 9 ms) [upptime]",
            ],
            check=True,
            env={"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "HOME": str(tmp_path)},
        )
    assert run("upptime", source, tmp_path / "new").updates == 2
