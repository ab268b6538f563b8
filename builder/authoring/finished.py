"""What each reader would read of an update: shown before it is written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from builder.model.incident import Incident
from builder.model.site import Site
from builder.render.plain_text import paragraphs
from builder.views.cut import readable, seen
from builder.views.frame import component_limits
from builder.views.types import Localised, Passage
from builder.vocabulary.statuses import State


@dataclass(frozen=True, slots=True)
class Finished:
    """What some readers read alike, in one language. ``own`` is what stands there for them besides
    the words for everyone; ``everyone`` those, empty where there are none."""

    readers: tuple[str, ...]
    language: str
    title: str
    everyone: str
    own: str
    states: tuple[tuple[str, State], ...]
    due: datetime | None


def finished(incident: Incident, site: Site, update: str, now: datetime) -> tuple[Finished, ...]:
    """Return what is read of one update, by those who read it alike, everyone first."""
    groups: dict[tuple[object, ...], Finished] = {}
    for one in _each(incident, site, update, now):
        key = (one.language, one.title, one.everyone, one.own, one.states, one.due)
        before = groups.get(key)
        readers = (*before.readers, *one.readers) if before else one.readers
        groups[key] = replace(one, readers=readers)
    return tuple(groups.values())


def _each(incident: Incident, site: Site, update: str, now: datetime) -> Iterator[Finished]:
    limits = component_limits(site)
    for reader in site.readers():
        left = readable(reader, incident, limits)
        view = None if left is None else seen(left, now)
        found = [each for each in view.updates if each.id == update] if view else []
        if view is None or not found:
            continue
        for language in site.languages:
            passages = found[0].text.get(language, ())
            if passages:
                yield Finished(
                    (reader.name,),
                    language,
                    _in(view.title, language),
                    _text((each for each in passages if not each.to), site),
                    _text((each for each in passages if each.to), site),
                    found[0].states,
                    view.due,
                )


def _in(title: Localised, language: str) -> str:
    return title.get(language) or next(iter(title.values()), "")


def _text(passages: Iterator[Passage], site: Site) -> str:
    return paragraphs(passages, f"{site.url}/", f"{site.url}/")
