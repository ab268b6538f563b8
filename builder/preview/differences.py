"""What the sources at hand tell each reader that the last commit did not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from builder.preview.shown_site import ShownSite
from builder.preview.shown_tree import ShownTree
from builder.preview.sources import Sources
from builder.source.incidents import IncidentReading, read_incident
from builder.source.scan import scan
from builder.source.site import read_site
from builder.views.types import Entry, IncidentRow, Localised


class Change(StrEnum):
    """What becomes of a page."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PageChange:
    """The page of an incident that will be another one; ``draft`` where drafts stand on it."""

    incident: str
    title: str
    change: Change
    draft: bool = False


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that feeds will tell, or that they told and will not find any more. A ``draft`` they
    tell once it is none."""

    key: str
    title: str
    label: str
    posted: datetime
    change: Change
    draft: bool = False


@dataclass(frozen=True, slots=True)
class ReaderDifference:
    """What changes for one reader."""

    reader: str
    pages: tuple[PageChange, ...]
    entries: tuple[EntryChange, ...]


def committed(folder: Path, now: ShownSite) -> ShownSite | None:
    """Return the site of sources that lie in a folder, ``None`` where they can't be read as one.

    Of what they are shown with, the theme is that of the site at hand; incidents that have errors
    there are left out.
    """
    snapshot = scan(folder)
    site = read_site(snapshot, None).site
    if site is None:
        return None
    site = replace(site, catalogues=now.site.catalogues)
    known = frozenset(each.id for each in snapshot.folders)
    readings: Mapping[str, IncidentReading] = {
        each.id: read_incident(each, site, folder, known, None) for each in snapshot.folders
    }
    ground = replace(now.sources.ground, site=site)
    return ShownSite(Sources(snapshot, (), ground, readings), now.now)


def differences(before: ShownSite, now: ShownSite) -> tuple[ReaderDifference, ...]:
    """Return what changes from one site to another, for each reader for whom anything does."""
    same = _same(before, now)
    found = (
        ReaderDifference(
            name,
            tuple(_pages(before, now, name, same)),
            tuple(_entries(before, now, name)),
        )
        for name in now.readers
    )
    return tuple(each for each in found if each.pages or each.entries)


def _same(before: ShownSite, now: ShownSite) -> frozenset[str]:
    """Return the incidents that no reader sees otherwise, known without looking at their words."""
    if before.site != now.site:
        return frozenset()
    were = before.sources.readings
    return frozenset(
        name
        for name, reading in now.sources.readings.items()
        if name in were and were[name].digests == reading.digests and not reading.drafts
    )


def _pages(
    before: ShownSite, now: ShownSite, reader: str, same: frozenset[str]
) -> Iterator[PageChange]:
    was, found = _tree(before, reader), now.tree(reader)
    names = {*now.sources.readings, *(before.sources.readings)} - same
    for name in sorted(names, reverse=True):
        had = was is not None and was.has_page(name)
        has = found.has_page(name)
        if not has and not had:
            continue
        tree = found if has else was
        assert tree is not None
        title = _title(tree.rows[name].title, now)
        draft = bool(_drafts(now, name))
        if not had or not has:
            yield PageChange(name, title, Change.NEW if has else Change.GONE, draft)
        elif was is not None and was.view(name) != found.view(name):
            yield PageChange(name, title, Change.CHANGED, draft)


def _entries(before: ShownSite, now: ShownSite, reader: str) -> Iterator[EntryChange]:
    was = _tree(before, reader)
    old = _told(was) if was is not None else {}
    new = _told(now.tree(reader))
    for key, (row, entry) in new.items():
        if key not in old:
            yield _entry(row, entry, now, Change.NEW)
    for key, (row, entry) in old.items():
        if key not in new:
            yield _entry(row, entry, now, Change.GONE)


def _told(tree: ShownTree) -> dict[str, tuple[IncidentRow, Entry]]:
    return {entry.key: (row, entry) for row, entry, _ in tree.told.items}


def _tree(site: ShownSite, reader: str) -> ShownTree | None:
    return site.tree(reader) if reader in site.readers else None


def _entry(row: IncidentRow, entry: Entry, now: ShownSite, change: Change) -> EntryChange:
    draft = entry.update in _drafts(now, row.id)
    title = _title(row.title, now)
    return EntryChange(entry.key, title, entry.label, entry.posted, change, draft)


def _drafts(site: ShownSite, incident: str) -> tuple[str, ...]:
    reading = site.sources.readings.get(incident)
    return reading.drafts if reading is not None else ()


def _title(title: Localised, now: ShownSite) -> str:
    return title.get(now.site.language) or next(iter(title.values()), "")
