"""Faults that show late: while pages are made, while they are written. The last good site stays,
the place is named, and everything that is wrong in the sources is said all the same."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.build import Request, build
from tests.build.sites import (
    NOW,
    PROJECT,
    as_cold,
    built,
    bytes_of,
    command,
    incident,
    lay,
    put,
    update,
)

TEMPLATES = "themes/default/templates"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with its own copy of the theme."""
    root = lay(tmp_path / "site")
    shutil.copytree(PROJECT / "themes/default", root / "themes/default")
    write(root, 10)
    return root


def write(root: Path, incidents: int, body: str = "Words.") -> None:
    for number in range(incidents):
        text = update("investigating", "14:05", f"{number}: {body}")
        incident(root, f"incident-{number}", u20261123T1405Z=text)


def note(root: Path) -> None:
    """Give the sources something to say that is no error."""
    later = update("identified", "19:00", embargo="true")
    put(root, "incidents/incident-7/20261123T1900Z.md", later)


@pytest.fixture
def out(site: Path, tmp_path: Path) -> Path:
    """Where the site was built."""
    assert not built(site, tmp_path / "out", tmp_path / "cache").failed
    return tmp_path / "out"


def break_template(site: Path, name: str, text: str) -> None:
    path = site / TEMPLATES / name
    path.write_text(f"{path.read_text()}{text}\n")


BROKEN = {
    "a value that is not there": ("{{ page.nothing.at_all }}", "template-error"),
    "a sentence that is cut short": ("{% if %}", "template-syntax"),
    "a filter that is not there": ("{{ page | nothing }}", "template-syntax"),
    "a template that is not there": ("{% include 'nothing.html' %}", "template-missing"),
    "a division by nothing": ("{{ 1 // 0 }}", "template-error"),
    "without end": ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "template-error"),
}


