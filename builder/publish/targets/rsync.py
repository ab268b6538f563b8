"""A folder of another machine, which a web server there serves: by ``rsync`` over ssh.

It is published to as a bucket is: content first, then what leads to it, the manifest, removals
last; a note tells what a publish is about to touch, and the next one finishes what was broken off.
Many files go at once, and each takes its place as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from builder.model.publishing import TargetType
from builder.publish.built_tree import BuiltTree
from builder.publish.targets.object_bucket import Where
from builder.publish.targets.object_difference import Held, Thing
from builder.publish.targets.object_form import Form
from builder.publish.targets.objects import Objects
from builder.publish.targets.rsync_files import Folder, RsyncFiles


class RsyncFolder(Objects):
    """A folder as a target. ``cache`` is a folder of this program's own, for what it remembers."""

    at_a_time = 2_000

    def __init__(self, where: Folder, files: RsyncFiles, cache: Path, *, public: bool) -> None:
        place = Where(where.target, TargetType.RSYNC, where.folder)
        super().__init__(place, files, Form(public), cache)
        self._files = files

    def _things(self, paths: list[str]) -> list[Thing | None]:
        found = self._files.get_several(paths) if paths else {}
        versions = {path: each.about.version for path, each in found.items()}
        things: Mapping[str, Thing] = {
            path: Thing(version, version.mark) for path, version in versions.items()
        }
        return [things.get(path) for path in paths]

    def _put_several(self, paths: list[str], held: Held, tree: BuiltTree) -> None:
        self._files.put_several({path: tree.read(path) for path in paths})
