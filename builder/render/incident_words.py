"""The words of a whole incident as one entry: all its news, the newest first."""

from collections.abc import Iterator
from datetime import datetime

from builder.render.entry_message import Message, message_of
from builder.render.entry_words import EntryWords, entry_label, fits, titled
from builder.render.feed_html import shortened
from builder.render.telling import Telling, linked, said
from builder.views.types import Entry, IncidentView, UpdateView

LARGEST_WHOLE = 60_000
"""Bytes that the HTML of one incident may take in a feed; its page has all of it."""

_SUMMARY = 400


def incident_words(incident: IncidentView, until: datetime, telling: Telling) -> EntryWords:
    """Return the words of an incident with its news up to a moment (aware, UTC)."""
    news = tuple(_news(incident, until, telling))
    newest = news[0][1].text if news else ""
    return EntryWords(
        title=titled(_label(incident, telling), incident.title, incident.components, telling),
        html=_html(incident, news, telling),
        summary=shortened(newest, _SUMMARY) or said(_label(incident, telling)).text,
    )


def _label(incident: IncidentView, telling: Telling) -> str:
    if incident.stage is None:
        return telling.words.kinds[incident.kind]
    return telling.words.stages[incident.stage]


def _news(
    incident: IncidentView, until: datetime, telling: Telling
) -> Iterator[tuple[str, Message]]:
    """Yield the heading of each piece of news as HTML, and what it said; the newest first."""
    updates = {update.id: update for update in incident.updates}
    for entry in reversed(incident.entries):
        if entry.posted <= until:
            update = updates.get(entry.update)
            yield _heading(entry, update, telling), message_of(incident, entry, update, telling)


def _heading(entry: Entry, update: UpdateView | None, telling: Telling) -> str:
    label = said(entry_label(entry, update, telling))
    time = telling.time(entry.posted)
    return f"<p><strong>{label.html}</strong> {time.html}</p>"


def _html(incident: IncidentView, news: tuple[tuple[str, Message], ...], telling: Telling) -> str:
    """Print as much of the newest as has room; what is too long by itself is shortened."""
    page = telling.page(incident.id)
    more = linked(telling.own_words["all_updates"], page)
    parts: list[str] = []
    for heading, message in news:
        part = f"{heading}\n{message.html(telling, page)}"
        if not fits("\n".join((*parts, part)), LARGEST_WHOLE):
            if parts:
                break
            part = f"{heading}\n<p>{said(shortened(message.text, _SUMMARY)).html}</p>"
        parts.append(part)
    return "\n".join((*parts, f"<p>{more.html}</p>"))
