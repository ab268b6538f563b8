"""The words of messages about one entry of news: a subject, text and HTML, each standing alone.

Pure functions of a reader's own view. No address in a message has a fragment: behind that sign
stands the key of a private page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape, unescape

from builder.render.entry_facts import entry_facts
from builder.render.entry_message import message_of
from builder.render.entry_words import entry_title
from builder.render.fact_lines import fact_lines, impact_words
from builder.render.feed_html import shortened
from builder.render.plain_text import paragraphs
from builder.render.private_words import private_words_in
from builder.render.telling import Said, Telling, said, telling
from builder.views.notices import Notice
from builder.views.types import AskView, Entry, Frame, IncidentView, Passage, UpdateView
from builder.vocabulary.statuses import ENDING, Kind

LONGEST_SUBJECT = 240
"""Characters of a subject."""

_ATTRIBUTE = re.compile(r'((?:href|src)="[^"#]*)#[^"]*"')
_ADDRESS = re.compile(r"((?:https?://|mailto:)[^\s#<>\"']*)#[^\s<>\"']*")
_WITHIN_SITE = re.compile(r'<a [^>]*href="site:/[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(r'<img [^>]*src="site:/[^"]*"[^>]*>')
_ALT = re.compile(r'\salt="([^"]*)"')


@dataclass(frozen=True, slots=True)
class MessageWords:
    """A message as text. ``link`` leads to the page; ``language`` is the one of the author's words,
    empty where there are none."""

    subject: str
    text: str
    html: str
    link: str
    language: str = ""


class _OneAddress(Telling):
    """Tells of a private tree, whose pages have no addresses of their own without a key."""

    def page(self, incident: str) -> str:
        """Return the address of the tree."""
        return self.site

    def link(self, incident: str, entry: Entry) -> str:
        """Return the address of the tree."""
        return self.site


def update_message(
    incident: IncidentView,
    entry: Entry,
    frame: Frame,
    address: str = "",
    reader: str = "",
    breach: datetime | None = None,
) -> MessageWords:
    """Return the message of an entry, in the first language of ``frame``.

    ``address`` is that of a private tree, empty for the public pages; ``reader`` its reader, who
    is told which requests are made to it, and when a contract breaks (``breach``).
    """
    how = _how(frame, address)
    update = next((each for each in incident.updates if each.id == entry.update), None)
    facts = entry_facts(incident, entry)
    message = message_of(incident, entry, update, how)
    page = how.page(incident.id)
    if address:
        message = replace(message, passages=tuple(map(_without_places, message.passages)))
    asks = tuple(own_asks(incident, entry, reader))
    lines = (
        *fact_lines(incident, entry, update, facts, how),
        *(_ask_line(ask, frame, how) for ask in asks),
    )
    parts = [entry_title(entry, update, facts, how)]
    if incident.kind is Kind.INCIDENT and facts.stage not in ENDING:
        parts.append(impact_words(facts, how))
    if facts.due is not None:
        parts.append(how.sentence("due", time=how.time(facts.due)).text.rstrip("."))
    if breach is not None:
        when = how.time(breach).text
        told = private_words_in(frame.catalogue).sentence("service.breach", time=when)
        parts.append(str(unescape(told)))
    if asks:
        parts.append(
            str(unescape(private_words_in(frame.catalogue).counted("open_asks", len(asks))))
        )
    if incident.priority is not None:
        parts[0] = f"{incident.priority.value} {parts[0]}"
    words = [sentence.text for sentence in message.sentences]
    if message.passages and message.language != how.language:
        name = said(how.words.language(message.language))
        words.append(how.sentence("untranslated", language=name).text)
    words.append(paragraphs(message.passages, how.site, page))
    return _whole(
        "; ".join(parts),
        "\n\n".join(filter(None, words)),
        message.html(how, page),
        lines,
        page,
        message.language if message.passages else "",
    )


def ask_message(ask: AskView, incident: IncidentView, frame: Frame, address: str) -> MessageWords:
    """Return the message of a request to the reader of a private tree."""
    how = _how(frame, address)
    line = _ask_line(ask, frame, how)
    title = said(incident.title.get(how.language) or next(iter(incident.title.values()), ""))
    return _whole(f"{line.text}; {title.text}", line.text, f"<p>{line.html}</p>", (title,), address)


def notice_message(notice: Notice, frame: Frame, address: str) -> MessageWords:
    """Return the message that tells of an update its time and stage, and nothing else."""
    how = _how(frame, address)
    subject = how.own_words["notice"]
    sentences = [how.sentence("notice_posted", time=how.time(notice.time))]
    if notice.stage is not None:
        stage = said(how.words.stages[notice.stage])
        subject = how.sentence("notice_of", stage=stage).text
        sentences.append(how.sentence("notice_stage", stage=stage))
    sentences.append(said(how.own_words["notice_where"]))
    text = "\n".join(sentence.text for sentence in sentences)
    html = "\n".join(f"<p>{sentence.html}</p>" for sentence in sentences)
    return _whole(subject, text, html, (), address)


def own_asks(incident: IncidentView, entry: Entry, reader: str) -> Iterator[AskView]:
    """Yield the open requests that an entry makes to a reader."""
    if entry.label != "withdrawn" and entry.update:
        for ask in incident.asks:
            if ask.update == entry.update and reader in ask.to and ask.answer is None:
                yield ask


def is_taken_back(incident: IncidentView, entry: Entry) -> bool:
    """Say whether the words of an entry are not to be sent any more: withdrawn, or redacted."""
    update = _update(incident, entry)
    if update is None:
        return False
    withdrawn = update.withdrawn is not None and entry.label != "withdrawn"
    return withdrawn or update.redacted is not None


def without_fragments(text: str) -> str:
    """Return text or HTML whose addresses end before the sign behind which a key may stand."""
    return _ADDRESS.sub(r"\1", _ATTRIBUTE.sub(r'\1"', text))


def _update(incident: IncidentView, entry: Entry) -> UpdateView | None:
    return next((each for each in incident.updates if each.id == entry.update), None)


def _how(frame: Frame, address: str) -> Telling:
    how = telling(frame)
    if not address:
        return how
    fields = {name: getattr(how, name) for name in how.__dataclass_fields__}
    return _OneAddress(**{**fields, "site": address, "top": address})


def _ask_line(ask: AskView, frame: Frame, how: Telling) -> Said:
    words = private_words_in(frame.catalogue)
    line = how.sentence("fact", label=said(words["asks"]), value=how.aside(ask.text))
    if ask.by is None:
        return line
    by, time = words["ask_by"], how.time(ask.by)
    html = escape(by).format(time=time.html)
    return Said(
        f"{line.text}; {by.format(time=time.text)}", line.html + type(line.html)(f"; {html}")
    )


def _without_places(passage: Passage) -> Passage:
    """Leave the words of links into the site: pages of a private tree have no address here."""
    html = _WITHIN_SITE.sub(r"\1", passage.html)
    return replace(passage, html=_PICTURE.sub(_told, html))


def _told(picture: "re.Match[str]") -> str:
    alt = _ALT.search(picture.group())
    return alt.group(1) if alt else ""


def _whole(
    subject: str, words: str, html: str, lines: tuple[Said, ...], page: str, language: str = ""
) -> MessageWords:
    text = "\n\n".join(filter(None, (words, "\n".join(line.text for line in lines), page)))
    listed = f"<ul>{''.join(f'<li>{line.html}</li>' for line in lines)}</ul>" if lines else ""
    link = f'<p><a href="{escape(page)}">{escape(page)}</a></p>'
    return MessageWords(
        subject=without_fragments(shortened(subject, LONGEST_SUBJECT)),
        text=without_fragments(text),
        html=without_fragments("\n".join(filter(None, (html, listed, link)))),
        link=page,
        language=language,
    )
