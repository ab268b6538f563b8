"""From a target in ``site.yml`` to a place that can take a tree: a line for each type."""

from collections.abc import Callable, Mapping
from pathlib import Path

from builder.model.publishing import Target, TargetType
from builder.publish.targets.place import Place


def _directory(target: Target, source: Path, cache: Path) -> Place:
    from builder.publish.targets.directory import Directory

    return Directory(source / target.settings["path"], cache)


_TYPES: Mapping[TargetType, Callable[[Target, Path, Path], Place]] = {
    TargetType.DIRECTORY: _directory,
}


def open_target(target: Target, source: Path, cache: Path) -> Place:
    """Return the place of a target. Paths are relative to the folder of the sources; ``cache`` is
    the folder of what is remembered of all targets."""
    return _TYPES[target.type](target, source, cache / target.name)
