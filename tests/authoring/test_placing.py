"""Posts are written whole or not at all, and what is refused is kept."""

import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builder.authoring.placing import MovedMeanwhile, keep_draft, place
from builder.authoring.post import Post
from builder.output.disk import Disk
from builder.source.scan import IncidentFolder, scan
from tests.build.sites import COMPONENTS, SITE, put

AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
FIRST = Post("web", AT, "investigating", {"status": "investigating"}, {"en": "It is slow."})
NEW = replace(FIRST, about={"title": "Web"})
BOTH = replace(FIRST, word="identified", bodies={"en": "We know.", "fr": "Nous savons."})


class FullDisk(Disk):
    """A disk on which the file of some number can't be given its place, or be written."""

    def __init__(self, fails_at: int) -> None:
        self.left = fails_at

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError(28, "No space left on device")

    def open_new(self, path: str, mode: int) -> int:
        self._count()
        return super().open_new(path, mode)

    def replace(self, source: str, target: str) -> None:
        self._count()
        super().replace(source, target)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "site_src/site.yml", SITE)
    put(tmp_path, "site_src/components.yml", COMPONENTS)
    return tmp_path


def folder(site: Path) -> IncidentFolder:
    return scan(site).folders[0]


def names(site: Path) -> list[str]:
    incidents = site / "incidents"
    return sorted(path.relative_to(incidents).as_posix() for path in incidents.rglob("*.*"))


def test_a_new_incident_appears_whole_and_takes_nobodys_name(site: Path) -> None:
    assert place(site, NEW, None).incident == "web"
    assert place(site, NEW, None).incident == "web-2"
    assert names(site) == [
        f"{each}/{name}.md"
        for each in ("web-2", "web")
        for name in ("20261123T1405Z-investigating", "incident")
    ]
    assert (site / "incidents/web/20261123T1405Z-investigating.md").read_text() == (
        "---\nstatus: investigating\n---\nIt is slow.\n"
    )


def test_a_taken_name_is_left_alone(site: Path) -> None:
    place(site, NEW, None)
    assert place(site, FIRST, folder(site)).name == "20261123T140501Z-investigating"
    assert place(site, FIRST, folder(site)).name == "20261123T140502Z-investigating"


def test_what_was_written_meanwhile_is_not_written_over(site: Path) -> None:
    place(site, NEW, None)
    seen = folder(site)
    place(site, BOTH, seen)
    with pytest.raises(MovedMeanwhile):
        place(site, replace(BOTH, word="monitoring"), seen)


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4])
def test_a_full_disk_leaves_nothing_of_an_update(site: Path, fails_at: int) -> None:
    place(site, NEW, None)
    before = names(site)
    with pytest.raises(OSError, match="No space"):
        place(site, BOTH, folder(site), FullDisk(fails_at))
    assert names(site) == before
    assert [path.name for path in (site / "incidents/web").iterdir() if path.name[0] == "."] == []


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_full_disk_leaves_nothing_of_an_incident(site: Path, fails_at: int) -> None:
    with pytest.raises(OSError, match="No space"):
        place(site, NEW, None, FullDisk(fails_at))
    assert list((site / "incidents").iterdir()) == []


def test_a_refused_text_is_kept_for_its_owner(site: Path) -> None:
    memory = site / ".tocsin"
    kept = [keep_draft(memory, NEW.files()) for _ in range(2)]
    assert [each.name for each in kept] == ["0001", "0002"]
    text = kept[1] / "incidents/web/20261123T1405Z-investigating.md"
    assert text.read_text().endswith("It is slow.\n")
    assert stat.S_IMODE(text.stat().st_mode) == 0o600
    assert stat.S_IMODE(memory.stat().st_mode) == 0o700
