import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from builder.output.lock import locked
from builder.output.tree import OutputProblem

HOLDER = """
import sys, time
from pathlib import Path
from builder.output.lock import locked
with locked(*map(Path, sys.argv[1:])):
    print("held", flush=True)
    time.sleep(600)
"""


@contextmanager
def _held_elsewhere(root: Path, *folders: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, *map(str, folders)],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("shared", ["cache", "out"])
def test_a_second_build_is_told_of_the_first_and_a_killed_one_holds_nothing(
    root: Path, tmp_path: Path, shared: str
) -> None:
    mine = {"cache": tmp_path / "my-cache", "out": tmp_path / "my-out"}
    theirs = {"cache": tmp_path / "their-cache", "out": tmp_path / "their-out"}
    theirs[shared] = mine[shared]
    with _held_elsewhere(root, theirs["cache"], theirs["out"]) as process:
        with (
            pytest.raises(OutputProblem, match="output-locked: another build is running"),
            locked(mine["cache"], mine["out"]),
        ):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
    with locked(mine["cache"], mine["out"]):
        pass


def test_a_lock_ends_with_its_block_and_with_an_error_in_it(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(KeyError), locked(tmp_path / "cache", tmp_path / "out"):
            raise KeyError


def test_one_folder_for_both_is_locked_once(tmp_path: Path) -> None:
    with locked(tmp_path, tmp_path):
        pass


def test_the_folder_of_the_memory_is_private(tmp_path: Path) -> None:
    cache = tmp_path / ".tocsin" / "memory"
    with locked(cache, tmp_path / "out"):
        assert stat.S_IMODE(cache.stat().st_mode) == 0o700
        assert stat.S_IMODE(cache.parent.stat().st_mode) == 0o700


def test_folders_that_were_made_and_stayed_empty_are_gone(tmp_path: Path) -> None:
    with locked(tmp_path / "a" / "cache", tmp_path / "b" / "out"):
        pass

    assert list(tmp_path.iterdir()) == []


def test_folders_that_were_there_stay(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with locked(tmp_path / "cache", tmp_path / "out"):
        pass

    assert (tmp_path / "out").is_dir()


def test_nothing_is_left_beside_what_was_there(tmp_path: Path) -> None:
    with locked(tmp_path / "cache", tmp_path / "out"):
        (tmp_path / "out" / "page").touch()
        (tmp_path / "cache" / "index.json").touch()

    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "cache",
        "index.json",
        "out",
        "page",
    ]


def test_a_file_in_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with (
        pytest.raises(OutputProblem, match="out: output-failed: can't be written"),
        locked(tmp_path / "cache", tmp_path / "out"),
    ):
        pass


def test_the_moment_is_no_later_than_what_is_written_afterwards(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    os.utime(tmp_path / "cache", ns=(1, 1))
    before = tmp_path / "before"
    before.touch()
    with locked(tmp_path / "cache") as moment:
        after = tmp_path / "after"
        after.touch()
        assert before.stat().st_mtime_ns <= moment <= after.stat().st_mtime_ns
    assert os.listdir(tmp_path) != []
