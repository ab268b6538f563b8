"""Posts: what an incident said, by its authors and by the clock, in order."""

from collections.abc import Mapping
from dataclasses import dataclass

from builder.render.entry_message import message_of, taken_back
from builder.render.plain_text import paragraphs
from builder.render.status_api.site import ApiSite
from builder.render.telling import Telling
from builder.views.types import ClockEvent, IncidentView, UpdateView


@dataclass(frozen=True, slots=True)
class Post:
    """An update, or an event of the clock: one of the two is set. ``id`` is within its incident."""

    id: str
    update: UpdateView | None = None
    event: ClockEvent | None = None


def posts(incident: IncidentView) -> tuple[Post, ...]:
    """Return all posts, oldest first; of one second the clock's stands first."""
    placed = []
    latest = None
    for place, update in enumerate(incident.updates):
        latest = update.at if latest is None else max(latest, update.at)
        placed.append((latest, 1, place, Post(update.id, update=update)))
    for place, event in enumerate(incident.events):
        name = event.key.partition("/")[2]
        placed.append((event.at, 0, place, Post(name, event=event)))
    return tuple(post for *_, post in sorted(placed, key=lambda each: each[:3]))


Texts = Mapping[str, Mapping[str, str]]
"""The plain text of updates with lines, by update, then language."""


def texts(incident: IncidentView, site: ApiSite) -> Texts:
    """Return the plain text of each update in each language that it has."""
    return {
        update.id: {
            language: paragraphs(
                passages, (how := site.telling_in(language)).site, how.page(incident.id)
            )
            for language, passages in update.text.items()
        }
        for update in incident.updates
    }


def body(incident: IncidentView, post: Post, said: Texts, telling: Telling) -> str:
    """Return the words of a post as plain text with lines: never empty."""
    update, event = post.update, post.event
    if event is not None:
        (entry,) = (each for each in incident.entries if each.key == event.key)
        return message_of(incident, entry, None, telling).sentences[0].text
    assert update is not None
    own = said[update.id].get(telling.language)
    if own and not (update.withdrawn or update.redacted or update.corrects or update.merged_into):
        return own
    entries = (each for each in incident.entries if each.update == update.id)
    words = message_of(incident, next(entries), update, telling)
    lines = [sentence.text for sentence in words.sentences]
    if update.withdrawn is not None:
        lines.insert(0, taken_back("withdrawn", update, telling).text)
    if words.passages:
        lines.append(said[update.id][words.language])
    return "\n\n".join(filter(None, lines))
