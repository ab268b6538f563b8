"""cState: a Hugo site with one Markdown file an incident in ``content/issues``.

``severity`` is ``down``, ``disrupted`` or ``notice``; ``date`` and ``resolvedWhen`` are its
beginning and end. Its feed's ``guid`` is the address of the incident's page.
"""

import re
from datetime import datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urljoin

from builder.importers.reading.components import ComponentRoll
from builder.importers.reading.fields import is_true, list_of, mappings_of, text_of
from builder.importers.reading.history import (
    ImportedComponent,
    ImportedGroup,
    ImportedIncident,
    ListedFile,
    Reading,
    SiteFacts,
    States,
)
from builder.importers.reading.hugo import (
    READ_AS_CONFIGURATION,
    base_url,
    configuration,
    is_configuration,
)
from builder.importers.reading.posts import (
    Facts,
    NotImportableError,
    Times,
    incident_of,
    read_post,
    read_times,
    with_remarks,
)
from builder.importers.reading.severity import SeverityTable, plain
from builder.importers.reading.source_times import ZoneNeededError
from builder.importers.reading.tree import SourceFile
from builder.importers.text.markdown_text import one_line
from builder.importers.writing.names import folded
from builder.vocabulary.statuses import Kind

SYSTEM = "cstate"
TITLE = "cState"

_ISSUES = re.compile(r"(?:^|/)content[^/]*/(?:.+/)?issues/")


def read(files: tuple[SourceFile, ...], table: SeverityTable, zone: tzinfo | None) -> Reading:
    """Read a cState site."""
    settings = configuration(files)
    site = SiteFacts(
        name=one_line(text_of(settings, "title")),
        url=base_url(settings),
        language=text_of(settings, "defaultContentLanguage", "languageCode"),
    )
    parameters = settings.get("params")
    parameters = parameters if isinstance(parameters, dict) else {}
    roll = ComponentRoll(_components(parameters))
    incidents: list[ImportedIncident] = []
    listed: list[ListedFile] = []
    zoneless: list[str] = []
    for file in files:
        if is_configuration(file.path):
            listed.append(ListedFile(file.path, READ_AS_CONFIGURATION))
            continue
        try:
            incidents.append(_incident(file, site, table, zone, roll))
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
        groups=_groups(parameters),
        incidents=tuple(incidents),
        listed=tuple(listed),
        zoneless=tuple(zoneless),
    )


def _groups(parameters: dict[str, Any]) -> tuple[ImportedGroup, ...]:
    """Return the categories whose title the old page showed."""
    return tuple(
        ImportedGroup(one_line(text_of(each, "name")), one_line(text_of(each, "description")))
        for each in mappings_of(parameters, "categories")
        if text_of(each, "name") and not is_true(each, "untitled")
    )


def _components(parameters: dict[str, Any]) -> tuple[ImportedComponent, ...]:
    groups = {folded(group.name): group.name for group in _groups(parameters)}
    found: dict[str, ImportedComponent] = {}
    for each in mappings_of(parameters, "systems"):
        name = one_line(text_of(each, "name"))
        if name:
            description = one_line(text_of(each, "description"))
            group = groups.get(folded(text_of(each, "category")), "")
            component = ImportedComponent(folded(name), name, description, group)
            found.setdefault(component.key, component)
    return tuple(found.values())


def _incident(
    file: SourceFile, site: SiteFacts, table: SeverityTable, zone: tzinfo | None,
    roll: ComponentRoll,
) -> ImportedIncident:  # fmt: skip
    if not _ISSUES.search(file.path):
        raise NotImportableError("it is no incident")
    post = read_post(file)
    facts = _facts(PurePosixPath(file.path), post.values, site, table, zone, roll)
    return incident_of(with_remarks(facts, post), post.body, zone)


def _facts(
    path: PurePosixPath, values: dict[str, Any], site: SiteFacts, table: SeverityTable,
    zone: tzinfo | None, roll: ComponentRoll,
) -> Facts:  # fmt: skip
    times = read_times(text_of(values, "date"), text_of(values, "resolvedWhen"), zone)
    remarks = list(times.remarks)
    ended = is_true(values, "resolved")
    if not ended and times.end:
        remarks.append("It has an end and is not called resolved: it stays open.")
    severity = text_of(values, "severity")
    keys = roll.keys_of(list_of(values, "affected"))
    is_informational = is_true(values, "informational")
    quiet = is_informational or (plain(severity) == "notice" and not keys)
    kind = Kind.INCIDENT
    states: States = ()
    window: tuple[datetime | None, datetime | None] = (None, None)
    if quiet and _shows(times, pinned=is_true(values, "pin") or not (ended or is_informational)):
        kind = Kind.NOTICE
        window = (times.start, times.end)
    elif not quiet:
        found = table.find(severity)
        states = tuple((key, found.state) for key in keys)
        if found.remark:
            remarks.append(found.remark)
    stem = path.parent.name if path.stem == "index" else path.stem
    page_url = _page_url(path, values, site.url)
    return Facts(
        source=path.as_posix(),
        stem=stem,
        origin_id=path.with_suffix("").as_posix(),
        title=text_of(values, "title"),
        start=times.start,
        kind=kind,
        end=times.end if ended else None,
        ended=ended,
        states=states,
        announcement=quiet and kind is Kind.INCIDENT,
        window=window,
        feed_id=page_url,
        page_url=page_url,
        remarks=tuple(remarks),
    )


def _shows(times: Times, *, pinned: bool) -> bool:
    """Say whether a post was shown as current from its start on, and not in the history alone."""
    return times.end > times.start if times.end else pinned


def _page_url(path: PurePosixPath, values: dict[str, Any], site_url: str) -> str:
    """Address of the incident's page, by Hugo's rules; empty where the site's is not known."""
    if not site_url:
        return ""
    own = text_of(values, "url")
    if own:
        return urljoin(site_url, own)
    below = path.as_posix().split("content", 1)[1].split("/", 1)[1]
    folder = PurePosixPath(below).parent
    if path.stem == "index":
        folder, stem = folder.parent, folder.name
    else:
        stem = path.stem
    stem = text_of(values, "slug") or stem
    address = f"{folder.as_posix()}/{stem}/".lower()
    return urljoin(site_url, quote(re.sub(r"\s+", "-", address)))
