"""Statuspage's v2 JSON: captured answers in a folder, or fetched from a page's address.

Any number of captures may lie together: of one incident the one that was changed last counts, and
updates that only an older one has are kept. Its feed's ``guid`` is the address of the incident.
"""

import json
import re
from datetime import datetime, tzinfo
from typing import Any

from builder.importers.reading.fields import mappings_of, text_of
from builder.importers.reading.history import (
    ImportedComponent,
    ImportedGroup,
    ImportedIncident,
    ImportedUpdate,
    ListedFile,
    Reading,
    SiteFacts,
    States,
)
from builder.importers.reading.severity import SeverityTable
from builder.importers.reading.source_times import NotATimeError, read_time
from builder.importers.reading.tree import SourceFile
from builder.importers.text.markdown_text import clean_body, one_line, words_for
from builder.vocabulary.statuses import (
    IMPACT_OF_STATE,
    STATUSES,
    Impact,
    Kind,
    State,
    Status,
    worst,
)

SYSTEM = "statuspage"
TITLE = "Statuspage"
PAGES = ("summary.json", "components.json", "incidents.json", "scheduled-maintenances.json")
"""Answers below ``/api/v2/`` that hold the history."""

_Json = dict[str, Any]


def read(files: tuple[SourceFile, ...], table: SeverityTable, zone: tzinfo | None) -> Reading:
    """Read captured answers of one page."""
    answers, listed = _answers(files)
    pages = [_mapping(answer.get("page")) for answer in answers]
    newest = max(pages, key=lambda page: text_of(page, "updated_at"), default={})
    components = _newest(answers, "components", changed="updated_at")
    incidents: list[ImportedIncident] = []
    named: dict[str, ImportedComponent] = {}
    for key, kind in (("incidents", Kind.INCIDENT), ("scheduled_maintenances", Kind.MAINTENANCE)):
        for each in _newest(answers, key, changed="updated_at"):
            found = _incident(each, kind, newest, table)
            if isinstance(found, ListedFile):
                listed.append(found)
            else:
                incidents.append(found)
                named.update({_key(each): _component(each, {}) for each in _components_of(each)})
    own = _configured(components)
    known = {component.key for component in own}
    others = [named[key] for key in sorted(named) if key and key not in known]
    return Reading(
        system=SYSTEM,
        title=TITLE,
        site=SiteFacts(
            name=one_line(text_of(newest, "name")),
            url=text_of(newest, "url"),
            time_zone=text_of(newest, "time_zone"),
        ),
        files=len(files),
        components=(*own, *others),
        groups=_groups(components),
        incidents=tuple(sorted(incidents, key=lambda incident: incident.source)),
        listed=tuple(listed),
    )


def _answers(files: tuple[SourceFile, ...]) -> tuple[list[_Json], list[ListedFile]]:
    """Return the answers, the page's newest first, and what became of each file."""
    found: list[_Json] = []
    listed = []
    for file in files:
        answer: Any = None
        if file.content is not None and file.path.lower().endswith(".json"):
            try:
                answer = json.loads(file.content)
            except (ValueError, RecursionError):
                listed.append(ListedFile(file.path, "it is no JSON that can be read"))
                continue
        if not isinstance(answer, dict) or not isinstance(answer.get("page"), dict):
            listed.append(ListedFile(file.path, file.fault or "it is no answer of a Statuspage"))
            continue
        if "id" in answer and "incident_updates" in answer:
            answer = {"page": answer["page"], "incidents": [answer]}
        if isinstance(answer.get("incident"), dict):
            answer = {"page": answer["page"], "incidents": [answer["incident"]]}
        held = sum(len(mappings_of(answer, key)) for key in ("incidents", "scheduled_maintenances"))
        listed.append(
            ListedFile(file.path, f"it was read; incidents and maintenances in it: {held}")
        )
        found.append(answer)
    found.sort(key=lambda answer: text_of(_mapping(answer["page"]), "updated_at"), reverse=True)
    return found, listed


def _newest(answers: list[_Json], key: str, *, changed: str) -> list[_Json]:
    """Fold what several captures say of the same things, by id, in order of first appearance."""
    found: dict[str, _Json] = {}
    for answer in answers:
        for each in mappings_of(answer, key):
            identifier = text_of(each, "id")
            before = found.get(identifier)
            if before is None:
                found[identifier] = each
            elif key != "components":
                newer, older = (
                    (each, before)
                    if text_of(each, changed) > text_of(before, changed)
                    else (before, each)
                )
                found[identifier] = {**newer, "incident_updates": _united(newer, older)}
    return list(found.values())


def _united(newer: _Json, older: _Json) -> list[_Json]:
    updates = {text_of(each, "id"): each for each in mappings_of(older, "incident_updates")}
    updates.update({text_of(each, "id"): each for each in mappings_of(newer, "incident_updates")})
    return list(updates.values())


def _groups(components: list[_Json]) -> tuple[ImportedGroup, ...]:
    return tuple(
        ImportedGroup(one_line(text_of(each, "name")), one_line(text_of(each, "description")))
        for each in components
        if each.get("group") is True
    )


def _configured(components: list[_Json]) -> tuple[ImportedComponent, ...]:
    groups = {
        text_of(each, "id"): one_line(text_of(each, "name"))
        for each in components
        if each.get("group") is True
    }
    return tuple(_component(each, groups) for each in components if each.get("group") is not True)


