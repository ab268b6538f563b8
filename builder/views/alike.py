"""Readers of whom an incident holds the same: what is cut for one of them is right for all."""

from collections.abc import Iterator
from dataclasses import replace

from builder.model.incident import Incident, Update
from builder.views.audience_types import AudienceSetting
from builder.views.cut import ComponentLimits
from builder.views.mentioned import mentioned
from builder.views.types import IncidentView
from builder.vocabulary.readers import Limit, Reader


def named_in(incident: Incident, components: ComponentLimits) -> frozenset[str]:
    """Return the names of all readers that anything in an incident is for."""
    return frozenset(name for limit in _limits(incident, components) for name in limit or ())


def reader_as_named(reader: Reader, named: frozenset[str]) -> Reader:
    """Return a reader who knows of nobody but those who are ``named``.

    Where all names in an incident are among these, its cut is the same for both: whom nothing is
    for is told apart from nobody. Readers that are equal then share one cut, and no reader's own
    name is in it unless the incident has it.
    """
    return Reader(
        reader.name if reader.name in named else "", reader.reads & named, reader.internal
    )


def setting_as_named(
    setting: AudienceSetting, reader: Reader, view: IncidentView
) -> AudienceSetting:
    """Return all of a setting that the page of an incident may depend on.

    ``reader`` is that of ``reader_as_named``, and ``view`` what it sees. For readers who are alike
    there, and have ``of_many`` and, while it is open, their contact in common, this is the
    same.
    """
    many = setting.of_many
    known = setting.frame.component_names
    names = {each: known[each] for each in mentioned(view) if each in known}
    return replace(
        many,
        reader=reader.name,
        frame=replace(many.frame, component_names=names),
        names={name: setting.names[name] for name in setting.names if name in reader.reads},
        contact=setting.contact if view.is_open else None,
    )


def _limits(incident: Incident, components: ComponentLimits) -> Iterator[Limit]:
    yield incident.audience
    yield frozenset(incident.titles)
    yield from (components[name] for name in incident.components if name in components)
    for update in incident.updates:
        yield from _limits_of_update(update, components)


def _limits_of_update(update: Update, components: ComponentLimits) -> Iterator[Limit]:
    yield update.audience
    yield frozenset(update.next_update)
    named = (*update.components, *update.inherits)
    yield from (components[name] for name in named if name in components)
    yield from (ask.to for ask in update.asks)
    yield from (section.audience for body in update.bodies.values() for section in body.sections)
