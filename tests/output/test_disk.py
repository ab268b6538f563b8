import os
import stat
from pathlib import Path

import pytest

from builder.output.disk import DISK, create, flush_folder, read, read_if_there, write_whole
from tests.output.trees import CountingDisk, refusing_at


def test_a_new_file_is_written_to_its_last_byte(tmp_path: Path) -> None:
    path = tmp_path / "page"

    facts = create(CountingDisk(), str(path), b"0123456789", 0o644)

    assert path.read_bytes() == b"0123456789"
    assert (facts.st_size, facts.st_mtime_ns) == (10, path.stat().st_mtime_ns)


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_there_is_never_written_over(tmp_path: Path, kind: str) -> None:
    other = tmp_path / "other"
    other.write_text("mine")
    path = tmp_path / "page"
    if kind == "link":
        path.symlink_to(other)
    else:
        path = other

    with pytest.raises(FileExistsError):
        create(DISK, str(path), b"", 0o644)
    assert other.read_text() == "mine"


@pytest.mark.parametrize("step", [1, 2, 3])
def test_an_error_names_its_path_and_leaves_no_open_file(tmp_path: Path, step: int) -> None:
    opened = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0

    with pytest.raises(OSError, match="No space left") as refused:
        create(refusing_at(step), str(tmp_path / "page"), b"12", 0o644, flush=True)

    assert refused.value.filename in (None, str(tmp_path / "page"))
    assert step == 1 or refused.value.filename == str(tmp_path / "page")
    if opened:
        assert len(os.listdir("/proc/self/fd")) == opened


def test_a_folder_that_can_t_be_flushed_is_named(tmp_path: Path) -> None:
    flush_folder(DISK, str(tmp_path))
    with pytest.raises(OSError, match="No space left") as refused:
        flush_folder(refusing_at(1), str(tmp_path))
    assert refused.value.filename == str(tmp_path)


def test_only_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"text")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")

    assert read(str(tmp_path / "file")) == read_if_there(str(tmp_path / "file")) == b"text"
    for name in ("link", "pipe", "nothing", "."):
        assert read_if_there(str(tmp_path / name)) is None
    with pytest.raises(OSError, match="link"):
        read(str(tmp_path / "link"))


def test_a_private_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "index.json"
    for data in (b"first", b"second"):
        write_whole(str(path), data)
        assert path.read_bytes() == data
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["index.json"]
