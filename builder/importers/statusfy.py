"""Statusfy: one Markdown file an incident in ``content``, a folder below it a language.

Updates stand in ``::: update Title | time`` containers. ``scheduled`` and ``duration`` (minutes)
are a maintenance's window. Its configuration is a program, so that only plain values are read.
"""

import re
from datetime import datetime, timedelta, tzinfo
from pathlib import PurePosixPath
from typing import Any

from builder.importers.reading.components import ComponentRoll
from builder.importers.reading.decoding import decode
from builder.importers.reading.fields import is_true, list_of, text_of
from builder.importers.reading.history import (
    ImportedComponent,
    ImportedIncident,
    ListedFile,
    Reading,
    SiteFacts,
)
from builder.importers.reading.hugo import READ_AS_CONFIGURATION
from builder.importers.reading.posts import (
    Facts,
    NotImportableError,
    incident_of,
    read_post,
    read_times,
    with_remarks,
)
from builder.importers.reading.severity import SeverityTable
from builder.importers.reading.source_times import NotATimeError, ZoneNeededError, read_time
from builder.importers.reading.tree import SourceFile
from builder.importers.text.markdown_text import one_line
from builder.importers.writing.names import folded
from builder.vocabulary.statuses import Kind, State

SYSTEM = "statusfy"
TITLE = "Statusfy"

_INCIDENT = re.compile(
    r"(?:^|/)content/(?:(?P<language>[a-z]{2}(?:-[A-Za-z]{2,4})?)/)?(?P<name>[^/]+)"
)
_CONFIGURATION = re.compile(r"statusfy\.config\.[cm]?[jt]s")


def read(files: tuple[SourceFile, ...], table: SeverityTable, zone: tzinfo | None) -> Reading:
    """Read a Statusfy site."""
    site, roll = _site(files)
    paths = {file.path for file in files}
    incidents: list[ImportedIncident] = []
    listed: list[ListedFile] = []
    zoneless: list[str] = []
    for file in files:
        try:
            incidents.append(_incident(file, paths, site, table, zone, roll))
        except NotImportableError as error:
            listed.append(ListedFile(file.path, str(error)))
        except ZoneNeededError:
            zoneless.append(file.path)
    return Reading(
        system=SYSTEM,
        title=TITLE,
        site=site,
        files=len(files),
        components=roll.all(),
        incidents=tuple(incidents),
        listed=tuple(listed),
        zoneless=tuple(zoneless),
    )


def _site(files: tuple[SourceFile, ...]) -> tuple[SiteFacts, ComponentRoll]:
    found = next((file for file in files if _CONFIGURATION.fullmatch(file.path)), None)
    if found is None or found.content is None:
        return SiteFacts(), ComponentRoll()
    text = decode(found.content).text
    systems = re.search(r"\bsystems\s*:\s*\[(.*?)\]", text, re.DOTALL)
    names = re.findall(r"[\"'`]([^\"'`]+)[\"'`]", systems[1]) if systems else []
    components = tuple(ImportedComponent(folded(name), one_line(name)) for name in names)
    url = _setting(text, "baseUrl")
    site = SiteFacts(
        name=one_line(_setting(text, "title") or _setting(text, "name")),
        url=url if re.match(r"https?://[^/\s]", url) else "",
        language=_setting(text, "defaultLocale"),
    )
    return site, ComponentRoll(tuple({each.key: each for each in components}.values()))


def _setting(text: str, key: str) -> str:
    match = re.search(rf"\b{key}\s*:\s*([\"'`])(.*?)\1", text)
    return match[2] if match else ""


def _incident(
    file: SourceFile, paths: set[str], site: SiteFacts, table: SeverityTable,
    zone: tzinfo | None, roll: ComponentRoll,
) -> ImportedIncident:  # fmt: skip
    if _CONFIGURATION.fullmatch(file.path):
        raise NotImportableError(READ_AS_CONFIGURATION)
    place = _INCIDENT.search(file.path)
    if place is None or place.end() != len(file.path) or place["name"] == "README.md":
        raise NotImportableError("it is no incident")
    original = (
        file.path[: place.start("name")].removesuffix(f"{place['language']}/") + place["name"]
    )
    if place["language"] and original != file.path and original in paths:
        raise NotImportableError(f"it translates `{original}`; only the original is imported")
    post = read_post(file)
    facts = _facts(PurePosixPath(file.path), post.values, site, table, zone, roll)
    return incident_of(with_remarks(facts, post), post.body, zone)


def _facts(
    path: PurePosixPath, values: dict[str, Any], site: SiteFacts, table: SeverityTable,
    zone: tzinfo | None, roll: ComponentRoll,
) -> Facts:  # fmt: skip
    times = read_times(text_of(values, "date"), "", zone)
    found = table.find(text_of(values, "severity"))
    keys = roll.keys_of(list_of(values, "affectedsystems"))
    window = _window(values, zone)
    return Facts(
        source=path.as_posix(),
        stem=path.stem,
        origin_id=path.with_suffix("").as_posix(),
        title=text_of(values, "title"),
        start=times.start,
        kind=Kind.MAINTENANCE if window[0] else Kind.INCIDENT,
        window=window,
        ended=is_true(values, "resolved"),
        states=tuple((key, found.state) for key in keys),
        works=found.state is State.UNDER_MAINTENANCE,
        last_change=_time(text_of(values, "modified"), zone),
        page_url=site.url,
        remarks=(*times.remarks, *((found.remark,) if found.remark else ())),
    )


def _window(values: dict[str, Any], zone: tzinfo | None) -> tuple[datetime | None, datetime | None]:
    begins = _time(text_of(values, "scheduled"), zone)
    minutes = text_of(values, "duration")
    if begins is None or not re.fullmatch(r"[1-9]\d{0,5}", minutes):
        return None, None
    return begins, begins + timedelta(minutes=int(minutes))


def _time(text: str, zone: tzinfo | None) -> datetime | None:
    try:
        return read_time(text, zone).at if text else None
    except NotATimeError:
        return None
