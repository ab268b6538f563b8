"""``publish`` in ``site.yml``: targets that fit what the site has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.model.publishing import PRIVATE, PUBLIC, Target, TargetType
from builder.source.words import one_of, shown, suggestion
from builder.vocabulary.audiences import Protection
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import PUBLIC_NAME

if TYPE_CHECKING:
    from builder.model.site import Audience, Site
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
            tree=_tree(record.tree),
            url=(record.url or "").rstrip("/"),
            checks_readers=record.checks_readers,
            shared_origin=record.shared_origin is not None,
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
        yield from _tree_problems(document, target, site)
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


def _tree(written: str) -> str:
    """Return the tree that a word means: an audience may be written without its kind."""
    known = written in (PUBLIC, PRIVATE) or ":" in written
    return written if known else f"audience:{written}"


def _tree_problems(document: Document, target: Target, site: Site) -> Iterator[Problem]:
    if target.tree == PUBLIC:
        return
    keys = ("publish", target.name, "tree")
    readers = {reader.name for reader in site.readers()} - {PUBLIC_NAME}
    if target.tree != PRIVATE and target.tree not in readers:
        words = [PUBLIC, PRIVATE, *sorted(readers)]
        yield document.problem(
            "unknown-reader",
            keys,
            f"No tree is made for {shown(target.tree)}.",
            suggestion(target.tree, words) or f"Write {one_of(words[:2])}.",
        )
        return
    open_to_all = [
        name
        for name in sorted(readers)
        if target.tree in (PRIVATE, name) and _protection(name, site) is Protection.HOST
    ]
    if open_to_all and not target.checks_readers:
        yield document.problem(
            "target-checks-nobody",
            keys,
            f"The pages of {shown(open_to_all[0])} are not sealed, and nothing says that this host "
            "checks who reads them.",
            "Write `checks_readers: true` once it does, or `protection: sealed` for that audience.",
        )


def _protection(reader: str, site: Site) -> Protection:
    own: Audience | None = None
    for audience in site.audiences.values():
        if audience.accounts if reader.startswith("account:") else audience.reader.name == reader:
            own = audience
    return own.protection if own is not None else Protection.SEALED
