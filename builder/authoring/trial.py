"""Files tried out before they are written: read as they would stand among the sources."""

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from builder.model.site import Site
from builder.source.file_names import INCIDENTS_FOLDER, SITE_FOLDER
from builder.source.incidents import IncidentReading, read_incident
from builder.source.scan import Snapshot, scan
from builder.source.wording import wording
from builder.vocabulary.problems import Problem


def tried_out(
    snapshot: Snapshot,
    site: Site,
    incident: str,
    files: Mapping[str, str],
    latest: datetime | None,
    now: datetime,
    beside: Iterable[str] = (),
) -> tuple[IncidentReading, tuple[Problem, ...]]:
    """Read an incident as it would be with some files more, or others in their place.

    ``beside`` are ids of incidents that it leads to. Returns the reading, what is wrong with the
    names of its files, and warnings on the words of those that are new, the worst first. Nothing is
    written but to a folder of the system's for such things, which is gone afterwards.

    Raises:
        OSError: the disk refuses.
    """
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        root = Path(folder)
        for name in dict.fromkeys((incident, *beside)):
            there = snapshot.root / INCIDENTS_FOLDER / name
            if there.is_dir():
                shutil.copytree(there, root / INCIDENTS_FOLDER / name, symlinks=True)
        shutil.copytree(snapshot.root / SITE_FOLDER, root / SITE_FOLDER, symlinks=True)
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        found = scan(root)
        own = next(each for each in found.folders if each.id == incident)
        known = frozenset({incident, *(each.id for each in snapshot.folders)})
        names = tuple(
            problem
            for problem in found.problems
            if problem.place.path.startswith(f"{INCIDENTS_FOLDER}/{incident}/")
        )
        words = (each for each in wording(root, own, site, now) if each.place.path in files)
        return read_incident(own, site, root, known, latest), (*names, *words)
