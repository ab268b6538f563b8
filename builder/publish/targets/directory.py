"""A folder on this machine that a web server serves.

Files take their places by ordered moves with a journal, as they do in a build: whoever reads in
between gets whole files, each old or new, and no link into nothing. A publish that was broken off
is finished or undone by the next one.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from builder.output.disk import read_if_there
from builder.output.faults import OutputProblem, from_error
from builder.output.lock import locked
from builder.output.manifest import MANIFEST, OWN, ManifestError, decode_manifest
from builder.output.paths import HERE
from builder.output.stage import stage_folder
from builder.output.tree import open_tree
from builder.publish.built_tree import BuiltTree, leads_on
from builder.publish.targets.place import Change, TargetFault
from builder.publish.targets.stamps import Stamps


class Directory:
    """A folder as a target. ``cache`` is a folder of this program's own, for what it remembers."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder = folder
        self._cache = cache
        self._stamps = Stamps(folder, cache / "stamps.json")

    def change(self, tree: BuiltTree) -> Change:
        """See ``Place``."""
        with _told():
            before = self._manifest()
            there = {path: self._stamps.digest(path) for path in before.keys() | tree.files.keys()}
        written = tuple(path for path in tree.in_order() if there[path] != tree.files[path])
        changed = (
            path
            for path in sorted(before)
            if there[path] not in (before[path], tree.files.get(path))
        )
        # What a publish that was broken off left behind is nobody else's.
        unfinished = os.path.lexists(stage_folder(str(self._folder), HERE))
        return Change(
            written=written,
            removed=tuple(sorted(before.keys() - tree.files.keys())),
            kept=len(tree.files) - len(written),
            foreign=() if unfinished else tuple(changed),
        )

    def send(self, tree: BuiltTree) -> Change:
        """See ``Place``."""
        with (
            _told(),
            locked(self._cache, self._folder),
            open_tree(self._folder, HERE, self._stamps.written) as target,
        ):
            for path in tree.in_order():
                digest = tree.files[path]
                if target.is_current(path, digest):
                    target.keep(path)
                else:
                    target.put(path, digest, tree.read(path), last=leads_on(path))
            done = target.commit()
            self._stamps.save(done.files)
        written = tuple(path for path in done.written if path not in OWN)
        return Change(written, done.removed, len(tree.files) - len(written))

    def read(self, path: str) -> bytes | None:
        """See ``Place``."""
        with _told():
            return read_if_there(str(self._folder / path))

    def _manifest(self) -> Mapping[str, str]:
        data = self.read(MANIFEST)
        try:
            return {} if data is None else decode_manifest(data)
        except ManifestError:
            return {}


@contextmanager
def _told() -> Iterator[None]:
    """Say faults of the disk as faults of the target."""
    try:
        yield
    except OutputProblem as error:
        raise TargetFault(error.problem) from error
    except OSError as error:
        raise TargetFault(from_error(error, "the target").problem) from error
