"""The cut: first drop what a reader may not read, then derive from what is left.

Nothing derived comes from a part that the reader may not read: stage, times, numbers and order are
all worked out after ``readable`` has dropped the rest.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from builder.model.incident import Incident, Update
from builder.model.instants import instants
from builder.model.timeline import timeline
from builder.views.incident_view import incident_view
from builder.views.types import IncidentView
from builder.vocabulary.keys import INCIDENT, UPDATE, ReadBy
from builder.vocabulary.readers import PUBLIC_NAME, Limit, Reader
from builder.vocabulary.text import Body

_Value = TypeVar("_Value")
_Record = TypeVar("_Record", Incident, Update)

ComponentLimits = Mapping[str, Limit]
"""Every known component, and for whom it is; in the order of the site."""

_OWN_RULES = frozenset({"id", "updates", "visible_from", "bodies"})
"""What the record holds besides keys; ``readable`` treats each by name."""

_KEY_OF_FIELD = {"shows_from": "from", "shows_until": "until"}
"""Fields that could not bear the name of their key."""


def cut(
    reader: Reader, incident: Incident, components: ComponentLimits, now: datetime
) -> IncidentView | None:
    """Return what the reader may see of the incident at ``now``; ``None`` where that is nothing."""
    left = readable(reader, incident, components)
    if left is None or not any(update.visible_from <= now for update in left.updates):
        return None
    return incident_view(left, timeline(left, now), now)


def instants_for(
    reader: Reader, incident: Incident, components: ComponentLimits
) -> tuple[datetime, ...]:
    """Return the instants at which this reader's view of the incident may change."""
    left = readable(reader, incident, components)
    return instants(left) if left is not None else ()


def readable(reader: Reader, incident: Incident, components: ComponentLimits) -> Incident | None:
    """Drop all that the reader may not read: updates, sections, components, keys.

    ``None`` where the incident is not for this reader, or has no update that is.
    """
    if not reader.may_read(incident.audience):
        return None
    updates = tuple(
        _readable_update(reader, update, components)
        for update in incident.updates
        if reader.may_read(update.audience)
    )
    if not updates:
        return None
    left = _only_declared(reader, incident, INCIDENT)
    own_title = _own(reader, incident.titles)
    return replace(
        left,
        updates=updates,
        title=incident.title if own_title is None else dict.fromkeys(incident.title, own_title),
        titles={},
        components=_known(reader, incident.components, components),
    )


def _readable_update(reader: Reader, update: Update, components: ComponentLimits) -> Update:
    left = _only_declared(reader, update, UPDATE)
    promised = _own(reader, update.next_update)
    hidden = update.redacted is not None
    return replace(
        left,
        components=_known(reader, update.components, components),
        next_update={reader.name: promised} if promised is not None else {},
        title={} if hidden else update.title,
        withdrawn_reason="" if hidden else update.withdrawn_reason,
        data_loss=None if hidden else update.data_loss,
        no_postmortem=None if hidden else update.no_postmortem,
        bodies={}
        if hidden
        else {
            language: body
            for language, body in (
                (language, _readable_body(reader, body)) for language, body in update.bodies.items()
            )
            if body.blocks or body.sections
        },
    )


def _readable_body(reader: Reader, body: Body) -> Body:
    return Body(
        body.blocks,
        tuple(section for section in body.sections if reader.may_read(section.audience)),
    )


def _known(
    reader: Reader, states: Mapping[str, _Value], components: ComponentLimits
) -> dict[str, _Value]:
    """Keep the states of components that the reader may read, in the order of the site."""
    return {
        component: states[component]
        for component, limit in components.items()
        if component in states and reader.may_read(limit)
    }


def _own(reader: Reader, by_reader: Mapping[str, _Value]) -> _Value | None:
    """Return the reader's own value, else one of what it reads, the public's last."""
    if reader.name in by_reader:
        return by_reader[reader.name]
    for name in sorted(by_reader):
        if name in reader.reads and name != PUBLIC_NAME:
            return by_reader[name]
    return by_reader.get(PUBLIC_NAME)


def _only_declared(reader: Reader, record: _Record, declared: Mapping[str, ReadBy]) -> _Record:
    """Blank each key that is not declared as this reader's."""
    blank: dict[str, Any] = {}
    for item in fields(record):
        if item.name in _OWN_RULES:
            continue
        read_by = declared.get(_KEY_OF_FIELD.get(item.name, item.name), ReadBy.OPERATOR)
        allowed = read_by in (ReadBy.READERS, ReadBy.NAMED, ReadBy.COMPONENT) or (
            read_by is ReadBy.INTERNAL and reader.internal
        )
        if not allowed:
            blank[item.name] = (
                item.default if item.default_factory is MISSING else item.default_factory()
            )
    return replace(record, **blank)
