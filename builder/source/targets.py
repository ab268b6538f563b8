"""``publish`` in ``site.yml``: targets that fit what the site has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.model.publishing import Target, TargetType
from builder.source.private_targets import private_problems, tree_of
from builder.source.words import one_of, shown
from builder.vocabulary.problems import Problem

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.source.document import Document
    from builder.source.schemas.publishing import TargetRecord

_SOURCES = ("site_src", "incidents", "themes")

_STORED = ("bucket", "prefix", "compression")

NEEDED: Mapping[TargetType, Mapping[str, str]] = {
    TargetType.DIRECTORY: {"path": "/srv/status"},
    TargetType.GIT: {"branch": "gh-pages"},
    TargetType.S3: {"bucket": "status.example.com"},
    TargetType.GOOGLE: {"bucket": "status.example.com"},
    TargetType.AZURE: {"bucket": "$web"},
    TargetType.RSYNC: {"host": "deploy@web.example.com", "folder": "/srv/status"},
    TargetType.COMMAND: {"command": "[upload, '{folder}']"},
}
"""Keys that a type of target can't do without, each with an example."""

ALLOWED: Mapping[TargetType, tuple[str, ...]] = {
    TargetType.DIRECTORY: ("path", "switch"),
    TargetType.GIT: ("repository", "branch", "history", "cname"),
    TargetType.S3: (*_STORED, "region", "endpoint"),
    TargetType.GOOGLE: _STORED,
    TargetType.AZURE: (*_STORED, "endpoint"),
    TargetType.RSYNC: ("host", "folder"),
    TargetType.COMMAND: ("command",),
}
"""Keys that mean something for one type of target."""

PLACES: Mapping[TargetType, tuple[str, ...]] = {
    TargetType.DIRECTORY: ("path",),
    TargetType.GIT: ("repository", "branch"),
    TargetType.S3: ("bucket", "prefix", "endpoint"),
    TargetType.GOOGLE: ("bucket", "prefix"),
    TargetType.AZURE: ("bucket", "prefix", "endpoint"),
    TargetType.RSYNC: ("host", "folder"),
    TargetType.COMMAND: ("command",),
}
"""Keys by which two targets of a type are the same place."""


def targets_of(records: Mapping[str, TargetRecord]) -> tuple[Target, ...]:
    """Return the targets as they are written, in their order."""
    return tuple(
        Target(
            name=name,
            type=record.type,
            tree=tree_of(record.tree),
            url=(record.url or "").rstrip("/"),
            checks_readers=bool(record.checks_readers),
            shared_origin=record.shared_origin is not None,
            settings={
                key: _spelled(getattr(record, key))
                for key in ALLOWED[record.type]
                if getattr(record, key) is not None
            },
        )
        for name, record in records.items()
    )


def _spelled(value: object) -> str:
    """Return a setting as a word; the words of a command as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def check_targets(document: Document, site: Site, root: Path) -> Iterator[Problem]:
    """Yield what is wrong with a site's targets; ``root`` is the folder of the sources."""
    places: dict[tuple[object, ...], str] = {}
    for target in site.targets:
        keys = ("publish", target.name)
        for key, example in NEEDED[target.type].items():
            if not target.settings.get(key):
                yield document.problem(
                    "missing-key",
                    keys,
                    f"A target of type {shown(target.type)} needs {shown(key)}.",
                    f"Write where it is, like {shown(f'{key}: {example}')}.",
                    at_key=True,
                )
        if target.type is TargetType.COMMAND and target.is_public and not target.url:
            yield document.problem(
                "missing-key",
                keys,
                "A target of type `command` needs `url`: only there is seen what came of it.",
                "Write where readers find it, like `url: https://status.example.com`.",
                at_key=True,
            )
        yield from _path_problems(document, target, root)
        yield from _others_keys(document, target)
        yield from private_problems(document, target, site)
        place = (target.type, *(target.settings.get(key) for key in PLACES[target.type]))
        if place in places:
            yield document.problem(
                "same-target",
                keys,
                f"{shown(target.name)} is the same place as {shown(places[place])}.",
                "Keep one of the two, or give each its own place.",
                at_key=True,
            )
        places.setdefault(place, target.name)
    yield from _nested(document, site, root.resolve())
    yield from _within_prefix(document, site)
    yield from _within_folder(document, site)


