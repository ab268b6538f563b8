"""The cut: first drop what a reader may not read, then derive from what is left.

Nothing derived comes from a part that the reader may not read: stage, times, numbers and order are
all worked out after ``readable`` has dropped the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, replace
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from builder.model.incident import Ask, Incident, Update
from builder.model.instants import instants
from builder.model.timeline import timeline
from builder.views.incident_view import incident_view
from builder.views.types import IncidentView
from builder.vocabulary.keys import INCIDENT, UPDATE, ReadBy
from builder.vocabulary.readers import PUBLIC_NAME, Limit, Reader, for_accounts_alone
from builder.vocabulary.text import Body

_Value = TypeVar("_Value")

ComponentLimits = Mapping[str, Limit]
"""Every known component, and for whom it is; in the order of the site."""

_OWN_RULES = frozenset(
    {"id", "updates", "visible_from", "bodies", "inherits", "own", "theirs", "apart", "promised"}
)
"""What the record holds besides keys; ``readable`` treats each by name."""

_DECLARED: Mapping[type, Mapping[str, ReadBy]] = {Incident: INCIDENT, Update: UPDATE}

_TREATED = frozenset({ReadBy.READERS, ReadBy.NAMED, ReadBy.COMPONENT})
"""Keys that every reader of the record may read, or that are cut value by value."""

_WORDLESS: Mapping[str, Any] = {
    "title": {},
    "withdrawn_reason": "",
    "data_loss": None,
    "no_postmortem": None,
    "reason": "",
    "asks": (),
    "bodies": {},
}
"""An update whose words were taken out."""

_KEY_OF_FIELD = {"shows_from": "from", "shows_until": "until"}
"""Fields that could not bear the name of their key."""


def cut(
    reader: Reader, incident: Incident, components: ComponentLimits, now: datetime
) -> IncidentView | None:
    """Return what the reader may see of the incident at ``now``; ``None`` where that is nothing."""
    left = readable(reader, incident, components)
    return seen(left, now) if left is not None else None


def seen(left: Incident, now: datetime) -> IncidentView | None:
    """Return the view of what the cut has left, at ``now``; ``None`` before its first update."""
    if not any(update.visible_from <= now for update in left.updates):
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
        _readable_update(reader, update, incident.audience, components)
        for update in incident.updates
        if reader.may_read(update.audience)
    )
    if not updates:
        return None
    updates = _with_answers(updates)
    own_title = _own(reader, _without_accounts(reader, incident.titles))
    left = {
        **_undeclared(Incident, reader.internal),
        "updates": updates,
        "title": incident.title if own_title is None else dict.fromkeys(incident.title, own_title),
        "titles": {},
        "components": _known(reader, incident.components, components),
    }
    return replace(incident, **left)


def _readable_update(
    reader: Reader, update: Update, outer: Limit, components: ComponentLimits
) -> Update:
    left = {
        **_undeclared(Update, reader.internal),
        "audience": _to(reader, outer if update.audience is None else update.audience),
        "components": _known(reader, update.components, components),
        "asks": tuple(_readable_asks(reader, update.asks)),
        "bodies": _readable_bodies(reader, update.bodies),
    }
    left |= _own_word(reader, update, left["audience"], components)
    left |= _promises(reader, update.next_update, apart=left["apart"])
    if update.redacted is not None:
        left |= _WORDLESS
    return replace(update, **left)


def _own_word(
    reader: Reader, update: Update, audience: Limit, components: ComponentLimits
) -> dict[str, Any]:
    """Say which states hold for accounts in place of wider ones.

    They do in an update that is for accounts alone. An insider is told so beside its own states,
    but for components that nobody else knows.
    """
    if not for_accounts_alone(audience):
        return {"inherits": frozenset(), "apart": False}
    named = _known(reader, {**update.components, **dict.fromkeys(update.inherits)}, components)
    apart = reader.name not in audience
    theirs = frozenset(
        name
        for name in named
        if apart and ((limit := components[name]) is None or not limit <= audience)
    )
    return {
        "inherits": update.inherits & named.keys(),
        "own": frozenset(named) - theirs,
        "theirs": theirs,
        "apart": apart,
    }


def _to(reader: Reader, limit: Limit) -> Limit:
    """Of those whom something is for keep whom the reader reads; none of them for everyone's."""
    return None if limit is None or PUBLIC_NAME in limit else limit & reader.reads


