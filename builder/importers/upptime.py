"""Upptime: a git repository in which a program notes when a site went down and came back.

``.upptimerc.yml`` and ``history/*.yml`` name the sites. When they changed stands in the subjects of
the commits: in ``_commit_log.tsv`` (``time<tab>commit<tab>subject``, oldest first) or, in a clone,
in git itself. Each time from down to up is an incident; texts are the program's own.
Incidents are known by site and time: git writes a commit's id in more or fewer letters.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from builder.importers.reading.components import ComponentRoll
from builder.importers.reading.decoding import decode
from builder.importers.reading.fields import mapping_of, mappings_of, text_of
from builder.importers.reading.front_matter import parse_values
from builder.importers.reading.history import (
    ImportedComponent,
    ImportedIncident,
    ImportedUpdate,
    ListedFile,
    Reading,
    SiteFacts,
)
from builder.importers.reading.severity import SeverityTable
from builder.importers.reading.source_times import NotATimeError, ZoneNeededError, read_time
from builder.importers.reading.tree import SourceFile
from builder.importers.text.markdown_text import clean_body, one_line
from builder.importers.writing.names import folded
from builder.vocabulary.statuses import Kind, State, Status
from builder.vocabulary.times import iso

SYSTEM = "upptime"
TITLE = "Upptime"
LOG = "_commit_log.tsv"

_CHANGE = re.compile(
    r"(?P<text>(?:\W+\s)?(?P<site>\S.*?) (?:is|has|experiencing) (?P<word>up|down|degraded)\b.*?)"
    r"(?:\s*\[(?:skip ci|upptime)\])*\s*"
)


@dataclass(frozen=True, slots=True)
class _Change:
    """A site's state as one commit noted it."""

    at: datetime
    site: str
    word: str
    text: str


def read(files: tuple[SourceFile, ...], table: SeverityTable, zone: tzinfo | None) -> Reading:
    """Read an Upptime repository."""
    settings = _settings(files)
    roll = ComponentRoll(_components(files, settings))
    changes, unread = _changes(files, zone)
    incidents = tuple(
        incident
        for site in sorted({folded(change.site) for change in changes})
        for incident in _incidents(
            [change for change in changes if folded(change.site) == site], table, roll
        )
    )
    remarks = [f"Commits that tell of no change of a site: {unread}."] if unread else []
    if not changes:
        remarks.append(
            f"There are no changes of state: give a git clone, or write them to `{LOG}` with "
            "`git log --reverse --format='%aI%x09%h%x09%s'`."
        )
    return Reading(
        system=SYSTEM,
        title=TITLE,
        site=_site(settings),
        files=len(files),
        components=roll.all(),
        incidents=incidents,
        listed=tuple(ListedFile(file.path, _role(file)) for file in files),
        remarks=tuple(remarks),
    )


def _settings(files: tuple[SourceFile, ...]) -> dict[str, Any]:
    for file in files:
        if file.path in (".upptimerc.yml", ".upptimerc.yaml") and file.content is not None:
            return parse_values(decode(file.content).text)[0] or {}
    return {}


def _site(settings: dict[str, Any]) -> SiteFacts:
    website = mapping_of(settings, "status-website")
    host = text_of(website, "cname")
    owner = text_of(settings, "owner")
    url = f"https://{host}/" if host else ""
    if not host and owner:
        url = f"https://{owner.lower()}.github.io{text_of(website, 'baseUrl').rstrip('/')}/"
    return SiteFacts(name=one_line(text_of(website, "name")), url=url)


def _components(
    files: tuple[SourceFile, ...], settings: dict[str, Any]
) -> tuple[ImportedComponent, ...]:
    starts = {}
    for file in files:
        if PurePosixPath(file.path).parent.name == "history" and file.path.endswith(
            (".yml", ".yaml")
        ):
            values = parse_values(decode(file.content or b"").text)[0] or {}
            starts[text_of(values, "url")] = text_of(values, "startTime")[:10]
    found: dict[str, ImportedComponent] = {}
    for site in mappings_of(settings, "sites"):
        name = one_line(text_of(site, "name") or text_of(site, "url"))
        start = starts.get(text_of(site, "url"), "")
        start = start if re.fullmatch(r"\d{4}-\d\d-\d\d", start) else ""
        component = ImportedComponent(folded(name), name, start_date=start)
        found.setdefault(component.key, component)
    return tuple(found.values())


def _changes(files: tuple[SourceFile, ...], zone: tzinfo | None) -> tuple[list[_Change], int]:
    log = next((file.content for file in files if file.path == LOG and file.content), b"")
    found = []
    unread = 0
    for line in decode(log).text.split("\n"):
        parts = line.split("\t", 2)
        match = _CHANGE.fullmatch(parts[2]) if len(parts) == 3 else None
        if match is None:
            unread += bool(line.strip())
            continue
        try:
            at = read_time(parts[0], zone or UTC).at
        except (NotATimeError, ZoneNeededError):
            unread += 1
            continue
        found.append(_Change(at, match["site"], match["word"], match["text"]))
    return sorted(found, key=lambda change: change.at), unread


def _incidents(
    changes: list[_Change], table: SeverityTable, roll: ComponentRoll
) -> list[ImportedIncident]:
    """Fold one site's changes, in order of time: what repeats a state adds nothing."""
    found: list[ImportedIncident] = []
    course: list[tuple[_Change, State]] = []
    for change in changes:
        state = table.find(change.word).state
        if state is State.OPERATIONAL:
            if course:
                found.append(_incident(course, change, roll))
            course = []
        elif not course or course[-1][1] is not state:
            course.append((change, state))
    if course:
        found.append(_incident(course, None, roll))
    return found


def _incident(
    course: list[tuple[_Change, State]], end: _Change | None, roll: ComponentRoll
) -> ImportedIncident:
    first = course[0][0]
    keys = roll.keys_of([first.site])
    updates = [
        _update(change, Status.INVESTIGATING, tuple((key, state) for key in keys))
        for change, state in course
    ]
    if end is not None:
        updates.append(_update(end, Status.RESOLVED, ()))
    site = one_line(first.site)
    return ImportedIncident(
        source=f"{LOG}#{site}@{iso(first.at)}",
        stem=f"{site}-{first.at:%Y%m%dT%H%MZ}",
        origin_id=f"{site}@{iso(first.at)}",
        title=f"{site} is {first.word}",
        kind=Kind.INCIDENT,
        updates=tuple(updates),
        started=first.at,
    )


def _update(
    change: _Change, status: Status, states: tuple[tuple[str, State], ...]
) -> ImportedUpdate:
    body = clean_body(change.text, "").text
    return ImportedUpdate(
        change.at,
        status,
        body,
        anchor=change.text,
        states=states,
        source_id=f"{iso(change.at)} {change.word}",
    )


def _role(file: SourceFile) -> str:
    name = PurePosixPath(file.path).name
    if name.startswith(".upptimerc"):
        return "it configures the page: name, address and components come from it"
    if name == LOG:
        return "its lines are the incidents"
    if PurePosixPath(file.path).parent.name == "history" and name != "summary.json":
        return _state_now(file)
    return "it is no incident"


def _state_now(file: SourceFile) -> str:
    values = parse_values(decode(file.content or b"").text)[0] or {}
    status = text_of(values, "status")
    return f"it is a component; the source calls it `{status}` now" if status else "it is no site"
