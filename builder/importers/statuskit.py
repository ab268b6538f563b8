"""Netlify StatusKit: a Hugo site with one Markdown file an incident in ``content/incidents``.

Front matter is mostly TOML. Updates carry a ``track`` shortcode with their time; there is no end
but the last of them. Its feed's ``guid`` is the address of the incident's page.
"""

import re
from datetime import tzinfo
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin

from builder.importers.reading.components import ComponentRoll
from builder.importers.reading.fields import is_true, list_of, text_of
from builder.importers.reading.history import (
    ImportedComponent,
    ImportedIncident,
    ListedFile,
    Reading,
    SiteFacts,
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
    incident_of,
    read_post,
    read_times,
    with_remarks,
)
from builder.importers.reading.severity import SeverityTable
from builder.importers.reading.source_times import ZoneNeededError
from builder.importers.reading.tree import SourceFile
from builder.importers.text.markdown_text import one_line
from builder.importers.writing.names import folded
from builder.vocabulary.statuses import State

SYSTEM = "statuskit"
TITLE = "StatusKit"

_INCIDENT = re.compile(r"(?:^|/)content/(?P<below>(?:.+/)?incidents/.+)")


def read(files: tuple[SourceFile, ...], table: SeverityTable, zone: tzinfo | None) -> Reading:
    """Read a StatusKit site."""
    settings = configuration(files)
    site = SiteFacts(
        name=one_line(text_of(settings, "title")),
        url=base_url(settings),
        language=text_of(settings, "defaultContentLanguage", "languageCode"),
    )
    roll = ComponentRoll(_components(settings))
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
        incidents=tuple(incidents),
        listed=tuple(listed),
        zoneless=tuple(zoneless),
    )


def _components(settings: dict[str, Any]) -> tuple[ImportedComponent, ...]:
    parameters = settings.get("params")
    names = list_of(parameters, "systems") if isinstance(parameters, dict) else ()
    found = {folded(name): ImportedComponent(folded(name), one_line(name)) for name in names}
    return tuple(found.values())


def _incident(
    file: SourceFile, site: SiteFacts, table: SeverityTable, zone: tzinfo | None,
    roll: ComponentRoll,
) -> ImportedIncident:  # fmt: skip
    place = _INCIDENT.search(file.path)
    if place is None:
        raise NotImportableError("it is no incident")
    post = read_post(file)
    times = read_times(text_of(post.values, "date"), "", zone)
    found = table.find(text_of(post.values, "severity"))
    keys = roll.keys_of(list_of(post.values, "affectedsystems"))
    path = PurePosixPath(file.path)
    page_url = ""
    if site.url:
        address = PurePosixPath(place["below"]).with_suffix("").as_posix().lower()
        page_url = urljoin(site.url, re.sub(r"\s+", "-", f"{address}/"))
    facts = Facts(
        source=file.path,
        stem=path.stem,
        origin_id=path.with_suffix("").as_posix(),
        title=text_of(post.values, "title"),
        start=times.start,
        ended=is_true(post.values, "resolved"),
        states=tuple((key, found.state) for key in keys),
        works=found.state is State.UNDER_MAINTENANCE,
        feed_id=page_url,
        page_url=page_url,
        remarks=(*times.remarks, *((found.remark,) if found.remark else ())),
    )
    return incident_of(with_remarks(facts, post), post.body, zone)
