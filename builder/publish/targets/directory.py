"""A folder on this machine that a web server serves.

Files take their places by ordered moves with a journal, as they do in a build: whoever reads in
between gets whole files, each old or new, and no link into nothing. A publish that was broken off
is finished or undone by the next one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.output.disk import read_if_there, write_whole
from builder.output.faults import OutputProblem, from_error
from builder.output.lock import locked
from builder.output.manifest import MANIFEST, OWN
from builder.output.paths import HERE
from builder.output.stage import stage_folder
from builder.output.tree import open_tree
from builder.publish.built_tree import BuiltTree, MustNotGoError
from builder.publish.targets.listed_there import listed_there
from builder.publish.targets.place import Change, TargetFault
from builder.publish.targets.stamps import Stamps
from builder.publish.targets.staying import A_WHILE, decode, encode, stays

_A_WHILE = int(A_WHILE.total_seconds()) * 10**9
"""In nanoseconds."""


class Directory:
    """A folder as a target. ``cache`` is a folder of this program's own, for what it remembers."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder = folder
        self._cache = cache
        self._left = cache / "staying.json"
        self._stamps = Stamps(folder, cache / "stamps.json")

    def change(self, tree: BuiltTree) -> Change:
        """See ``Place``."""
        with disk_faults():
            before = listed_there(self.read(MANIFEST), tree.listing, str(self._folder)) or {}
            there = {path: self._stamps.digest(path) for path in before.keys() | tree.files.keys()}
            own_as_it_is = all(self.read(path) == data for path, data in tree.own.items())
        written = tuple(path for path in tree.in_order() if there[path] != tree.files[path])
        changed = (
            path
            for path in sorted(before)
            if there[path] not in (before[path], tree.files.get(path))
        )
        # What a publish that was broken off left behind is nobody else's.
        unfinished = os.path.lexists(stage_folder(str(self._folder), HERE))
        left = (path for path in sorted(before.keys() - tree.files.keys()))
        removed = tuple(path for path in left if not self._stays(path, tree))
        # Without its list, or with an old one, nobody knows later what may be removed.
        lacks_list = not (written or removed) and (unfinished or not own_as_it_is)
        return Change(
            written=(MANIFEST,) if lacks_list else written,
            removed=removed,
            kept=len(tree.files) - len(written),
            foreign=() if unfinished else tuple(changed),
        )

    def send(self, tree: BuiltTree) -> Change:
        """See ``Place``."""
        with (
            disk_faults(),
            locked(self._cache, self._folder) as moment,
            open_tree(self._folder, HERE, self._stamps.written, listing=tree.listing) as target,
        ):
            for path in tree.in_order():
                digest = tree.files[path]
                if target.is_current(path, digest):
                    target.keep(path)
                else:
                    target.put(path, digest, tree.read(path), last=bool(tree.leads(path)))
            staying = self._staying(tree, moment)
            for path in staying:
                target.leave(path)
            done = target.commit()
            known = self._stamps.written
            self._stamps.save({**{path: known[path] for path in staying}, **done.files})
            write_whole(str(self._left), encode(staying))
        written = tuple(path for path in done.written if path not in OWN)
        kept = len(tree.files) - len(written)
        return Change(written or done.written, done.removed, kept)

    def _stays(self, path: str, tree: BuiltTree) -> bool:
        """Say whether a file that was built once stays for a while: where it is remembered, so that
        it can go later."""
        return stays(path, tree.listing) and path in self._stamps.written

    def _staying(self, tree: BuiltTree, moment: int) -> dict[str, int]:
        """Return the files that stay, each with the moment since when it is not built any more, in
        nanoseconds since 1970."""
        since = decode(read_if_there(str(self._left)))
        gone = self._stamps.written.keys() - tree.files.keys()
        left = {path: since.get(path, moment) for path in sorted(gone) if self._stays(path, tree)}
        return {path: at for path, at in left.items() if moment - at <= _A_WHILE}

    def read(self, path: str) -> bytes | None:
        """See ``Place``."""
        with disk_faults():
            return read_if_there(str(self._folder / path))


@contextmanager
def disk_faults() -> Iterator[None]:
    """Say faults of the disk as faults of the target."""
    try:
        yield
    except (OutputProblem, MustNotGoError) as error:
        raise TargetFault(error.problem) from error
    except OSError as error:
        raise TargetFault(from_error(error, "the target").problem) from error
