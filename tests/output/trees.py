"""Small sites to write, disks that fail, and what a visitor would find."""

import errno
import os
import shutil
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from builder.output.disk import DISK, Disk
from builder.output.manifest import OWN
from builder.output.tree import Committed, Written, open_tree

Pages = Mapping[str, bytes]

NOTHING: Mapping[str, Written] = {}
LAST = ("index.html", "updates.atom")


def write(
    out: Path,
    pages: Pages,
    remembered: Mapping[str, Written] = NOTHING,
    disk: Disk = DISK,
    name: str = "public",
) -> Committed:
    """Do with a tree what a build does."""
    with open_tree(out, name, remembered, disk) as tree:
        for path, data in pages.items():
            key = f"key of {sha256(data).hexdigest()}"
            if tree.is_current(path, key):
                tree.keep(path)
            else:
                tree.put(path, key, data, last=path in LAST)
        return tree.commit()


def on_disk(folder: Path) -> dict[str, bytes]:
    """All files below a folder, but for the tree's own two."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() not in OWN
    }


def facts_on_disk(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Inode, size and time of change of every file: what must not move where nothing changed."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_ino,
            path.lstat().st_size,
            path.lstat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if not path.is_dir()
    }


def page(text: str) -> bytes:
    """A page of which one can tell whether all of it is there."""
    return f"{sha256(text.encode()).hexdigest()} {text}".encode()


def is_whole(data: bytes) -> bool:
    """Say whether this is all of such a page."""
    digest, _, text = data.partition(b" ")
    return sha256(text).hexdigest().encode() == digest


def site(version: str, incidents: str) -> dict[str, bytes]:
    """A site: a page for each letter, a feed and an index that link to all of them.

    An upper-case letter is a page that never changes.
    """
    pages = {
        f"incidents/{letter}.html": page(f"{letter} {'' if letter.isupper() else version}")
        for letter in incidents
    }
    links = " ".join(pages)
    feed = page(f"feed {version}: {links}")
    return {"index.html": page(f"index {version}: {links}"), "updates.atom": feed, **pages}


def assert_visitor_finds_whole_site(tree: Path) -> None:
    """Follow every link of the index and the feed, as someone does at this very moment."""
    for name in LAST:
        start = tree / name
        if not start.exists():
            continue
        assert is_whole(start.read_bytes()), f"{name} is cut short"
        for link in start.read_bytes().decode().partition(": ")[2].split():
            assert (tree / link).exists(), f"{name} links to {link}, which is not there"
            assert is_whole((tree / link).read_bytes()), f"{link} is cut short"


class Crash(BaseException):
    """The process ends here: not even cleaning up is possible."""


class CountingDisk(Disk):
    """A disk that does ``at_step`` before each change, with the number of the change from 1."""

    def __init__(self, at_step: Callable[[int], None] = lambda _step: None) -> None:
        self.steps: list[tuple[str, str]] = []
        self._at_step = at_step

    def _step(self, what: str, path: str = "") -> None:
        self.steps.append((what, path))
        self._at_step(len(self.steps))

    def make_folder(self, path: str, mode: int) -> None:
        self._step("make_folder", path)
        super().make_folder(path, mode)

    def set_mode(self, path: str, mode: int) -> None:
        self._step("set_mode", path)
        super().set_mode(path, mode)

    def open_new(self, path: str, mode: int) -> int:
        self._step("open_new", path)
        return super().open_new(path, mode)

    def write(self, descriptor: int, data: memoryview) -> int:
        """Write half, as a disk that is filling up does, so that every file takes two steps."""
        self._step("write")
        return super().write(descriptor, data[: len(data) // 2 + 1])

    def flush(self, descriptor: int) -> None:
        """Wait for nothing: no test cuts the power, and waiting is most of a small build."""
        self._step("flush")

    def replace(self, source: str, target: str) -> None:
        self._step("replace", target)
        super().replace(source, target)

    def remove(self, path: str) -> None:
        self._step("remove", path)
        super().remove(path)

    def remove_folder(self, path: str) -> None:
        self._step("remove_folder", path)
        super().remove_folder(path)


def crashing_at(step: int) -> CountingDisk:
    """A disk that nothing reaches any more from this step on."""

    def crash(number: int) -> None:
        if number >= step:
            raise Crash

    return CountingDisk(crash)


def refusing_at(step: int, number: int = errno.ENOSPC) -> CountingDisk:
    """A disk that refuses this one step."""

    def refuse(at: int) -> None:
        if at == step:
            raise OSError(number, os.strerror(number))

    return CountingDisk(refuse)


def fresh_copy(template: Path, to: Path) -> Path:
    """A copy of a site with the times of its files, in place of what was there."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(template, to, symlinks=True)
    return to
