import stat
from pathlib import Path

import pytest

from builder.output.disk import DISK
from builder.output.journal import Journal, decode_journal
from builder.output.stage import JOURNAL, Stage, stage_folder
from tests.output.trees import CountingDisk

EMPTY = Journal("public", (), (), (), ())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(stage_folder(str(tmp_path), "private/abc"))


def test_it_lies_beside_the_trees_and_nothing_makes_it_before_the_first_file(
    tmp_path: Path, folder: Path
) -> None:
    stage = Stage(str(folder), DISK)
    stage.discard()

    assert folder == tmp_path / ".tocsin-stage-private+abc"
    assert not folder.exists()


def test_nobody_else_sees_what_is_staged(folder: Path) -> None:
    Stage(str(folder), DISK).add(b"")

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_each_file_has_a_name_of_its_own_and_the_bytes_it_was_given(folder: Path) -> None:
    stage = Stage(str(folder), DISK)
    names = [stage.add(data)[0] for data in (b"one", b"two", b"one")]

    assert [(folder / name).read_bytes() for name in names] == [b"one", b"two", b"one"]


def test_the_journal_is_flushed_before_it_has_its_name_and_its_folder_after(folder: Path) -> None:
    disk = CountingDisk()
    stage = Stage(str(folder), disk)

    stage.seal(EMPTY)

    whats = [what for what, _ in disk.steps]
    assert whats[-3:] == ["flush", "replace", "flush"]
    assert stage.is_sealed
    assert decode_journal((folder / JOURNAL).read_bytes()) == EMPTY


def test_the_journal_goes_first_when_a_stage_is_discarded(folder: Path) -> None:
    disk = CountingDisk()
    stage = Stage(str(folder), disk)
    for _ in range(40):
        stage.add(b"")
    stage.seal(EMPTY)
    done = len(disk.steps)

    stage.discard()

    assert disk.steps[done] == ("remove", f"{folder}/{JOURNAL}")
    assert not folder.exists()