def _path_problems(document: Document, target: Target, root: Path) -> Iterator[Problem]:
    """Refuse a folder that holds the sources, or lies among them."""
    if "path" not in target.settings:
        return
    sources = root.resolve()
    folder = (sources / target.settings["path"]).resolve()
    among = any(folder.is_relative_to(sources / name) for name in _SOURCES)
    if sources.is_relative_to(folder) or among:
        yield document.problem(
            "target-holds-sources",
            ("publish", target.name, "path"),
            "This folder holds the sources, or lies among them.",
            "Name a folder that a web server serves and nothing else.",
        )


def _nested(document: Document, site: Site, sources: Path) -> Iterator[Problem]:
    """Refuse a folder within that of another target: whoever serves that one serves both."""
    folders = {
        target.name: (sources / target.settings["path"]).resolve()
        for target in site.targets
        if target.settings.get("path")
    }
    for name, folder in folders.items():
        for other, above in folders.items():
            if above in folder.parents and not sources.is_relative_to(above):
                yield document.problem(
                    "target-in-target",
                    ("publish", name, "path"),
                    f"This folder lies within that of {shown(other)}.",
                    "Give each target a folder beside the other.",
                )


def _within_prefix(document: Document, site: Site) -> Iterator[Problem]:
    """Refuse a part of a bucket that lies within that of another target."""
    parts = [(target.name, part) for target in site.targets if (part := _part_of_bucket(target))]
    for name, (bucket, prefix) in parts:
        for other, (its_bucket, its_prefix) in parts:
            if bucket == its_bucket and prefix != its_prefix and prefix.startswith(its_prefix):
                yield document.problem(
                    "target-in-target",
                    ("publish", name),
                    f"This part of the bucket lies within that of {shown(other)}.",
                    "Give each target a bucket of its own, or a `prefix` beside the other.",
                    at_key=True,
                )


def _within_folder(document: Document, site: Site) -> Iterator[Problem]:
    """Refuse a folder of another machine within that of another target."""
    folders = {
        target.name: (target.settings["host"], f"{target.settings['folder'].rstrip('/')}/")
        for target in site.targets
        if target.settings.get("host") and target.settings.get("folder")
    }
    for name, (host, folder) in folders.items():
        for other, (its_host, its_folder) in folders.items():
            if host == its_host and folder != its_folder and folder.startswith(its_folder):
                yield document.problem(
                    "target-in-target",
                    ("publish", name, "folder"),
                    f"This folder lies within that of {shown(other)}.",
                    "Give each target a folder beside the other.",
                )


def _part_of_bucket(target: Target) -> tuple[tuple[str, ...], str] | None:
    """Return a bucket, and what the names of objects begin with."""
    said = target.settings
    if not said.get("bucket"):
        return None
    prefix = said.get("prefix", "")
    return (target.type, said["bucket"], said.get("endpoint", "")), prefix and f"{prefix}/"


def _others_keys(document: Document, target: Target) -> Iterator[Problem]:
    """Refuse keys that mean something for targets of another type alone."""
    written = document.values.get("publish")
    keys = written.get(target.name) if isinstance(written, dict) else None
    others = {key for allowed in ALLOWED.values() for key in allowed} - set(ALLOWED[target.type])
    for key in sorted(others.intersection(keys if isinstance(keys, dict) else ())):
        yield document.problem(
            "key-of-other-type",
            ("publish", target.name, key),
            f"{shown(key)} means nothing for a target of type {shown(target.type)}.",
            f"Take it out. What it may have: {one_of(ALLOWED[target.type])}.",
            at_key=True,
        )
