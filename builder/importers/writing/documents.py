"""The files of one incident as text: ``incident.md`` and one file an update."""

from collections.abc import Mapping

from builder.importers.reading.history import ImportedIncident, ImportedUpdate, States
from builder.importers.text.markdown_text import LONGEST_LINE
from builder.importers.writing.names import short_hash
from builder.source.yaml_writing import Value, write_yaml
from builder.vocabulary.statuses import Kind
from builder.vocabulary.times import iso


def incident_text(incident: ImportedIncident, system: str, ids: Mapping[str, str]) -> str:
    """Return ``incident.md``; ``ids`` are the ids of components by key."""
    values: dict[str, Value] = {"title": incident.title}
    if incident.kind is not Kind.INCIDENT:
        values["kind"] = str(incident.kind)
    if incident.started:
        values["started"] = iso(incident.started)
    names = (
        ("from", "until") if incident.kind is Kind.NOTICE else ("scheduled_for", "scheduled_until")
    )
    for name, moment in zip(names, incident.window, strict=True):
        if moment:
            values[name] = iso(moment)
    if incident.window_states:
        values["components"] = _states(incident.window_states, ids)
    origin: dict[str, Value] = {"system": system, "id": _line(incident.origin_id)}
    if incident.feed_id and len(incident.feed_id) <= LONGEST_LINE:
        origin["feed_id"] = incident.feed_id
    values["origin"] = origin
    return f"---\n{write_yaml(values)}---\n"


def update_text(update: ImportedUpdate, ids: Mapping[str, str], *, embargo: bool) -> str:
    """Return an update's file. ``embargo`` says that its time lies ahead of the clock."""
    values: dict[str, Value] = {}
    if update.status:
        values["status"] = str(update.status)
    values["at"] = iso(update.at)
    if update.since:
        values["since"] = iso(update.since)
    if embargo:
        values["embargo"] = True
    if update.states:
        values["components"] = _states(update.states, ids)
    body = f"{update.body}\n" if update.body else ""
    return f"---\n{write_yaml(values)}---\n{body}"


def _line(text: str) -> str:
    """Cut an id that is longer than a line may be, and keep it apart from others."""
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 9]}-{short_hash(text)}"


def _states(states: States, ids: Mapping[str, str]) -> dict[str, Value]:
    return {ids[key]: str(state) for key, state in states if key in ids}
