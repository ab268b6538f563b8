"""How an entry of news is told: in which words and zone, and where its links lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from builder.render.addresses import incident_path
from builder.render.feed_html import one_line, shortened
from builder.render.feed_words import feed_words_in
from builder.render.times import Times
from builder.render.words import Words, direction, words_in
from builder.views.types import Entry, Frame, Localised

LONGEST_NAME = 160
"""Characters of a name or title in a feed; its page has all of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something said, as plain text in one line and as HTML."""

    text: str
    html: Markup


def said(text: str) -> Said:
    """Say a text."""
    line = one_line(text)
    return Said(line, escape(line))


def linked(text: str, address: str) -> Said:
    """Say a text that leads to an address."""
    line = one_line(text)
    return Said(line, Markup('<a href="{}">{}</a>').format(address, line))


def in_language(text: Localised, language: str) -> str:
    """Return the text in the language, else in the first there is."""
    return text.get(language) or next(filter(None, text.values()), "")


@dataclass(frozen=True, slots=True)
class Telling:
    """A language with its words, a zone, and the addresses (with their slash) of the pages in that
    language and of what all languages share.

    Where only the incidents ``inside`` have a page there, the others' are below ``public``.
    """

    language: str
    default_language: str
    words: Words
    own_words: Mapping[str, str]
    times: Times
    site: str
    top: str
    component_names: Mapping[str, Localised]
    public: str = ""
    inside: frozenset[str] | None = None

    def name(self, component: str) -> str:
        """Return a component's name in one line, its id where it has none."""
        names = self.component_names.get(component, {})
        name = one_line(in_language(names, self.language))
        return shortened(name, LONGEST_NAME) or component

    def aside(self, text: str) -> Said:
        """Say what an author wrote once, in the site's default language, as a part of our
        sentence; as HTML it is marked where that is in another one."""
        own, line = self.default_language, one_line(text)
        if own == self.language:
            return Said(line, escape(line))
        mark = Markup('<span lang="{}" dir="{}">{}</span>')
        return Said(line, mark.format(own, direction(own), line))

    def time(self, moment: datetime) -> Said:
        """Say an instant with date, year and zone."""
        return Said(self.times.plain(moment), self.times.element(moment))

    def sentence(self, label: str, /, **slots: Said) -> Said:
        """Say a sentence of the pages' words, or else of the feeds' own, with its slots filled."""
        pattern = self.words.labels.get(label) or self.own_words[label]
        text = pattern.format_map({name: slot.text for name, slot in slots.items()})
        html = escape(pattern).format_map({name: slot.html for name, slot in slots.items()})
        return Said(text, html)

    def page(self, incident: str) -> str:
        """Return the address of an incident's page."""
        here = self.inside is None or incident in self.inside
        return f"{self.site if here else self.public}{incident_path(incident)}"

    def link(self, incident: str, entry: Entry) -> str:
        """Return the address of an entry's place on the page of its incident."""
        anchor = entry.update or entry.key.partition("/")[2]
        return f"{self.page(incident)}#{anchor}"


def telling(frame: Frame) -> Telling:
    """Return how a site's feeds are told: in its default language and its own zone."""
    language = frame.languages[0]
    words = words_in(frame.catalogue)
    top = f"{frame.url.rstrip('/')}/"
    return Telling(
        language=language,
        default_language=frame.default_language,
        words=words,
        own_words=feed_words_in(frame.catalogue),
        times=Times(frame.time_zone, words),
        site=f"{top}{frame.folder}",
        top=top,
        component_names=frame.component_names,
    )
