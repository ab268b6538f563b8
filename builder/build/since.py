"""What was published stays: the sources held against those of an earlier revision.

Both are taken as of one moment, so that what the clock does is the same in both.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from builder.build.request import Request
from builder.build.shared_work import shared
from builder.build.since_site import site_since
from builder.model.site import Site
from builder.source.incidents import read_incident
from builder.source.revision import lay_out_revision
from builder.source.scan import IncidentFolder, scan
from builder.source.site import read_site
from builder.views.alike import named_in, reader_as_named
from builder.views.cut import cut
from builder.views.frame import component_limits
from builder.views.news import Item, news
from builder.views.rows import row_of
from builder.views.types import IncidentRow
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.readers import Reader

_WITHDRAWN = "/withdrawn"


def since(request: Request, revision: str, environment: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return what readers had at a revision and would lose, or would not be told of, now.

    Sources that can't be read are passed over: ``check`` tells what is wrong with them.

    Raises:
        NoRevision: the repository does not have the revision.
        OSError: there is no room for it.
    """
    with tempfile.TemporaryDirectory(prefix="tocsin-since-") as folder:
        lay_out_revision(request.source, revision, Path(folder), environment)
        before = _sources(replace(request, source=Path(folder)))
    now = _sources(request)
    if before is None or now is None:
        return ()
    return (
        *site_since(before.site, now.site),
        *_each_once(_gone(before, now)),
        *_each_once(_late(before, now, request.now)),
    )


@dataclass(frozen=True, slots=True)
class _Incident:
    """One incident as each reader has it who may read something of it, by the reader's name.

    ``rows`` is ``None`` where it could not be read.
    """

    id: str
    rows: Mapping[str, IncidentRow] | None
    imported: bool = False


@dataclass(frozen=True, slots=True)
class _Sources:
    """All that readers have of a site at a moment."""

    site: Site
    incidents: Mapping[str, _Incident]

    def rows(self, reader: str) -> list[IncidentRow]:
        """Return what one reader has."""
        read = (each.rows or {} for each in self.incidents.values())
        return [rows[reader] for rows in read if reader in rows]

    def is_unread(self, incident: str) -> bool:
        """Say whether an incident is there and could not be read."""
        found = self.incidents.get(incident)
        return found is not None and found.rows is None


def _sources(request: Request) -> _Sources | None:
    snapshot = scan(request.source)
    site = read_site(snapshot, request.latest).site
    if site is None:
        return None
    known = frozenset(folder.id for folder in snapshot.folders)
    work = _IncidentWork(request, site, known)
    made = shared(snapshot.folders, work.make, request.jobs)
    return _Sources(site, {each.id: each for each in made})


class _IncidentWork:
    """Reads an incident and cuts it for each reader, once for all who are alike in it."""

    def __init__(self, request: Request, site: Site, known: frozenset[str]) -> None:
        self._request = request
        self._site = site
        self._known = known
        self._limits = component_limits(site)
        self._readers = tuple(site.readers())

    def make(self, folder: IncidentFolder) -> _Incident:
        request = self._request
        reading = read_incident(folder, self._site, request.source, self._known, request.latest)
        incident = reading.incident
        if incident is None:
            return _Incident(folder.id, None)
        named = named_in(incident, self._limits)
        cuts: dict[Reader, IncidentRow | None] = {}
        rows: dict[str, IncidentRow] = {}
        for reader in self._readers:
            alike = reader_as_named(reader, named)
            if alike not in cuts:
                view = cut(alike, incident, self._limits, request.now)
                cuts[alike] = row_of(view, "") if view is not None else None
            row = cuts[alike]
            if row is not None:
                rows[reader.name] = row
        return _Incident(folder.id, rows, incident.origin is not None)


# --- what readers would lose --------------------------------------------------------------------


def _gone(before: _Sources, now: _Sources) -> Iterator[Problem]:
    """Yield each update that a reader was told, and finds no more or at another time."""
    readers = {reader.name for reader in now.site.readers()}
    for reader in (each.name for each in before.site.readers() if each.name in readers):
        rows = {row.id: row for row in now.rows(reader)}
        for row in before.rows(reader):
            if now.is_unread(row.id):
                continue
            if row.id not in now.incidents:
                yield _incident_gone(row.id)
                continue
            there = {entry.key: entry for entry in rows[row.id].entries} if row.id in rows else {}
            for entry in row.entries:
                if not entry.update or entry.key + _WITHDRAWN in there:
                    continue
                found = there.get(entry.key)
                if found is None:
                    yield _update_gone(row.id, entry.update)
                elif found.posted != entry.posted:
                    yield _moved(row.id, entry.update, entry.posted)


def _incident_gone(incident: str) -> Problem:
    return Problem(
        Place(f"incidents/{incident}"),
        "published-gone",
        "This incident was published, and its folder is gone.",
        "Put it back under this very name: addresses and subscriptions go by it. What must not be "
        "read any more is taken back with `redacted` in each update.",
    )


def _update_gone(incident: str, update: str) -> Problem:
    return Problem(
        _place(incident, update),
        "published-gone",
        "This update was published, and some who read it would find it no more.",
        "Put it back as it was, under this very name and for the same readers. Take back what is "
        "wrong with `withdrawn`, what nobody may read any more with `redacted`.",
    )


def _moved(incident: str, update: str, posted: datetime) -> Problem:
    return Problem(
        _place(incident, update),
        "published-moved",
        "This update was published with another time, and feeds would tell it anew or not at all.",
        f"Write `posted: {_written(posted)}`.",
    )


# --- what readers would not be told of ----------------------------------------------------------


def _late(before: _Sources, now: _Sources, moment: datetime) -> Iterator[Problem]:
    """Yield each new update that would stand in a feed behind what was told already."""
    for reader in before.site.readers():
        told = news(before.rows(reader.name), moment).items
        if not told:
            continue
        newest = told[0][2]
        known = {entry.key for _, entry, _ in told}
        for item in news(now.rows(reader.name), moment).items:
            row, entry, time = item
            if time <= newest and entry.update and entry.key not in known:
                came = before.incidents.get(row.id)
                if came is not None or not now.incidents[row.id].imported:
                    yield _behind(item, newest, moment)


def _behind(item: Item, newest: datetime, moment: datetime) -> Problem:
    row, entry, _ = item
    return Problem(
        _place(row.id, entry.update),
        "behind-what-was-told",
        f"Readers were told of something at {_written(newest)}, and feeds would put this before "
        f"it, at {_written(entry.posted)}: many programs would never show it.",
        f"Write `posted: {_written(moment)}` into it, which says when it was published.",
    )


def _place(incident: str, update: str) -> Place:
    return Place(f"incidents/{incident}/{update}.md")


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _each_once(found: Iterable[Problem]) -> Iterable[Problem]:
    """Leave out what was said of a file already: readers differ in what else they were told."""
    first: dict[Place, Problem] = {}
    for problem in found:
        first.setdefault(problem.place, problem)
    return first.values()
