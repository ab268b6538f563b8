"""Another incident, as far as whatever refers to it must know: who may read what of it, and since
when. What is wrong with its files is said where it is read itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from builder.source.document import Document, read_document
from builder.source.files import read_text
from builder.source.front_matter import YAML_LINE, split
from builder.source.names import Names
from builder.source.scan import INCIDENT_FILE, INCIDENTS_FOLDER, split_name
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import Limit, Reader
from builder.vocabulary.times import TimeError, parse_time, time_in_name

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OtherUpdate:
    """An update that is no draft: for whom it is, since when, and where the incident goes on after
    it. A time that can't be read is long ago."""

    audience: Limit
    visible_from: datetime
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class OtherIncident:
    """An incident's limit, and its updates by id."""

    audience: Limit
    updates: Mapping[str, OtherUpdate]

    def readable_from(self, reader: Reader, update: str | None = None) -> list[datetime]:
        """Return since when a reader may read each update that it may read at all, or one alone."""
        if not reader.may_read(self.audience):
            return []
        return [
            each.visible_from
            for name, each in self.updates.items()
            if update in (None, name) and reader.may_read(each.audience)
        ]


class Others(dict[str, OtherIncident]):
    """Other incidents by id, each read when it is asked for."""

    def __init__(self, names: Names, root: Path) -> None:
        super().__init__()
        self._names = names
        self._root = root

    def __missing__(self, incident: str) -> OtherIncident:
        self[incident] = _read_other(incident, self._names, self._root)
        return self[incident]


def _read_other(incident: str, names: Names, root: Path) -> OtherIncident:
    """Read the front matter of another incident's files; what can't be read limits nothing."""
    folder = f"{INCIDENTS_FOLDER}/{incident}"
    try:
        files = sorted(os.listdir(os.path.join(root, folder)))
    except OSError:
        files = []
    updates = {}
    for name in files:
        parts = split_name(name)
        if parts is None or parts[1] or name == INCIDENT_FILE:
            continue
        document = _document(root, f"{folder}/{name}")
        values = document.values if document else {}
        if values.get("draft") is not True:
            merged = values.get("merged_into")
            updates[parts[0]] = OtherUpdate(
                _limit(values, names),
                _visible_from(values, parts[0]),
                merged if isinstance(merged, str) else "",
            )
    document = _document(root, f"{folder}/{INCIDENT_FILE}")
    return OtherIncident(_limit(document.values if document else {}, names), updates)


def _limit(values: Mapping[str, object], names: Names) -> Limit:
    words = values.get("audience")
    if words is None:
        return None
    listed = words if isinstance(words, list) else [words]
    found = (names.reader(word) for word in listed if isinstance(word, str))
    return frozenset(name for name in found if name is not None)


def _visible_from(values: Mapping[str, object], identifier: str) -> datetime:
    try:
        at, posted = (_time(values.get(key)) for key in ("at", "posted"))
        moments = [moment for moment in (at or time_in_name(identifier), posted) if moment]
    except TimeError:
        return _LONG_AGO
    return max(moments, default=_LONG_AGO)


def _time(value: object) -> datetime | None:
    return parse_time(value) if isinstance(value, str) else None


def _document(root: Path, path: str) -> Document | None:
    source = read_text(root, path).source
    if source is None:
        return None
    parts = split(source)
    return None if isinstance(parts, Problem) else read_document(source, parts.yaml, YAML_LINE)[0]