def _component(each: _Json, groups: dict[str, str]) -> ImportedComponent:
    start = text_of(each, "start_date")
    return ImportedComponent(
        key=_key(each),
        name=one_line(text_of(each, "name")) or _key(each),
        description=one_line(text_of(each, "description")),
        group=groups.get(text_of(each, "group_id"), ""),
        archived=not groups and "position" not in each,
        origin_id=_key(each),
        start_date=start if re.fullmatch(r"\d{4}-\d\d-\d\d", start) else "",
    )


def _key(each: _Json) -> str:
    return text_of(each, "id")


def _components_of(incident: _Json) -> list[_Json]:
    """Components that the incident names, whether the page still has them or not."""
    found = {_key(each): {**each, "position": None} for each in mappings_of(incident, "components")}
    for update in mappings_of(incident, "incident_updates"):
        for each in mappings_of(update, "affected_components"):
            code = text_of(each, "code")
            found.setdefault(code, {"id": code, "name": text_of(each, "name")})
    for each in found.values():
        each.pop("position", None)
    return list(found.values())


def _incident(
    each: _Json, kind: Kind, page: _Json, table: SeverityTable
) -> ImportedIncident | ListedFile:
    identifier = text_of(each, "id")
    source = f"{'incidents' if kind is Kind.INCIDENT else 'scheduled_maintenances'}/{identifier}"
    remarks: list[str] = []
    url = text_of(page, "url").rstrip("/")
    address = f"{url}/incidents/{identifier}" if url else ""
    window = (_time(each, "scheduled_for"), _time(each, "scheduled_until"))
    updates = _updates(each, kind, address, remarks)
    if not identifier or not updates:
        return ListedFile(source, "it has no update that can be dated")
    if kind is Kind.MAINTENANCE and not (window[0] and window[1] and window[0] < window[1]):
        return ListedFile(source, "it is a maintenance without a window")
    states: States = ()
    keys = tuple(_key(component) for component in mappings_of(each, "components"))
    if kind is Kind.MAINTENANCE:
        states = tuple((key, State.UNDER_MAINTENANCE) for key in keys)
        updates = [_without_states(update) for update in updates]
    elif keys and not any(update.states for update in updates):
        found = table.find(text_of(each, "impact"))
        first = updates[0]
        if first.status not in (Status.RESOLVED, Status.POSTMORTEM):
            updates[0] = _with_states(first, tuple((key, found.state) for key in keys))
            remarks.append(f"No update names a state; its impact gives `{found.state}`.")
    remarks.extend(_milder(each, updates))
    title = one_line(text_of(each, "name")) or identifier
    return ImportedIncident(
        source=source,
        stem=f"{updates[0].at:%Y-%m-%d}-{title}"[:60] + f"-{identifier}",
        origin_id=identifier,
        title=title,
        kind=kind,
        updates=tuple(updates),
        feed_id=address,
        started=_started(each, updates[0].at, remarks) if kind is Kind.INCIDENT else None,
        window=window if kind is Kind.MAINTENANCE else (None, None),
        window_states=states,
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _started(each: _Json, first: datetime, remarks: list[str]) -> datetime:
    """Return when impact began, which is never after the first update."""
    started = _time(each, "started_at") or first
    if started > first:
        remarks.append("An update is dated before the start: `started` is that update's time.")
    return min(started, first)


def _milder(each: _Json, updates: list[ImportedUpdate]) -> list[str]:
    """Say so where the source calls the impact worse than the states that it gives."""
    states = [state for update in updates for _, state in update.states]
    called = text_of(each, "impact")
    ranks = [impact.value for impact in Impact]
    given = IMPACT_OF_STATE[worst(states)]
    if not states or called not in ranks or ranks.index(called) <= ranks.index(given.value):
        return []
    return [f"The source calls its impact `{called}`; the states that it gives make it `{given}`."]


def _updates(each: _Json, kind: Kind, address: str, remarks: list[str]) -> list[ImportedUpdate]:
    found = []
    for update in mappings_of(each, "incident_updates"):
        at = _time(update, "display_at") or _time(update, "created_at")
        try:
            status = Status(text_of(update, "status"))
        except ValueError:
            status = None
        if at is None or status not in STATUSES[kind]:
            remarks.append(f"Update `{text_of(update, 'id')}` was left out: no time, or no stage.")
            continue
        body = clean_body(text_of(update, "body"), address)
        remarks.extend(body.remarks)
        ends = status in (Status.RESOLVED, Status.POSTMORTEM)
        found.append(
            ImportedUpdate(
                at=at,
                status=status,
                body=body.text or words_for(status, one_line(text_of(each, "name")) or "?"),
                anchor=text_of(update, "body"),
                states=() if ends else _states(update),
                source_id=text_of(update, "id"),
            )
        )
    return sorted(found, key=lambda update: update.at)


def _states(update: _Json) -> States:
    found = {}
    for each in mappings_of(update, "affected_components"):
        try:
            found[text_of(each, "code")] = State(text_of(each, "new_status"))
        except ValueError:
            continue
    return tuple((key, state) for key, state in found.items() if key)


def _without_states(update: ImportedUpdate) -> ImportedUpdate:
    return _with_states(update, ())


def _with_states(update: ImportedUpdate, states: States) -> ImportedUpdate:
    from dataclasses import replace

    return replace(update, states=states)


def _time(each: _Json, key: str) -> datetime | None:
    try:
        return read_time(text_of(each, key), None).at
    except ValueError:
        return None


def _mapping(value: Any) -> _Json:
    return value if isinstance(value, dict) else {}


__all__ = ["PAGES", "SYSTEM", "TITLE", "NotATimeError", "read"]
