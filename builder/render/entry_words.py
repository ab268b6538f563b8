"""The words of one entry of news: its title, its HTML and its short plain text.

Pure functions of a view; feeds print them, and so may other outputs that tell of one update. An
entry stands alone, and what it says stays: all times are absolute, nothing runs or grows.
"""

from dataclasses import dataclass
from html import escape

from builder.render.entry_facts import EntryFacts
from builder.render.entry_message import Message, message_of
from builder.render.fact_lines import fact_lines
from builder.render.feed_html import shortened
from builder.render.incident_names import named_by_id
from builder.render.telling import LONGEST_NAME, Said, Telling, in_language, linked, said
from builder.views.types import Entry, IncidentView, Localised, UpdateView

_TITLE_COMPONENTS = 60
"""Names of components in a title may take this many characters."""
_SUMMARY = 400
"""Characters of an update's own words in its short text."""
_LONGEST_SUMMARY = 4_000
"""Characters of the short text with its facts."""
LARGEST_CONTENT = 150_000
"""Bytes that the HTML of one entry may take in a feed."""


@dataclass(frozen=True, slots=True)
class EntryWords:
    """An entry as text: ``title`` in one line, ``html``, and ``summary`` without markup."""

    title: str
    html: str
    summary: str


def entry_words(
    incident: IncidentView, entry: Entry, facts: EntryFacts, telling: Telling
) -> EntryWords:
    """Return the words of an entry of this incident."""
    update = next((update for update in incident.updates if update.id == entry.update), None)
    lines = tuple(fact_lines(incident, entry, update, facts, telling))
    message = message_of(incident, entry, update, telling)
    more = linked(telling.own_words["all_updates"], telling.link(incident.id, entry))
    summary = shortened(_summary(message, lines), _LONGEST_SUMMARY)
    html = _html(message, lines, more, telling, telling.page(incident.id))
    return EntryWords(
        title=entry_title(entry, update, facts, telling),
        html=html if fits(html) else f"<p>{escape(summary)}</p>\n<p>{more.html}</p>",
        summary=summary,
    )


def fits(html: str, largest: int = LARGEST_CONTENT) -> bool:
    """Say whether HTML leaves room for other entries in a feed, in which it is escaped once."""
    return len(html) <= largest // 12 or len(escape(html, quote=False).encode()) <= largest


def entry_title(
    entry: Entry, update: UpdateView | None, facts: EntryFacts, telling: Telling
) -> str:
    """Return ``[Resolved] Checkout errors (Payments API)``."""
    return titled(entry_label(entry, update, telling), facts.title, _affected(facts), telling)


def titled(label: str, title: Localised, components: tuple[str, ...], telling: Telling) -> str:
    """Return a title that begins with a label and ends with components, where they are short."""
    whole = said(in_language(title, telling.language)).text
    slots = {"label": said(label), "title": said(shortened(whole, LONGEST_NAME))}
    named = _short_names([telling.name(component) for component in components], telling)
    if not named:
        return telling.sentence("entry_title", **slots).text
    return telling.sentence("entry_title_of", **slots, components=said(named)).text


def entry_label(entry: Entry, update: UpdateView | None, telling: Telling) -> str:
    """Return what an entry is called in one word or two."""
    words = telling.words
    if entry.label == "continues" and update is not None:
        other = said(named_by_id(update.merged_into))
        return telling.sentence("continues_in", incident=other).text
    if entry.label in words.events:
        return words.events[entry.label][0]
    known: dict[str, str] = {**words.labels, **telling.own_words}
    known.update(words.kinds.items())
    known.update(words.stages.items())
    return known.get(entry.label, entry.label)


def _affected(facts: EntryFacts) -> tuple[str, ...]:
    affected = tuple(component for component, state in facts.states if state.rank)
    return affected or facts.components


def _short_names(names: list[str], telling: Telling) -> str:
    """Join as many names as are short enough, and say how many more there are."""
    for count in range(len(names), 0, -1):
        joined = said(telling.words["comma"].join(names[:count]))
        if count < len(names):
            number = said(str(len(names) - count))
            joined = telling.sentence("and_more", components=joined, number=number)
        if len(joined.text) <= _TITLE_COMPONENTS:
            return joined.text
    return ""


def _html(
    message: Message, lines: tuple[Said, ...], more: Said, telling: Telling, page: str
) -> str:
    """Print message, facts and the way to all updates."""
    parts = [message.html(telling, page)]
    if lines:
        parts.append(f"<ul>{''.join(f'<li>{line.html}</li>' for line in lines)}</ul>")
    parts.append(f"<p>{more.html}</p>")
    return "\n".join(filter(None, parts))


def _summary(message: Message, lines: tuple[Said, ...]) -> str:
    facts = " ".join(line.text if line.text.endswith(".") else f"{line.text}." for line in lines)
    return f"{shortened(message.text, _SUMMARY)} {facts}".strip()
