"""What one entry of news said: the author's words, or sentences of ours in their place."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from builder.render.feed_html import one_line, plain, standing_alone
from builder.render.incident_names import named_by_id
from builder.render.telling import Said, Telling, linked, said
from builder.render.words import direction
from builder.views.types import Entry, IncidentView, Passage, UpdateView


@dataclass(frozen=True, slots=True)
class Message:
    """What was said: our own sentences, then the author's words in their language."""

    sentences: tuple[Said, ...] = ()
    passages: tuple[Passage, ...] = ()
    language: str = ""

    @property
    def text(self) -> str:
        """All of it in one line."""
        words = [sentence.text for sentence in self.sentences] + [plain(self.passages)]
        return " ".join(words).strip()

    def html(self, telling: Telling, page: str) -> str:
        """All of it as HTML that stands alone; ``page`` is the incident's."""
        parts = [f"<p>{sentence.html}</p>" for sentence in self.sentences]
        if self.passages:
            text = standing_alone(self.passages, telling.site, telling.top, page)
            if self.language != telling.language:
                language = self.language
                name = said(telling.words.language(language))
                parts.append(f"<p>{telling.sentence('untranslated', language=name).html}</p>")
                text = f'<div lang="{escape(language)}" dir="{direction(language)}">{text}</div>'
            parts.append(text)
        return "\n".join(parts)


def message_of(
    incident: IncidentView, entry: Entry, update: UpdateView | None, telling: Telling
) -> Message:
    """Return what an entry said; without an update, what the clock made true."""
    if update is None:
        return Message((said(telling.words.events[entry.label][1]),))
    if entry.label == "withdrawn":
        posted = telling.sentence("posted", time=telling.time(update.visible_from))
        return Message((posted, taken_back("withdrawn", update, telling)))
    if update.redacted is not None:
        return Message((taken_back("removed", update, telling),))
    language, passages = _in_language(update, telling.language)
    sentences = tuple(_references(incident, update, telling))
    if not passages and not sentences and update.status is not None:
        sentences = (said(telling.words.unsaid[update.status]),)
    return Message(sentences, passages, language)


def taken_back(how: str, update: UpdateView, telling: Telling) -> Said:
    """Say when an update was withdrawn or removed, and why."""
    moment, reason = {
        "withdrawn": (update.withdrawn, update.withdrawn_reason),
        "removed": (update.redacted, update.redacted_reason),
    }[how]
    assert moment is not None
    time = telling.time(moment)
    if not one_line(reason):
        return telling.sentence(f"{how}_on", time=time)
    return telling.sentence(f"{how}_because", time=time, reason=telling.aside(reason))


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
