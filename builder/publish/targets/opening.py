"""From a target in ``site.yml`` to a place that can take a tree: a line for each type."""

from collections.abc import Callable, Mapping
from pathlib import Path

from builder.model.publishing import History, Target, TargetType
from builder.publish.targets.place import Place


def _directory(target: Target, source: Path, cache: Path, _: Mapping[str, str]) -> Place:
    from builder.publish.targets.directory import Directory

    return Directory(source / target.settings["path"], cache)


def _git(target: Target, source: Path, cache: Path, environment: Mapping[str, str]) -> Place:
    from builder.publish.targets.git import Branch, GitBranch

    said = target.settings
    branch = Branch(
        target.name,
        said.get("repository", ""),
        said["branch"],
        not target.is_public or said.get("history") == History.SQUASH,
        said.get("cname", ""),
    )
    return GitBranch(branch, source, cache, environment)


_Opening = Callable[[Target, Path, Path, Mapping[str, str]], Place]

_TYPES: Mapping[TargetType, _Opening] = {
    TargetType.DIRECTORY: _directory,
    TargetType.GIT: _git,
}


def open_target(target: Target, source: Path, cache: Path, environment: Mapping[str, str]) -> Place:
    """Return the place of a target. Paths are relative to the folder of the sources; ``cache`` is
    the folder of what is remembered of all targets, ``environment`` what children get."""
    return _TYPES[target.type](target, source, cache / target.name, environment)
