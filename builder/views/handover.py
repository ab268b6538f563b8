"""What whoever takes over an incident has to know: where it stands, and what was last said to
whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from builder.model.incident import Incident
from builder.model.site import Site
from builder.model.standing import counts, visible
from builder.model.timeline import timeline
from builder.views.cut import readable
from builder.views.due import Owed, owed
from builder.views.frame import component_limits
from builder.views.inside import asks, passages, priority, roles
from builder.views.promises import is_awaited
from builder.views.types import AskView, Passage, RoleView
from builder.vocabulary.statuses import Kind, Priority, State, Status


@dataclass(frozen=True, slots=True)
class LastWords:
    """The newest update that readers could read, and what stands in it for them; several that read
    the same are told together."""

    readers: tuple[str, ...]
    update: str
    at: datetime
    words: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """One incident that goes on, or leaves something owed."""

    id: str
    title: Mapping[str, str]
    stage: Status | None
    priority: Priority | None
    began: datetime
    states: tuple[tuple[str, State], ...]
    last_words: tuple[LastWords, ...]
    owed: tuple[Owed, ...]
    asks: tuple[AskView, ...]
    roles: tuple[RoleView, ...]


def handover(incident: Incident, site: Site, now: datetime) -> Handover | None:
    """Return what is handed over of an incident at ``now``; ``None`` where there is nothing."""
    shown = visible(incident, now)
    if not shown or incident.kind is Kind.NOTICE:
        return None
    line = timeline(incident, now)
    rows = owed(incident, site, now)
    goes_on = line.is_open and is_awaited(line)
    if not goes_on and not rows:
        return None
    legible = tuple(update for update in shown if update.redacted is None)
    return Handover(
        id=incident.id,
        title=incident.title,
        stage=line.stage,
        priority=priority(incident, shown, now),
        began=line.began,
        states=tuple((each.component, each.state) for each in line.stretches if each.until is None),
        last_words=_last_words(incident, site, now),
        owed=rows,
        asks=tuple(ask for ask in asks(legible, now) if ask.answer is None),
        roles=roles(incident, now),
    )


def _last_words(incident: Incident, site: Site, now: datetime) -> tuple[LastWords, ...]:
    limits = component_limits(site)
    found: dict[tuple[str, tuple[Passage, ...]], LastWords] = {}
    for reader in site.readers():
        left = readable(reader, incident, limits)
        said = [
            update
            for update in (visible(left, now) if left is not None else ())
            if counts(update, now) and not update.apart
        ]
        if not said:
            continue
        last = said[-1]
        body = last.bodies.get(site.language)
        words = passages(body, last.audience or ()) if body is not None else ()
        before = found.get((last.id, words))
        readers = (*before.readers, reader.name) if before else (reader.name,)
        found[last.id, words] = LastWords(readers, last.id, last.visible_from, words)
    return tuple(found.values())
