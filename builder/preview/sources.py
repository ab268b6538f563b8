"""The sources as they are now; of what did not change the last reading is kept."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from builder.build.ground import Ground, read_ground
from builder.build.incident_work import same_codes
from builder.source.file_names import INCIDENTS_FOLDER
from builder.source.incidents import IncidentReading, read_incident
from builder.source.scan import IncidentFolder, Snapshot, rescan, scan
from builder.vocabulary.problems import Problem, in_order

Stamps = tuple[tuple[str, int, int, int], ...]
"""Path, size, time and inode of each file."""

_THEMES = "themes"


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a site is made of, drafts too.

    ``ground`` is without what is wrong with names and kinds of files: that is the snapshot's.
    ``readings`` has each incident by its id.
    """

    snapshot: Snapshot
    themes: Stamps
    ground: Ground
    readings: Mapping[str, IncidentReading]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with them."""
        found = [*self.snapshot.problems, *self.ground.problems]
        for reading in self.readings.values():
            found += reading.problems
        codes = {
            name: reading.incident.code if reading.incident is not None else ""
            for name, reading in self.readings.items()
        }
        return in_order([*found, *same_codes(codes)])

    @property
    def is_whole(self) -> bool:
        """True where a build of them would be written."""
        return self.ground.theme is not None and not any(each.is_error for each in self.problems)


def read_sources(
    root: Path,
    latest: datetime | None,
    before: Sources | None = None,
    changed: frozenset[str] = frozenset(),
) -> Sources:
    """Read the sources below ``root``.

    ``latest`` is the latest time that an update may have without an embargo, ``None`` where any
    will do. ``before`` is the last reading of the same folder: what did not change since is taken
    from there. ``changed`` are the paths of all that changed since, where somebody knows.
    """
    incidents = _incidents(changed, before)
    if before is not None and incidents:
        snapshot, themes = rescan(before.snapshot, incidents), before.themes
    else:
        snapshot, themes = scan(root), tuple(_stamps(root / _THEMES))
    ground = _ground(snapshot, themes, latest, before)
    if ground.site is None:
        return Sources(snapshot, themes, ground, {})
    known = frozenset(folder.id for folder in snapshot.folders)
    kept = _kept(snapshot, ground, known, before)
    readings = {
        folder.id: kept.get(folder.id)
        or read_incident(folder, ground.site, root, known, latest, drafts=True)
        for folder in snapshot.folders
    }
    return Sources(snapshot, themes, ground, readings)


def _incidents(changed: frozenset[str], before: Sources | None) -> frozenset[str]:
    """Return the incidents in which all changes are, none where something else changed too."""
    if before is None:
        return frozenset()
    there = {folder.id for folder in before.snapshot.folders}
    found = set()
    for path in changed:
        folder, _, rest = path.partition("/")
        incident, _, file = rest.partition("/")
        inside = folder == INCIDENTS_FOLDER and incident in there and file
        if not inside or not (before.snapshot.root / folder / incident).is_dir():
            return frozenset()
        found.add(incident)
    return frozenset(found)


def _ground(
    snapshot: Snapshot, themes: Stamps, latest: datetime | None, before: Sources | None
) -> Ground:
    if (
        before is not None
        and before.snapshot.site_files == snapshot.site_files
        and before.themes == themes
        and not any(problem.is_error for problem in before.ground.problems)
    ):
        return before.ground
    return read_ground(replace(snapshot, problems=()), latest=latest)


def _kept(
    snapshot: Snapshot, ground: Ground, known: frozenset[str], before: Sources | None
) -> Mapping[str, IncidentReading]:
    """Return the readings that still hold. One with an error is made anew: what it refers to, or
    the clock, may have mended it."""
    if before is None or before.ground.site != ground.site:
        return {}
    folders = {folder.id: folder for folder in before.snapshot.folders}
    changed = {folder.id for folder in snapshot.folders if folders.get(folder.id) != folder}
    moved = changed | (known ^ folders.keys())

    def holds(folder: IncidentFolder) -> bool:
        reading = before.readings.get(folder.id)
        return (
            reading is not None
            and folder.id not in changed
            and moved.isdisjoint(reading.references)
            and not any(problem.is_error for problem in reading.problems)
        )

    return {folder.id: before.readings[folder.id] for folder in snapshot.folders if holds(folder)}


def _stamps(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            # An editor may move a file away while somebody looks.
            with suppress(FileNotFoundError):
                found = os.stat(os.path.join(place, name), follow_symlinks=False)
                yield f"{place}/{name}", found.st_size, found.st_mtime_ns, found.st_ino
