"""A source file is replaced whole or not at all, and by one command at a time."""

import os
import stat
from pathlib import Path

import pytest

from builder.authoring.source_edit import ChangedMeanwhile, EditBusy, edited_alone, replace_text
from builder.output.disk import Disk
from tests.build.sites import lay, put

FULL = OSError(28, "No space left on device")


class FullDisk(Disk):
    """A disk without room for another byte."""

    def write(self, descriptor: int, data: memoryview) -> int:
        raise FULL


def test_the_text_is_replaced_and_the_mode_stays(tmp_path: Path) -> None:
    file = put(tmp_path, "site.yml", "name: A\r\n")
    file.chmod(0o640)
    replace_text(file, "name: A\r\n", "name: B\r\n")
    assert file.read_bytes() == b"name: B\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["site.yml"]


def test_readers_never_meet_half_a_text(tmp_path: Path) -> None:
    file = put(tmp_path, "site.yml", "name: A\n")
    with file.open() as held:
        replace_text(file, "name: A\n", "name: Another one\n")
        assert held.read() == "name: A\n"


def test_a_full_disk_leaves_it_as_it_was(tmp_path: Path) -> None:
    file = put(tmp_path, "site.yml", "name: A\n")
    with pytest.raises(OSError, match="No space"):
        replace_text(file, "name: A\n", "name: B\n", FullDisk())
    assert file.read_text() == "name: A\n"
    assert [path.name for path in tmp_path.iterdir()] == ["site.yml"]


def test_what_somebody_saved_meanwhile_stands(tmp_path: Path) -> None:
    file = put(tmp_path, "site.yml", "name: Theirs\n")
    with pytest.raises(ChangedMeanwhile):
        replace_text(file, "name: A\n", "name: B\n")
    assert file.read_text() == "name: Theirs\n"


def test_what_a_kill_left_is_in_nobodys_way(tmp_path: Path) -> None:
    file = put(tmp_path, "site.yml", "name: A\n")
    put(tmp_path, ".site.yml.new", "half a te")
    replace_text(file, "name: A\n", "name: B\n")
    assert file.read_text() == "name: B\n"
    assert [path.name for path in tmp_path.iterdir()] == ["site.yml"]


def test_one_command_changes_a_site_at_a_time(tmp_path: Path) -> None:
    lay(tmp_path)
    with edited_alone(tmp_path), pytest.raises(EditBusy, match="site-locked"):
        edited_alone(tmp_path).__enter__()
    with edited_alone(tmp_path):
        assert os.listdir(tmp_path) == ["site_src"]
