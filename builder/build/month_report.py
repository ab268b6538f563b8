"""The report of a month: all incidents read, each measured as everyone was told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.build.request import Progress, Request, silent
from builder.build.shared_work import shared
from builder.build.uptime_figures import NotMeasured
from builder.source.incidents import read_incident
from builder.source.scan import IncidentFolder, scan
from builder.source.site import read_site
from builder.views.frame import component_limits
from builder.views.month_report import IncidentTimes, PriorityLine, by_priority, declared_in
from builder.views.month_report import incident_times as times_of

if TYPE_CHECKING:
    from pathlib import Path

    from builder.model.site import Site
    from builder.vocabulary.problems import Problem


@dataclass(frozen=True, slots=True)
class MonthReport:
    """The incidents of a month (``yyyy-mm``) in ``time_zone``, and their lines by priority."""

    key: str
    time_zone: str
    lines: tuple[PriorityLine, ...]
    incidents: tuple[IncidentTimes, ...]


def month_report(
    request: Request, month: tuple[int, int], progress: Progress = silent
) -> MonthReport:
    """Measure a month (year, month) of the site's zone, as far as ``request.now``.

    Raises:
        NotMeasured: the sources have errors.
    """
    snapshot = scan(request.source)
    reading = read_site(snapshot, request.latest)
    found = [*snapshot.problems, *reading.problems]
    if reading.site is None or any(problem.is_error for problem in found):
        raise NotMeasured(found)
    known = frozenset(folder.id for folder in snapshot.folders)
    work = _TimesWork(request, snapshot.root, reading.site, known)
    measured: list[IncidentTimes] = []
    problems: list[Problem] = []
    for number, (times, wrong) in enumerate(shared(snapshot.folders, work.make, request.jobs)):
        progress("reading incidents", number, len(snapshot.folders))
        problems += wrong
        measured += (times,) if times is not None else ()
    if problems:
        raise NotMeasured(problems)
    zone = reading.site.time_zone
    incidents = declared_in(measured, month, zone)
    key = f"{month[0]:04}-{month[1]:02}"
    return MonthReport(key, zone, by_priority(incidents), incidents)


class _TimesWork:
    """Measures one incident."""

    def __init__(self, request: Request, root: Path, site: Site, known: frozenset[str]) -> None:
        self._request = request
        self._root = root
        self._site = site
        self._known = known
        self._limits = component_limits(site)

    def make(self, folder: IncidentFolder) -> tuple[IncidentTimes | None, Iterable[Problem]]:
        """Read an incident; return what is measured of it, and its errors."""
        reading = read_incident(folder, self._site, self._root, self._known, self._request.latest)
        if reading.incident is None:
            return None, tuple(each for each in reading.problems if each.is_error)
        return times_of(reading.incident, self._limits, self._request.now), ()
