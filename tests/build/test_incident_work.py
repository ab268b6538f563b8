"""Sources that change while a build reads them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder.build import Request, build
from builder.build.request import Progress
from builder.source.incidents import read_incident
from builder.source.pictures import read_pictures
from builder.source.scan import IncidentFolder
from tests.build.sites import NOW, as_cold, built, bytes_of, incident, lay, put, update
from tests.build.test_build import PIXEL


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with an open incident that shows a picture."""
    root = lay(tmp_path / "site")
    incident(root, "api", uone=update("investigating", "17:00", "![A graph](graph.png)"))
    (root / "incidents/api/graph.png").write_bytes(PIXEL)
    return root


def when_pages_are_written(change: Callable[[], object]) -> Progress:
    """Do something once every incident was read, and before the pages about all are made."""

    def progress(what: str, _done: int, _of: int) -> None:
        if what == "writing pages":
            change()

    return progress


def brighter(picture: bytes) -> bytes:
    """Return another picture: this one, with the gamma of its light said after its size."""
    gamma = b"\0\0\0\x04gAMA\0\0\xb1\x8f\x0b\xfca\x05"
    return picture[:33] + gamma + picture[33:]


CHANGES: dict[str, Callable[[Path], object]] = {
    "other words": lambda folder: put(folder, "one.md", update("investigating", "17:00", "No.")),
    "an error": lambda folder: put(folder, "one.md", update("nonsense", "17:00")),
    "a draft": lambda folder: put(folder, "one.md", update("investigating", "17:00", draft="true")),
    "gone": lambda folder: (folder / "one.md").unlink(),
    "another title": lambda folder: put(folder, "incident.md", "---\ntitle: Another\n---\n"),
    "not UTF-8": lambda folder: (folder / "one.md").write_bytes(b"---\nstatus: \xff\n---\n"),
    "another picture": lambda folder: (folder / "graph.png").write_bytes(PIXEL + b"x"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("warm", [False, True])
def test_an_incident_that_changes_before_it_is_read_once_more(
    site: Path,
    tmp_path: Path,
    change: Callable[[Path], object],
    warm: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("builder.build.incident_work.LIKELY_TOLD", 0)
    out, cache = tmp_path / "out", tmp_path / "cache"
    if warm:
        built(site, out, cache)
        (cache / "memory/kept.json").unlink()
        incident(site, "other", uone=update("resolved", "16:00"))
    before = bytes_of(out) if warm else {}
    outcome = build(
        Request(site, out, cache, NOW, now_given=True),
        when_pages_are_written(lambda: change(site / "incidents/api")),
    )
    (problem,) = outcome.problems
    assert problem.code == "file-changed"
    assert problem.place.path.startswith("incidents/api/")
    assert (bytes_of(out) if out.exists() else {}) == before
    put(site, "incidents/api/one.md", update("investigating", "17:00", "Mended."))
    (site / "incidents/api/graph.png").unlink()
    assert not built(site, out, cache).failed
    as_cold(site, out)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_an_incident_that_changes_between_its_page_and_the_index(
    site: Path, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    """All tell what was read at first; the next build tells of the change."""
    out, cache, still = tmp_path / "out", tmp_path / "cache", tmp_path / "still"
    built(site, still, tmp_path / "other")
    outcome = build(
        Request(site, out, cache, NOW, now_given=True),
        when_pages_are_written(lambda: change(site / "incidents/api")),
    )
    assert not outcome.problems
    assert bytes_of(out) == bytes_of(still)
    put(site, "incidents/api/one.md", update("investigating", "17:00", "Mended."))
    (site / "incidents/api/graph.png").unlink()
    assert not built(site, out, cache).failed
    as_cold(site, out)


def test_the_newest_incidents_are_read_once(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Index and feeds tell what was seen when their pages were made."""
    incident(site, "older", uone=update("resolved", "16:00"))
    read: list[str] = []

    def noted(folder: IncidentFolder, *arguments: Any) -> object:
        read.append(folder.id)
        return read_incident(folder, *arguments)

    monkeypatch.setattr("builder.source.incidents.read_incident", noted)
    monkeypatch.setattr("builder.build.incident_work.LIKELY_TOLD", 1)
    assert not built(site, tmp_path / "out", tmp_path / "cache").failed
    assert sorted(read) == ["api", "api", "older"]


@pytest.mark.parametrize("shown", [True, False], ids=["shown in feeds", "too old for feeds"])
def test_a_picture_that_changes_after_it_was_read(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: bool
) -> None:
    """What was made from a file of which nobody knows which one it was is made anew."""
    monkeypatch.setattr("builder.build.incident_work.LIKELY_TOLD", 0)
    picture = site / "incidents/api/graph.png"
    put(site, "incidents/api/two.md", update("resolved", "17:10"))
    if not shown:
        for minute in range(11, 61):
            time = f"{17 + minute // 60}:{minute % 60:02}"
            incident(site, f"other-{minute}", u1=update("resolved", time))

    def then_another(*arguments: Any) -> object:
        found = read_pictures(*arguments)
        if arguments[2] == "incidents/api" and picture.read_bytes() == PIXEL:
            picture.unlink()
            picture.write_bytes(brighter(PIXEL))
            os.utime(picture, ns=(1, 1))
        return found

    monkeypatch.setattr("builder.source.incidents.read_pictures", then_another)
    outcome = built(site, tmp_path / "out", tmp_path / "cache")
    assert [problem.code for problem in outcome.problems] == ["file-changed"] * shown
    assert not built(site, tmp_path / "out", tmp_path / "cache").failed
    as_cold(site, tmp_path / "out")
