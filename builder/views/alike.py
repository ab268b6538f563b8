"""Readers of whom an incident holds the same: what is cut for one of them is right for all."""

from collections.abc import Iterator

from builder.model.incident import Incident, Update
from builder.views.cut import ComponentLimits
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
