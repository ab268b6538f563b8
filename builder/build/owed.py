"""What is owed now: all sources read as far as they can be, and asked incident by incident.

A file with an error hides no promise of another one: it is named, and the rest is read without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from builder.build.request import Progress, Request, silent
from builder.build.shared_work import shared
from builder.model.incident import Incident
from builder.model.site import Site
from builder.source.incidents import read_incident
from builder.source.scan import IncidentFolder, scan
from builder.source.site import read_site
from builder.views.due import Owed, has_no_clock, in_order, owed
from builder.vocabulary.problems import Problem
from builder.vocabulary.problems import in_order as problems_in_order
from builder.vocabulary.statuses import Kind


@dataclass(frozen=True, slots=True)
class Debts:
    """All that is owed at ``now``, soonest first.

    ``unread`` are the paths of sources with errors: what stands in them is not known, or in part.
    ``without_clock`` are incidents that go on while nothing says when the next word is due.
    """

    now: datetime
    site: Site
    rows: tuple[Owed, ...]
    unread: tuple[str, ...] = ()
    without_clock: tuple[str, ...] = ()


class NotKnown(Exception):
    """Too little of the site could be read to tell who is owed what; ``problems`` say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems_in_order(tuple(each for each in problems if each.is_error))
        super().__init__(self.problems)


@dataclass(frozen=True, slots=True)
class LegibleIncident:
    """What could be read of an incident's folder, ``None`` where that is nothing, the paths of its
    files with errors, and of those that are drafts."""

    incident: Incident | None
    unread: tuple[str, ...]
    drafts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Legible:
    """What was read of all incidents, by the folder as it then was; ``digest`` is of the site that
    they were read against."""

    digest: str
    incidents: Mapping[IncidentFolder, LegibleIncident]

    def unchanged(self, folder: IncidentFolder, digest: str) -> bool:
        """Say whether a folder need not be read again: neither it nor the site has changed, and
        nothing is wrong with it."""
        return (
            digest == self.digest and folder in self.incidents and not self.incidents[folder].unread
        )


def read_debts(
    request: Request, known: Legible | None = None, progress: Progress = silent
) -> tuple[Debts, Legible]:
    """Return what is owed at ``request.now``, and what was read of every incident.

    ``known`` is what another call has read of the same site: folders without an error that have
    not changed are not read again.

    Raises:
        NotKnown: the site itself can't be read.
    """
    snapshot = scan(request.source)
    reading = read_site(snapshot, request.latest)
    if reading.site is None:
        raise NotKnown((*snapshot.problems, *reading.problems))
    site = reading.site
    found = {
        folder: known.incidents[folder]
        for folder in snapshot.folders
        if known is not None and known.unchanged(folder, reading.digest)
    }
    new = [folder for folder in snapshot.folders if folder not in found]
    names = frozenset(folder.id for folder in snapshot.folders)
    reader = _Reader(request, site, snapshot.root, names)
    for number, (folder, legible) in enumerate(shared(new, reader.read, request.jobs)):
        progress("reading incidents", number, len(new))
        found[folder] = legible
    problems = [each for each in (*snapshot.problems, *reading.problems) if each.is_error]
    unread = {each.place.path for each in problems}
    unread.update(path for legible in found.values() for path in legible.unread)
    incidents = [each.incident for each in found.values() if each.incident is not None]
    rows = [row for incident in incidents for row in owed(incident, site, request.now)]
    without_clock = sorted(each.id for each in incidents if has_no_clock(each, request.now))
    return (
        Debts(request.now, site, in_order(rows), tuple(sorted(unread)), tuple(without_clock)),
        Legible(reading.digest, found),
    )


class _Reader:
    """Reads an incident's folder as far as it can be read."""

    def __init__(self, request: Request, site: Site, root: Path, names: frozenset[str]) -> None:
        self._request = request
        self._site = site
        self._root = root
        self._names = names

    def read(self, folder: IncidentFolder) -> tuple[IncidentFolder, LegibleIncident]:
        reading = read_incident(folder, self._site, self._root, self._names, self._request.latest)
        unread = {each.place.path for each in reading.problems if each.is_error}
        incident = reading.legible
        if incident is not None and not _has_window(incident):
            incident = None
        drafts = sorted(
            each.place.path for each in reading.problems if each.code == "still-a-draft"
        )
        return folder, LegibleIncident(incident, tuple(sorted(unread)), tuple(drafts))


def _has_window(incident: Incident) -> bool:
    """Say whether a record has what its kind can't do without."""
    return incident.kind is not Kind.MAINTENANCE or None not in (
        incident.scheduled_for,
        incident.scheduled_until,
    )