@pytest.mark.parametrize("name", ["incident.html", "index.html"])
@pytest.mark.parametrize(("text", "code"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_template_is_told_with_all_that_is_wrong_in_the_sources(
    site: Path, out: Path, tmp_path: Path, name: str, text: str, code: str
) -> None:
    before = bytes_of(out)
    break_template(site, name, text)
    note(site)
    outcome = built(site, out, tmp_path / "cache")
    (noted, late) = outcome.problems
    assert (late.code, late.is_error) == (code, True)
    assert late.place.path.startswith(f"{TEMPLATES}/")
    assert (noted.code, noted.is_error) == ("not-shown-yet", False)
    assert bytes_of(out) == before
    assert [path.name for path in out.iterdir()] == ["public"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_page_that_can_t_be_made_hides_no_error(
    site: Path, out: Path, tmp_path: Path, jobs: int
) -> None:
    before = bytes_of(out)
    break_template(site, "incident.html", "{{ nothing }}")
    write(site, 120)
    note(site)
    for number in (9, 99):
        put(site, f"incidents/incident-{number}/20261123T1405Z.md", update("nonsense", "14:05"))
    outcome = build(Request(site, out, tmp_path / "cache", NOW, now_given=True, jobs=jobs))
    assert [problem.code for problem in outcome.problems] == [
        "not-shown-yet",
        "unknown-status",
        "unknown-status",
        "template-error",
    ]
    assert bytes_of(out) == before


def test_a_broken_template_on_the_command_line(site: Path, out: Path, tmp_path: Path) -> None:
    before = bytes_of(out)
    break_template(site, "month.html", "{{ nothing }}")
    done = command("build", "--source", site, "--out", out, "--cache", tmp_path / "cache")
    assert done.returncode == 1
    assert f"{TEMPLATES}/month.html:" in done.stderr
    assert "Traceback" not in done.stderr
    assert bytes_of(out) == before


def test_a_feed_that_breaks_a_rule(
    site: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bytes_of(out)
    monkeypatch.setattr("builder.render.feed_check.broken_rules", lambda *_what: ["no title"])
    note(site)
    incident(site, "incident-8", u20261123T1500Z=update("identified", "15:00"))
    outcome = built(site, out, tmp_path / "cache")
    assert [problem.code for problem in outcome.problems] == ["not-shown-yet", "feed"]
    assert outcome.failed
    assert bytes_of(out) == before


def test_a_site_that_is_mended_is_built(site: Path, out: Path, tmp_path: Path) -> None:
    kept = (site / TEMPLATES / "index.html").read_text()
    break_template(site, "index.html", "{{ nothing }}")
    assert built(site, out, tmp_path / "cache").failed
    (site / TEMPLATES / "index.html").write_text(kept.replace("<h", "<!-- mended --><h"))
    assert not built(site, out, tmp_path / "cache").failed
    as_cold(site, out)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.name != "posix" or shutil.which("mount") is None:
        pytest.skip("no command mount here")
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.proof)])
def test_a_full_disk(site: Path, tmp_path: Path, small_disk: Path, jobs: int) -> None:
    out = small_disk / "out"
    places = ("--source", site, "--out", out, "--cache", tmp_path / "cache", "--jobs", jobs)
    moment = ("--now", "2026-11-23T18:00:00Z")
    assert command("build", *places, *moment).returncode == 0
    before = bytes_of(out)
    write(site, 110, "Many words. " * 500)
    note(site)
    done = command("build", *places, *moment)
    assert done.returncode == 3, done.stderr
    assert "No space left on device" in done.stderr
    assert "not-shown-yet" in done.stderr
    assert "Traceback" not in done.stderr
    assert bytes_of(out) == before
    assert [path.name for path in out.iterdir()] == ["public"]
    write(site, 110, "Few.")
    assert command("build", *places, *moment).returncode == 0
    built(site, tmp_path / "cold", tmp_path / "cold-cache")
    assert bytes_of(out) == bytes_of(tmp_path / "cold")


def test_a_memory_on_a_full_disk(site: Path, tmp_path: Path, small_disk: Path) -> None:
    left = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(b"x" * (left - 4096))
    for _ in range(2):
        (note,) = built(site, tmp_path / "out", small_disk / "cache").notes
        assert "No space left on device" in note
    as_cold(site, tmp_path / "out")


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_tree_that_can_t_be_there(site: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "elsewhere").mkdir()
    if kind == "file":
        (out / "public").write_text("mine")
    else:
        (out / "public").symlink_to(tmp_path / "elsewhere")
    put(site, "incidents/incident-9/20261123T1405Z.md", update("nonsense", "14:05"))
    done = command("build", "--source", site, "--out", out, "--cache", tmp_path / "cache")
    assert done.returncode == 3
    assert "public: output-in-the-way" in done.stderr
    assert "incident-9/20261123T1405Z.md:2:9: " in done.stderr, "the sources' problems are said"
    assert "Traceback" not in done.stderr
    assert (out / "public").is_file() == (kind == "file")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_broken_off_build_that_is_finished_is_said_even_where_the_next_one_fails(
    site: Path, out: Path, tmp_path: Path
) -> None:
    (out / ".tocsin-stage-public").mkdir()
    put(site, "incidents/incident-9/20261123T1405Z.md", update("nonsense", "14:05"))
    outcome = built(site, out, tmp_path / "cache")
    assert outcome.failed
    assert len(outcome.notes) == 1
    assert "broken off" in outcome.notes[0]


def test_what_is_new_comes_before_what_may_lead_to_it(
    site: Path, out: Path, tmp_path: Path
) -> None:
    """A page that is there already may link to one that comes with the same build."""
    incident(site, "incident-1", u20261123T1500Z=update("identified", "15:00", merged_into="new"))
    incident(site, "new", u20261123T1500Z=update("investigating", "15:00"))
    put(site, "site_src/pages/about.md", "---\ntitle: About\n---\nWords.\n")
    components = (site / "site_src/components.yml").read_text()
    put(site, "site_src/components.yml", f"{components}  - {{id: new-part, name: New}}\n")
    there = {f"public/{path}" for path in bytes_of(out / "public")}
    written = built(site, out, tmp_path / "cache").written
    replaced = [path in there for path in written]
    assert replaced == sorted(replaced)
    assert "public/p/about.html" in written
    assert written.index("public/incidents/new.html") < written.index(
        "public/incidents/incident-1.html"
    )
    assert written.index("public/incidents/incident-1.html") < written.index("public/index.html")
