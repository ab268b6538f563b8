"""Histories of other status pages, as our files.

An importer is one module with ``SYSTEM``, ``TITLE`` and ``read``, named in ``_IMPORTERS``. It turns
files into a ``Reading``; what to write follows from that alone, whatever the system.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from importlib import import_module
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from builder.importers.reading.fetching import FetchError, fetch_answers, is_address
from builder.importers.reading.history import Reading
from builder.importers.reading.severity import SeverityTable, read_table
from builder.importers.reading.tree import SourceFile, commit_log, read_tree
from builder.importers.writing import record, target
from builder.importers.writing.plan import Plan, make_plan
from builder.importers.writing.report import Setting, report_text
from builder.importers.writing.site_files import UNKNOWN_URL, components_file, site_text
from builder.vocabulary.problems import Place, Problem

_IMPORTERS = {
    "cstate": "builder.importers.cstate",
    "statuspage": "builder.importers.statuspage",
    "statusfy": "builder.importers.statusfy",
    "statuskit": "builder.importers.statuskit",
    "upptime": "builder.importers.upptime",
}

SYSTEMS = tuple(_IMPORTERS)
"""Names of the systems that can be imported from."""


class Importer(Protocol):
    """What a module of a system has."""

    SYSTEM: str
    TITLE: str

    def read(
        self, files: tuple[SourceFile, ...], table: SeverityTable, zone: tzinfo | None
    ) -> Reading:
        """Read the system's files. Pure: no I/O, no clock."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. With an error among the problems nothing was written.

    ``listed`` counts files that are no incident here, each in the report with its reason.
    ``unmatched`` are updates of an earlier import that the source no longer has. ``kept`` are files
    that were edited here since and were not touched.
    """

    files: int = 0
    incidents: int = 0
    updates: int = 0
    listed: int = 0
    unmatched: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """True where nothing was written."""
        return any(problem.is_error for problem in self.problems)

    @property
    def summary(self) -> tuple[str, ...]:
        """Lines for the person who imports; none where nothing was imported."""
        if self.failed:
            return ()
        lines = [
            f"{self.files} files looked at: {self.incidents} incidents with {self.updates} updates "
            f"are in, {self.listed} files are no incident (see {target.REPORT}).",
        ]
        if self.unmatched:
            lines.append(f"{len(self.unmatched)} updates are no longer in the source.")
        if self.kept:
            lines.append(f"{len(self.kept)} files were edited here and stay as they are (--force).")
        return tuple(lines)


def import_history(
    system: str,
    source: str,
    into: Path,
    *,
    severity_map: Path | None,
    time_zone: str | None,
    force: bool,
    now: datetime | None = None,
) -> ImportResult:
    """Import a history and write it into a folder.

    Args:
        system: one of ``SYSTEMS``.
        source: a folder; for Statuspage an address too.
        into: the folder that holds, or will hold, ``site_src/`` and ``incidents/``.
        severity_map: a file of ``severity: state`` lines that stand above the built-in table.
        time_zone: IANA name of the zone of times that have none.
        force: overwrite what was edited here since the last import.
        now: the moment after which an update's time lies ahead; default the clock.

    Raises:
        OSError: the disk refuses to be written to.
    """
    table, problems = read_table(severity_map)
    zone, more = _zone(time_zone)
    if system not in _IMPORTERS:
        problems += (_error(system, "import-system", "is no system to import from.",
                            f"Use one of: {', '.join(SYSTEMS)}."),)  # fmt: skip
    if problems or more:
        return ImportResult(problems=(*problems, *more))
    importer: Importer = import_module(_IMPORTERS[system])
    try:
        files = _files(importer, source, into)
    except (FetchError, OSError) as error:
        return ImportResult(problems=(_error(source, "import-source", f"{error}.", _SOURCE_MEND),))
    reading = importer.read(files, table, zone)
    if reading.zoneless:
        return ImportResult(files=reading.files, problems=(_zone_needed(reading.zoneless),))
    if not reading.incidents and not reading.components:
        message = f"holds nothing that is {importer.TITLE}'s."
        return ImportResult(
            files=reading.files,
            problems=(_error(source, "import-source", message, _SOURCE_MEND),),
        )
    setting = Setting(time_zone or "", severity_map.name if severity_map else "")
    return _write(reading, into, setting, now or datetime.now(UTC), Path(source).name, force=force)


_SOURCE_MEND = "Give the folder of the old page's files, as it was cloned or captured."


def _files(importer: Importer, source: str, into: Path) -> tuple[SourceFile, ...]:
    """Read the source, a folder or for Statuspage an address."""
    if is_address(source):
        if importer.SYSTEM != "statuspage":
            raise FetchError("only a Statuspage can be fetched from an address")
        from builder.importers.statuspage import PAGES

        return fetch_answers(source, PAGES)
    folder = Path(source)
    if not folder.is_dir():
        raise FetchError("there is no such folder")
    files = read_tree(folder, into)
    if importer.SYSTEM == "upptime":
        from builder.importers.upptime import LOG

        if all(file.path != LOG for file in files):
            files = (*files, SourceFile(LOG, commit_log(folder).encode()))
    return files


def _write(
    reading: Reading, into: Path, setting: Setting, now: datetime, name: str, *, force: bool
) -> ImportResult:
    """Plan and write; problems of the folder are values, nothing is written with one."""
    try:
        present = target.read_target(into)
        components = components_file(reading, present.components)
    except target.TargetError as error:
        return ImportResult(problems=(_error(error.path, "import-target", error.message, ""),))
    except ValueError as error:
        message = f"can't be read: {str(error).splitlines()[0]}."
        mend = "Run `tocsin check` and mend it first."
        return ImportResult(problems=(_error(target.COMPONENTS, "import-target", message, mend),))
    plan = make_plan(reading, present, components.ids, now, force=force)
    files = dict(plan.files)
    if present.site is None:
        files[target.SITE] = site_text(reading, setting.time_zone, name or "Status")
    if components.text is not None:
        files[target.COMPONENTS] = components.text
    notes = _notes(reading)
    files[target.REPORT] = report_text(reading, plan, setting, notes)
    files[record.FILE_NAME] = record.write_record(plan.record)
    target.write_target(into, files, plan.removed)
    warnings = tuple(_unplaced(own) for own in components.unplaced)
    return replace(_result(reading, plan), problems=warnings)


def _result(reading: Reading, plan: Plan) -> ImportResult:
    return ImportResult(
        files=reading.files,
        incidents=len(plan.remarks),
        updates=plan.updates,
        listed=len(reading.listed) + len(plan.listed),
        unmatched=plan.unmatched,
        kept=plan.kept,
    )


def _notes(reading: Reading) -> tuple[str, ...]:
    if reading.site.url:
        return ()
    return (
        f"The source does not say where the page is: `{target.SITE}` has `{UNKNOWN_URL}`. Write "
        "your own address, and its host as `ids: authority`, before you publish.",
    )


def _zone(name: str | None) -> tuple[tzinfo | None, tuple[Problem, ...]]:
    if name is None:
        return None, ()
    try:
        return ZoneInfo(name), ()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        mend = "Give an IANA name, as in `--timezone Europe/Paris` or `--timezone UTC`."
        return None, (_error("--timezone", "import-zone", f"{name!r} is no time zone.", mend),)


def _zone_needed(places: tuple[str, ...]) -> Problem:
    count = "one file has" if len(places) == 1 else f"{len(places)} files have"
    message = f"{count} a time without a zone."
    mend = "Say which zone its authors meant, as in `--timezone UTC`."
    return _error(places[0], "import-zone", message, mend)


def _unplaced(own: str) -> Problem:
    from builder.vocabulary.problems import Severity

    message = (
        f"Component {own!r}, which incidents name, can't be added to the list as it is written."
    )
    return Problem(
        Place(target.COMPONENTS), "import-component", message,
        f"Add `- {{id: {own}, name: ..., archived: true}}` to it.", Severity.WARNING,
    )  # fmt: skip


def _error(path: str, code: str, message: str, mend: str) -> Problem:
    return Problem(Place(path), code, message, mend)


__all__ = ["SYSTEMS", "ImportResult", "Importer", "import_history"]
