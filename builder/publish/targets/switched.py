"""A folder on this machine that is a symbolic link: each publish makes a folder of its own beside
it, and turns the link to it once it is whole.

Who reads gets one build or the next and never some of both, but for pages that were asked for
before the link was turned. What did not change is one file in both folders, so that a web server's
marks of it hold.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.output.lock import locked
from builder.publish.built_tree import BuiltTree
from builder.publish.targets.directory import Directory, disk_faults
from builder.publish.targets.place import Change, TargetFault
from builder.vocabulary.problems import Place, Problem

_MODE = 0o755
_NUMBER = re.compile(r"[0-9]{8}")


class SwitchedDirectory:
    """A link as a target. ``cache`` is a folder of this program's own, for what it remembers.

    The folders lie in ``<link>.builds`` beside the link, each with a number for its name.
    """

    def __init__(self, link: Path, cache: Path) -> None:
        self._link = link
        self._builds = link.with_name(f"{link.name}.builds")
        self._cache = cache

    def change(self, tree: BuiltTree) -> Change:
        """See ``Place``."""
        return Directory(self._served(), self._cache).change(tree)

    def send(self, tree: BuiltTree) -> Change:
        """See ``Place``."""
        with disk_faults(), self._alone():
            served = self._served()
            change = Directory(served, self._cache).change(tree)
            if change.is_nothing:
                # One that was killed once its link was turned left more than one folder before it.
                before = [name for name in self._numbers() if name < served.name]
                self._clear({served.name, *before[-1:]})
                return change
            made = self._builds / f"{self._last() + 1:08}"
            self._copy(served, made)
            Directory(made, self._cache).send(tree)
            self._turn_to(made)
            self._clear({made.name, served.name})
            return change

    def read(self, path: str) -> bytes | None:
        """See ``Place``."""
        return Directory(self._served(), self._cache).read(path)

    def _served(self) -> Path:
        """Return the folder that the link leads to; one that is not there, where there is none."""
        if self._link.is_symlink():
            return self._link.parent / os.readlink(self._link)
        if self._link.exists():
            raise TargetFault(
                Problem(
                    Place(str(self._link)),
                    "target-not-a-link",
                    "A folder has the name that the link is to have.",
                    f"Move it away (`mv {self._link} {self._link}.before`) and publish; or take "
                    "out `switch: link`.",
                )
            )
        return self._builds / "none"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._builds.is_dir():
            self._builds.mkdir(parents=True)
            self._builds.chmod(_MODE)
        with locked(self._builds):
            yield

    def _numbers(self) -> list[str]:
        return sorted(name for name in os.listdir(self._builds) if _NUMBER.fullmatch(name))

    def _last(self) -> int:
        return max((int(name) for name in self._numbers()), default=0)

    def _copy(self, served: Path, made: Path) -> None:
        """Begin with all that is served, other people's files too: links to the same files, which
        nobody writes into."""
        if served.is_dir():
            shutil.copytree(served, made, symlinks=True, copy_function=os.link)
        else:
            made.mkdir()
            made.chmod(_MODE)

    def _turn_to(self, made: Path) -> None:
        turning = self._builds / "turning"
        turning.unlink(missing_ok=True)
        turning.symlink_to(os.path.relpath(made, self._link.parent))
        os.replace(turning, self._link)

    def _clear(self, keep: set[str]) -> None:
        """Remove the folders of earlier publishes, and of those that were broken off. The one that
        was served before stays: somebody may still read there."""
        for name in self._numbers():
            if name not in keep:
                shutil.rmtree(self._builds / name, ignore_errors=True)
