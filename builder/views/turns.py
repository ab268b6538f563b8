"""Turns: which state an incident had given a component before an update, and which after it.

What was told stays told, so each update is held against what readers knew when they got it. The
state is that of the incident alone, of what this reader may read of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from builder.model.incident import Incident
from builder.model.timeline import Timeline, timeline
from builder.views.types import Entry, Turned, UpdateView
from builder.vocabulary.statuses import Kind, State

_States = Mapping[str, State]


def turns(
    left: Incident, line: Timeline, updates: tuple[UpdateView, ...], news: tuple[Entry, ...]
) -> dict[str, tuple[Turned, ...]]:
    """Return the turns by update, and those of the clock by the key of its entry.

    ``line`` is the incident's timeline and ``news`` its entries in order. An update is about the
    components that it names, the first time that the incident does, and those that it changes.
    """
    if left.kind is Kind.NOTICE:
        return {}
    known = {update.id: update for update in updates}
    found: dict[str, tuple[Turned, ...]] = {}
    before: _States = {}
    for entry, after in _followed(left, line, updates, news):
        if entry.label != "withdrawn":
            states = known[entry.update].states if entry.update else ()
            named = dict.fromkeys((*(name for name, _ in states), *entry.names))
            named.update(dict.fromkeys(name for name in before if name not in after))
            named.update(
                dict.fromkeys(name for name in after if after[name] is not before.get(name))
            )
            if named:
                found[entry.update or entry.key] = tuple(
                    Turned(name, _state(before, name), _state(after, name)) for name in named
                )
        before = after
    return found


def _state(states: _States, component: str) -> State:
    return states.get(component, State.OPERATIONAL)


def _followed(
    left: Incident, line: Timeline, updates: tuple[UpdateView, ...], news: tuple[Entry, ...]
) -> Iterator[tuple[Entry, _States]]:
    """Yield each entry with the states that the incident had brought about once it was posted."""
    if _runs_straight(left, line, updates, news):
        yield from zip(news, line.steps, strict=True)
        return
    posted: list[str] = []
    for entry in news:
        if entry.update and entry.label != "withdrawn":
            posted.append(entry.update)
        shown = tuple(update for update in left.updates if update.id in posted)
        then = timeline(replace(left, updates=shown), entry.posted)
        yield (
            entry,
            {each.component: each.state for each in then.stretches if each.until is None},
        )


def _runs_straight(
    left: Incident, line: Timeline, updates: tuple[UpdateView, ...], news: tuple[Entry, ...]
) -> bool:
    """Say whether each update was posted after the one before it and takes nothing of it back, so
    that the timeline passed through all that readers were told."""
    return (
        left.kind is Kind.INCIDENT
        and tuple(entry.update for entry in news) == tuple(update.id for update in updates)
        and len(line.steps) == len(updates)
        and not any(update.corrects or update.withdrawn for update in left.updates)
    )
