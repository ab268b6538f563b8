"""The words of one entry of news: its title, its HTML and its short plain text.

Pure functions of a view; feeds print them, and so may other outputs that tell of one update. An
entry stands alone, and what it says stays: all times are absolute, nothing runs or grows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from builder.render.entry_facts import EntryFacts
from builder.render.fact_lines import fact_lines
from builder.render.feed_html import one_line, plain, shortened, standing_alone
from builder.render.incident_names import named_by_id
from builder.render.telling import LONGEST_NAME, Said, Telling, in_language, linked, said
from builder.render.words import direction
from builder.views.types import Entry, IncidentView, Passage, UpdateView

_TITLE_COMPONENTS = 60
"""Names of components in a title may take this many characters."""
_SUMMARY = 400
"""Characters of an update's own words in its short text."""


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
    message = _message(incident, entry, update, telling)
    more = linked(telling.own_words["all_updates"], telling.link(incident.id, entry))
    return EntryWords(
        title=entry_title(entry, update, facts, telling),
        html=_html(message, lines, more, telling, telling.page(incident.id)),
        summary=_summary(message, lines),
    )


def entry_title(
    entry: Entry, update: UpdateView | None, facts: EntryFacts, telling: Telling
) -> str:
    """Return ``[Resolved] Checkout errors (Payments API)``."""
    label = said(_label(entry, update, telling))
    whole = said(in_language(facts.title, telling.language)).text
    title = said(shortened(whole, LONGEST_NAME))
    named = _short_names([telling.name(component) for component in _affected(facts)], telling)
    if not named:
        return telling.sentence("entry_title", label=label, title=title).text
    components = said(named)
    return telling.sentence("entry_title_of", label=label, title=title, components=components).text


def _label(entry: Entry, update: UpdateView | None, telling: Telling) -> str:
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
        joined = said(", ".join(names[:count]))
        if count < len(names):
            number = said(str(len(names) - count))
            joined = telling.sentence("and_more", components=joined, number=number)
        if len(joined.text) <= _TITLE_COMPONENTS:
            return joined.text
    return ""


@dataclass(frozen=True, slots=True)
class _Message:
    """What was said: our own sentences, then the author's words in their language."""

    sentences: tuple[Said, ...] = ()
    passages: tuple[Passage, ...] = ()
    language: str = ""


def _message(
    incident: IncidentView, entry: Entry, update: UpdateView | None, telling: Telling
) -> _Message:
    if update is None:
        return _Message((said(telling.words.events[entry.label][1]),))
    if entry.label == "withdrawn":
        posted = telling.sentence("posted", time=telling.time(update.visible_from))
        return _Message((posted, _taken_back("withdrawn", update, telling)))
    if update.redacted is not None:
        return _Message((_taken_back("removed", update, telling),))
    language, passages = _in_language(update, telling.language)
    sentences = tuple(_references(incident, update, telling))
    if not passages and not sentences and update.status is not None:
        sentences = (said(telling.words.unsaid[update.status]),)
    return _Message(sentences, passages, language)


def _taken_back(how: str, update: UpdateView, telling: Telling) -> Said:
    """Say when an update was withdrawn or removed, and why."""
    moment, reason = {
        "withdrawn": (update.withdrawn, update.withdrawn_reason),
        "removed": (update.redacted, update.redacted_reason),
    }[how]
    assert moment is not None
    time = telling.time(moment)
    if not one_line(reason):
        return telling.sentence(f"{how}_on", time=time)
    return telling.sentence(f"{how}_because", time=time, reason=said(reason))


def _in_language(update: UpdateView, language: str) -> tuple[str, tuple[Passage, ...]]:
    if update.text.get(language):
        return language, update.text[language]
    return next(((other, text) for other, text in update.text.items() if text), (language, ()))


def _references(incident: IncidentView, update: UpdateView, telling: Telling) -> Iterable[Said]:
    """Say which update this corrects, and where the incident goes on."""
    for corrected in incident.updates:
        if corrected.id == update.corrects:
            time = telling.time(corrected.at).text
            address = f"{telling.page(incident.id)}#{corrected.id}"
            yield telling.sentence("corrects", update=linked(time, address))
    if update.merged_into:
        other = linked(named_by_id(update.merged_into), telling.page(update.merged_into))
        yield telling.sentence("goes_on", incident=other)


def _html(
    message: _Message, lines: tuple[Said, ...], more: Said, telling: Telling, page: str
) -> str:
    """Print message, facts and the way to all updates."""
    parts = [f"<p>{sentence.html}</p>" for sentence in message.sentences]
    if message.passages:
        text = standing_alone(message.passages, telling.site, telling.top, page)
        if message.language != telling.language:
            language = message.language
            text = f'<div lang="{escape(language)}" dir="{direction(language)}">{text}</div>'
        parts.append(text)
    if lines:
        parts.append(f"<ul>{''.join(f'<li>{line.html}</li>' for line in lines)}</ul>")
    parts.append(f"<p>{more.html}</p>")
    return "\n".join(parts)


def _summary(message: _Message, lines: tuple[Said, ...]) -> str:
    words = " ".join([sentence.text for sentence in message.sentences] + [plain(message.passages)])
    facts = " ".join(line.text if line.text.endswith(".") else f"{line.text}." for line in lines)
    return f"{shortened(words.strip(), _SUMMARY)} {facts}".strip()
