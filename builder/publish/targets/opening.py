"""From a target in ``site.yml`` to a place that can take a tree: a line for each type."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from builder.model.publishing import Compression, History, Switch, Target, TargetType
from builder.publish.targets.place import Place


def _directory(target: Target, source: Path, cache: Path, _: Mapping[str, str]) -> Place:
    from builder.publish.targets.directory import Directory

    folder = source / target.settings["path"]
    if target.settings.get("switch") == Switch.LINK:
        from builder.publish.targets.switched import SwitchedDirectory

        return SwitchedDirectory(folder, cache)
    return Directory(folder, cache)


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


def _objects(target: Target, _source: Path, cache: Path, _: Mapping[str, str]) -> Place:
    from builder.publish.targets.object_bucket import Bucket, Where
    from builder.publish.targets.object_form import Form
    from builder.publish.targets.objects import Objects

    said = target.settings
    where = Where(
        target.name,
        target.type,
        said["bucket"],
        said.get("prefix", ""),
        said.get("region", ""),
        said.get("endpoint", ""),
    )
    form = Form(target.is_public, compressed=said.get("compression") == Compression.GZIP)
    return Objects(where, Bucket(where), form, cache)


def _rsync(target: Target, _source: Path, cache: Path, environment: Mapping[str, str]) -> Place:
    from builder.publish.targets.rsync import RsyncFolder
    from builder.publish.targets.rsync_files import Folder, RsyncFiles

    where = Folder(target.name, target.settings["host"], target.settings["folder"])
    return RsyncFolder(where, RsyncFiles(where, environment), cache, public=target.is_public)


def _command(target: Target, source: Path, cache: Path, environment: Mapping[str, str]) -> Place:
    from builder.publish.targets.command import CommandTarget

    words = tuple(json.loads(target.settings["command"]))
    return CommandTarget(target.name, words, source, cache, environment)


_Opening = Callable[[Target, Path, Path, Mapping[str, str]], Place]

_TYPES: Mapping[TargetType, _Opening] = {
    TargetType.DIRECTORY: _directory,
    TargetType.GIT: _git,
    TargetType.S3: _objects,
    TargetType.GOOGLE: _objects,
    TargetType.AZURE: _objects,
    TargetType.RSYNC: _rsync,
    TargetType.COMMAND: _command,
}


_CREDENTIALS: Mapping[TargetType, str] = {
    TargetType.S3: "AWS_",
    TargetType.GOOGLE: "GOOGLE_",
    TargetType.AZURE: "AZURE_",
}
"""How the names of variables begin by which a type of target is let in."""


def without_credentials(
    environment: Mapping[str, str], targets: Iterable[Target]
) -> dict[str, str]:
    """Return an environment without what lets this process into targets: children of it, such as
    git, have their own."""
    begin = tuple({_CREDENTIALS[each.type] for each in targets if each.type in _CREDENTIALS})
    return {name: word for name, word in environment.items() if not name.startswith(begin)}


def open_target(target: Target, source: Path, cache: Path, environment: Mapping[str, str]) -> Place:
    """Return the place of a target. Paths are relative to the folder of the sources; ``cache`` is
    the folder of what is remembered of all targets, ``environment`` what children get."""
    return _TYPES[target.type](target, source, cache / target.name, environment)
