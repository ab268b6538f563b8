"""Another incident, as far as whatever refers to it must know: who may read what of it, since when,
and in which stage they find it. What is wrong with its files is said where it is read itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from builder.model.incident import Incident, Update
from builder.model.timeline import Timeline, timeline
from builder.source.document import Document, read_document
from builder.source.file_names import INCIDENT_FILE, INCIDENTS_FOLDER
from builder.source.files import read_text
from builder.source.front_matter import YAML_LINE, split
from builder.source.names import Names
from builder.source.scan import split_name
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import Limit, Reader, for_accounts_alone
from builder.vocabulary.statuses import Kind, State, Status
from builder.vocabulary.times import TimeError, parse_time, time_in_name

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_IN_THE_END = datetime.max.replace(tzinfo=UTC)

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class OtherIncident:
    """An incident as its front matter has it: no words, no drafts, and a time that can't be read is
    long ago."""

    record: Incident

    @property
    def updates(self) -> tuple[Update, ...]:
        """Its updates that are no drafts, in order."""
        return self.record.updates

    def readable_from(self, reader: Reader, update: str | None = None) -> list[datetime]:
        """Return since when a reader may read each update that it may read at all, or one alone."""
        if not reader.may_read(self.record.audience):
            return []
        return [
            each.visible_from
            for each in self.updates
            if update in (None, each.id) and reader.may_read(each.audience)
        ]

    def in_the_end(self, reader: Reader) -> Timeline | None:
        """Return what it amounts to for a reader once all is told that is written, ``None`` where
        that is nothing."""
        record = self.record
        planned = record.scheduled_for is not None and record.scheduled_until is not None
        mine = tuple(_as_read(reader, each) for each in self.updates if _reads(reader, each))
        if not mine or not reader.may_read(record.audience):
            return None
        if record.kind is Kind.MAINTENANCE and not planned:
            return None
        return timeline(replace(record, updates=mine), _IN_THE_END)


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
    updates = []
    for name in files:
        parts = split_name(name)
        if parts is None or parts[1] or name == INCIDENT_FILE:
            continue
        document = _document(root, f"{folder}/{name}")
        values = document.values if document else {}
        if values.get("draft") is not True:
            updates.append(_update(parts[0], values, names))
    document = _document(root, f"{folder}/{INCIDENT_FILE}")
    values = document.values if document else {}
    begins = _moment(values, "from") or _LONG_AGO
    updates = [replace(each, visible_from=max(each.visible_from, begins)) for each in updates]
    return OtherIncident(
        Incident(
            id=incident,
            kind=_word(Kind, values.get("kind")) or Kind.INCIDENT,
            title={},
            updates=tuple(sorted(updates, key=lambda update: (update.at, update.id))),
            audience=_limit(values, names),
            scheduled_for=_moment(values, "scheduled_for"),
            scheduled_until=_moment(values, "scheduled_until"),
        )
    )


def _update(identifier: str, values: Mapping[str, object], names: Names) -> Update:
    merged, corrects, states = map(values.get, ("merged_into", "corrects", "components"))
    found = {}
    if isinstance(states, dict):
        found = {name: _word(State, state) for name, state in states.items()}
    visible_from = _visible_from(values, identifier)
    return Update(
        id=identifier,
        at=min(_told_at(values, identifier) or visible_from, visible_from),
        visible_from=visible_from,
        status=_word(Status, values.get("status")),
        audience=_limit(values, names),
        since=_moment(values, "since"),
        components={name: state for name, state in found.items() if state is not None},
        corrects=corrects if isinstance(corrects, str) else None,
        withdrawn=_moment(values, "withdrawn"),
        merged_into=merged if isinstance(merged, str) else None,
        scheduled_for=_moment(values, "scheduled_for"),
        scheduled_until=_moment(values, "scheduled_until"),
    )


def _reads(reader: Reader, update: Update) -> bool:
    return reader.may_read(update.audience)


def _as_read(reader: Reader, update: Update) -> Update:
    """Return the update as the cut marks it: what is for accounts alone is no stage of others."""
    apart = for_accounts_alone(update.audience) and reader.name not in update.audience
    return replace(update, apart=True) if apart else update


def _word(words: type[_Word], value: object) -> _Word | None:
    return words(value) if isinstance(value, str) and value in list(words) else None


def _moment(values: Mapping[str, object], key: str) -> datetime | None:
    try:
        return _time(values.get(key))
    except TimeError:
        return None


def _limit(values: Mapping[str, object], names: Names) -> Limit:
    words = values.get("audience")
    if words is None:
        return None
    listed = words if isinstance(words, list) else [words]
    found = (names.reader(word) for word in listed if isinstance(word, str))
    return frozenset(name for name in found if name is not None)


def _visible_from(values: Mapping[str, object], identifier: str) -> datetime:
    try:
        moments = (_told_at(values, identifier), _time(values.get("posted")))
    except TimeError:
        return _LONG_AGO
    return max((moment for moment in moments if moment), default=_LONG_AGO)


def _told_at(values: Mapping[str, object], identifier: str) -> datetime | None:
    try:
        return _time(values.get("at")) or time_in_name(identifier)
    except TimeError:
        return _LONG_AGO


def _time(value: object) -> datetime | None:
    return parse_time(value) if isinstance(value, str) else None


def _document(root: Path, path: str) -> Document | None:
    source = read_text(root, path).source
    if source is None:
        return None
    parts = split(source)
    return None if isinstance(parts, Problem) else read_document(source, parts.yaml, YAML_LINE)[0]
