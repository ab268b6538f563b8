"""``record`` in ``site.yml``: a place for what was published and sent, that no reader reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.model.publishing import RecordPlace, RecordType, TargetType
from builder.source.words import one_of, shown
from builder.vocabulary.problems import Problem

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.source.document import Document
    from builder.source.schemas.publishing import RecordPlaceRecord

_SOURCES = ("site_src", "incidents", "themes")

_NEEDED: Mapping[RecordType, tuple[str, str]] = {
    RecordType.DIRECTORY: ("path", "/var/lib/status-record"),
    RecordType.GIT: ("branch", "record"),
}
"""The key that a type can't do without, with an example."""

_ALLOWED: Mapping[RecordType, tuple[str, ...]] = {
    RecordType.DIRECTORY: ("path",),
    RecordType.GIT: ("repository", "branch"),
}


def record_place_of(record: RecordPlaceRecord | None) -> RecordPlace | None:
    """Return the place as it is written."""
    if record is None:
        return None
    said = {key: getattr(record, key) or "" for key in _ALLOWED[record.type]}
    return RecordPlace(record.type, **said)


def check_record_place(document: Document, site: Site, root: Path) -> Iterator[Problem]:
    """Yield what is wrong with where the record is kept; ``root`` is the folder of the sources."""
    place = site.record
    if place is None:
        return
    key, example = _NEEDED[place.type]
    if not getattr(place, key):
        yield document.problem(
            "missing-key",
            ("record",),
            f"A record of type {shown(place.type)} needs {shown(key)}.",
            f"Write where it is, like {shown(f'{key}: {example}')}.",
            at_key=True,
        )
    written = document.values.get("record")
    known = {key for allowed in _ALLOWED.values() for key in allowed}
    for other in sorted(known.difference(_ALLOWED[place.type]).intersection(_keys(written))):
        yield document.problem(
            "key-of-other-type",
            ("record", other),
            f"{shown(other)} means nothing for a record of type {shown(place.type)}.",
            f"Take it out. What it may have: {one_of(_ALLOWED[place.type])}.",
            at_key=True,
        )
    if _is_published(place, site, root.resolve()):
        yield document.problem(
            "record-in-target",
            ("record",),
            "The record would lie where readers get pages from, and it tells who reads what.",
            "Give it a folder or a branch of its own, that nobody but the publisher can read.",
            at_key=True,
        )
    if place.path and _is_among_sources(place, root.resolve()):
        yield document.problem(
            "record-among-sources",
            ("record", "path"),
            "This folder holds the sources, or lies among them.",
            "Name a folder of its own, beside them or in `.tocsin`.",
        )


def _keys(written: object) -> tuple[str, ...]:
    return tuple(written) if isinstance(written, dict) else ()


def _is_published(place: RecordPlace, site: Site, sources: Path) -> bool:
    """Say whether a target takes the same branch, or a folder around the record's or in it."""
    for target in site.targets:
        said = target.settings
        if place.path and said.get("path"):
            record, pages = (sources / place.path).resolve(), (sources / said["path"]).resolve()
            if record.is_relative_to(pages) or pages.is_relative_to(record):
                return True
        same = (place.repository, place.branch) == (said.get("repository", ""), said.get("branch"))
        if place.branch and target.type is TargetType.GIT and same:
            return True
    return False


def _is_among_sources(place: RecordPlace, sources: Path) -> bool:
    folder = (sources / place.path).resolve()
    among = any(folder.is_relative_to(sources / name) for name in _SOURCES)
    return among or sources.is_relative_to(folder)
