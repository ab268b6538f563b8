"""A new secret takes its place whole: however it is broken off, the next run ends it."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder.authoring.new_secret import finish, is_of_site, put_secret
from builder.authoring.secret_file import NAME, NEXT, PREVIOUS, SecretRefused, read_file
from builder.cli.site_reading import readable_site
from builder.output.disk import Disk
from builder.seal.secret import Secret
from tests.build.sites import lay, put

OLD, NEW, NEWER = (Secret(bytes([number]) * 32) for number in (1, 2, 3))
SITE_ID = "ab" * 16


class EndingDisk(Disk):
    """A disk during whose call ``number`` the process is ended: before it is carried out, or right
    after."""

    def __init__(self, number: int, after: bool) -> None:
        self.left = number
        self.after = after

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return found if not callable(found) or name == "_ending" else self._ending(found)

    def _ending(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def ended(*words: Any) -> Any:
            self.left -= 1
            if self.left == 0 and not self.after:
                os._exit(9)
            try:
                return call(*words)
            finally:
                if self.left == 0:
                    os._exit(9)

        return ended


def names(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()} | {
        path.name for path in (root / "site_src").iterdir()
    }


def in_a_process(work: Callable[[], None]) -> bool:
    """Do it in a process of its own, and say whether that came to its end."""
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9)
    return status == 0


def with_old(root: Path) -> None:
    put_secret(root, OLD, SITE_ID)


def with_two(root: Path) -> None:
    put_secret(root, NEWER, SITE_ID)
    put_secret(root, OLD, SITE_ID)


def with_none(root: Path) -> None:
    pass


def test_a_first_secret(tmp_path: Path) -> None:
    put_secret(lay(tmp_path), NEW, SITE_ID)
    assert read_file(tmp_path, NAME) == NEW
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    site = readable_site(tmp_path)
    assert site.site_id == SITE_ID
    assert is_of_site(NEW, site)
    assert not is_of_site(OLD, site)
    assert names(tmp_path) == {"site_src", NAME, "site.yml", "components.yml"}


def test_the_one_before_is_kept(tmp_path: Path) -> None:
    with_two(lay(tmp_path))
    assert read_file(tmp_path, NAME) == OLD
    assert read_file(tmp_path, PREVIOUS) == NEWER
    assert is_of_site(OLD, readable_site(tmp_path))


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("begin", [with_none, with_old, with_two])
def test_ended_at_any_call_it_is_finished_or_undone(
    tmp_path: Path, begin: Callable[[Path], None], after: bool
) -> None:
    number, ended = 0, True
    outcomes = set()
    while ended:
        number += 1
        root = lay(tmp_path / str(number))
        begin(root)
        text = (root / "site_src/site.yml").read_bytes()
        before = {name: read_file(root, name) for name in (NAME, PREVIOUS)}
        disk = EndingDisk(number, after)
        ended = not in_a_process(lambda: put_secret(root, NEW, SITE_ID, disk))  # noqa: B023
        site = readable_site(root)
        finish(root, site)
        outcome = is_of_site(NEW, site)
        outcomes.add(outcome)
        assert NEXT not in names(root)
        if outcome:
            assert read_file(root, NAME) == NEW
            assert read_file(root, PREVIOUS) == (before[NAME] or before[PREVIOUS])
        else:
            assert (root / "site_src/site.yml").read_bytes() == text
            assert {name: read_file(root, name) for name in (NAME, PREVIOUS)} == before
        put_secret(root, NEWER, SITE_ID)
        assert names(root) <= {"site_src", NAME, PREVIOUS, "site.yml", "components.yml"}
    assert number > 6
    assert outcomes == {False, True}


def test_a_site_that_cannot_be_changed_gets_no_secret(tmp_path: Path) -> None:
    put(tmp_path, "site_src/site.yml", "{name: A}\n")
    with pytest.raises(SecretRefused, match="not-changed"):
        put_secret(tmp_path, NEW, SITE_ID)
    assert os.listdir(tmp_path) == ["site_src"]


def test_a_fault_of_the_disk_leaves_no_secret(tmp_path: Path) -> None:
    class Faulty(Disk):
        def replace(self, source: str, target: str) -> None:
            raise OSError(30, "Read-only file system", target)

    lay(tmp_path)
    with pytest.raises(OSError, match="Read-only"):
        put_secret(tmp_path, NEW, SITE_ID, Faulty())
    assert names(tmp_path) == {"site_src", "site.yml", "components.yml"}


def test_a_fault_after_the_deciding_step_loses_no_secret(tmp_path: Path) -> None:
    class Faulty(Disk):
        switched = False

        def replace(self, source: str, target: str) -> None:
            super().replace(source, target)
            self.switched = True

        def flush(self, descriptor: int) -> None:
            if self.switched:
                raise OSError(5, "Input/output error")

    with_old(lay(tmp_path))
    with pytest.raises(OSError, match="Input/output"):
        put_secret(tmp_path, NEW, SITE_ID, Faulty())
    assert finish(tmp_path, readable_site(tmp_path))
    assert read_file(tmp_path, NAME) == NEW
    assert read_file(tmp_path, PREVIOUS) == OLD


def test_what_is_no_secret_is_not_taken_over(tmp_path: Path) -> None:
    with_old(lay(tmp_path))
    put(tmp_path, NEXT, "half a sec").chmod(0o600)
    assert not finish(tmp_path, readable_site(tmp_path))
    assert read_file(tmp_path, NAME) == OLD
    assert NEXT not in names(tmp_path)