def _promises(
    reader: Reader, written: Mapping[str, datetime], *, apart: bool
) -> dict[str, Mapping[str, datetime]]:
    """Tell the promise to the reader from those to others whose text an insider reads.

    No promise to an account is one to whoever reads its text, and in an update that is ``apart``
    all that does not name the reader is promised to accounts.
    """
    own = written.get(reader.name)
    if own is None and not apart:
        own = _own(reader, _without_accounts(reader, written))
    others = {
        name: written[name]
        for name in sorted(written)
        if reader.internal and name in reader.reads and name != reader.name
    }
    return {"next_update": {} if own is None else {reader.name: own}, "promised": others}


def _readable_asks(reader: Reader, asks: tuple[Ask, ...]) -> Iterator[Ask]:
    for ask in asks:
        if reader.may_read(ask.to):
            yield replace(ask, to=ask.to & reader.reads)


def _with_answers(updates: tuple[Update, ...]) -> tuple[Update, ...]:
    """Keep the answers to requests that the reader may read."""
    asked = {ask.id for update in updates for ask in update.asks}
    return tuple(
        replace(
            update, answers={ask: update.answers[ask] for ask in update.answers if ask in asked}
        )
        if update.answers
        else update
        for update in updates
    )


def _readable_bodies(reader: Reader, bodies: Mapping[str, Body]) -> dict[str, Body]:
    """Leave out the sections of others, and a language that has no word for the reader."""
    found = {}
    for language, body in bodies.items():
        sections = tuple(
            replace(each, audience=each.audience & reader.reads)
            for each in body.sections
            if reader.may_read(each.audience)
        )
        if body.blocks or sections:
            found[language] = Body(body.blocks, sections)
    return found


def _known(
    reader: Reader, states: Mapping[str, _Value], components: ComponentLimits
) -> dict[str, _Value]:
    """Keep the states of components that the reader may read, in the order of the site."""
    return {
        component: states[component]
        for component, limit in components.items()
        if component in states and reader.may_read(limit)
    }


def _without_accounts(reader: Reader, by_reader: Mapping[str, _Value]) -> Mapping[str, _Value]:
    """Leave out what is for accounts that the reader is none of, though it may read their text."""
    return {
        name: value
        for name, value in by_reader.items()
        if name == reader.name or not for_accounts_alone(frozenset({name}))
    }


def _own(reader: Reader, by_reader: Mapping[str, _Value]) -> _Value | None:
    """Return the reader's own value, else one of what it reads, the public's last."""
    if reader.name in by_reader:
        return by_reader[reader.name]
    for name in sorted(by_reader):
        if name in reader.reads and name != PUBLIC_NAME:
            return by_reader[name]
    return by_reader.get(PUBLIC_NAME)


@cache
def _undeclared(record: type, internal: bool) -> Mapping[str, Any]:
    """Return blanks for all values of a record whose keys are not declared as the reader's."""
    declared = _DECLARED[record]
    blanks = {}
    for item in fields(record):
        if item.name in _OWN_RULES:
            continue
        read_by = declared.get(_KEY_OF_FIELD.get(item.name, item.name), ReadBy.OPERATOR)
        if read_by in _TREATED or (read_by is ReadBy.INTERNAL and internal):
            continue
        made = item.default if item.default_factory is MISSING else item.default_factory()
        blanks[item.name] = made
    return blanks
