"""``publish`` in ``site.yml``: targets that fit what the site has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.model.publishing import Target, TargetType
from builder.source.words import shown
from builder.vocabulary.problems import Problem

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.source.document import Document
    from builder.source.schemas.publishing import TargetRecord

_SOURCES = ("site_src", "incidents", "themes")

NEEDED: Mapping[TargetType, tuple[str, ...]] = {TargetType.DIRECTORY: ("path",)}
"""Keys that a type of target can't do without."""

ALLOWED: Mapping[TargetType, tuple[str, ...]] = {TargetType.DIRECTORY: ("path",)}
"""Keys that mean something for one type of target."""


def targets_of(records: Mapping[str, TargetRecord]) -> tuple[Target, ...]:
    """Return the targets as they are written, in their order."""
    return tuple(
        Target(
            name=name,
            type=record.type,
            url=(record.url or "").rstrip("/"),
            settings={
                key: str(getattr(record, key))
                for key in ALLOWED[record.type]
                if getattr(record, key) is not None
            },
        )
        for name, record in records.items()
    )


def check_targets(document: Document, site: Site, root: Path) -> Iterator[Problem]:
    """Yield what is wrong with a site's targets; ``root`` is the folder of the sources."""
    places: dict[tuple[object, ...], str] = {}
    for target in site.targets:
        keys = ("publish", target.name)
        for key in NEEDED[target.type]:
            if not target.settings.get(key):
                yield document.problem(
                    "missing-key",
                    keys,
                    f"A target of type {shown(target.type)} needs {shown(key)}.",
                    f"Write where it is, like {shown(f'{key}: /srv/status')}.",
                    at_key=True,
                )
        yield from _path_problems(document, target, root)
        place = (target.type, *sorted(target.settings.items()))
        if place in places:
            yield document.problem(
                "same-target",
                keys,
                f"{shown(target.name)} is the same place as {shown(places[place])}.",
                "Keep one of the two, or give each its own place.",
                at_key=True,
            )
        places.setdefault(place, target.name)


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
