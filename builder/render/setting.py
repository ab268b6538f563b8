"""What preparing the values of a page needs: the words, the zone, and where the page stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from builder.render.addresses import component_path, group_path, incident_path, placed, root_of
from builder.render.badges import Badges
from builder.render.markup import made
from builder.render.times import Times
from builder.render.words import Words, direction
from builder.views.types import Frame, Localised, Passage
from builder.vocabulary.statuses import State

LONGEST_TITLE = 160
"""Characters of a title in a list, a browser's tab or a preview; its own page has all of it."""

SHOWN_COMPONENTS = 5
"""Components that are named where there are many; of six, all are."""

_HEADING = re.compile(r"(</?h)([1-6])\b")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Setting:
    """A page's surroundings. ``root`` leads from it to the first page in its language."""

    frame: Frame
    words: Words
    times: Times
    badges: Badges
    root: str

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.frame.languages[0]

    @property
    def top(self) -> str:
        """What leads from the page to the top of the tree."""
        return self.root + root_of(self.frame.folder)

    def spoken(self, text: Localised) -> tuple[str, str]:
        """Return the text in the page's language, else in the first there is, and which it is."""
        found = text.get(self.language)
        if found:
            return found, self.language
        return next(((words, language) for language, words in text.items() if words), ("", ""))

    def plain(self, text: Localised) -> str:
        """Return a name as one line of text, cut where it is too long for one.

        Characters that turn the direction of what follows are left out: plain text can't end
        their reach.
        """
        return shortened(_OVERRIDES.sub("", self.spoken(text)[0]))

    def name(self, text: Localised, longest: int | None = LONGEST_TITLE) -> Markup:
        """Return a name as HTML that can't turn the direction of what follows it."""
        words, language = self.spoken(text)
        if longest is not None:
            words = shortened(words, longest)
        return made(f"<bdi{self._marked(language)}>{escape(words)}</bdi>")

    def aside(self, text: str) -> str:
        """Return what an author wrote once, in the site's default language, as a part of our
        sentence: marked where the page is in another one, and with a direction of its own where
        the sentence runs from right to left."""
        if not self._sets_asides_apart:
            return text
        return made(f"<bdi{self._marked(self.frame.default_language)}>{escape(text)}</bdi>")

    @cached_property
    def _sets_asides_apart(self) -> bool:
        return self.language != self.frame.default_language or direction(self.language) == "rtl"

    def passages(self, text: Mapping[str, tuple[Passage, ...]], level: int) -> Markup:
        """Return a text as HTML, placed on this page, with its headings from ``level`` down."""
        language = self.language
        found = text.get(language)
        if not found:
            language, found = next(
                ((language, blocks) for language, blocks in text.items() if blocks), ("", ())
            )
        html = self._placed("".join([passage.html for passage in found]))
        if "<h" in html:
            html = _levelled(html, level)
        mark = self._marked(language) if html else ""
        return made(f"{self._untranslated(language)}<div{mark}>{html}</div>" if mark else html)

    def _untranslated(self, language: str) -> Markup:
        """Return the line that says in which other language a text is."""
        name = self.words.language(language)
        return Markup('<p class="note">{}</p>').format(
            self.words.sentence("untranslated", language=name)
        )

    def _placed(self, html: str) -> str:
        """Let links within the site lead from this page to where they should."""
        return placed(html, self.root, self.top)

    def component(self, component: str) -> Markup:
        """Return a component's name as a link to its page."""
        return self._links.get(component) or Markup("<bdi>{}</bdi>").format(component)

    def group(self, group: str, name: Localised) -> Markup:
        """Return a group's name as a link to its page."""
        return self.link(group_path(group), self.name(name))

    def components(self, components: Sequence[str]) -> Markup:
        """Return links to components; where there are many, most of them are folded."""
        words, links = self.words, [self.component(component) for component in components]
        if len(links) <= SHOWN_COMPONENTS + 1:
            return words.listed(links)
        rest = words.sentence("more_components", number=len(links) - SHOWN_COMPONENTS)
        return Markup("{}<details><summary>{}</summary>{}</details>").format(
            words.listed(links[:SHOWN_COMPONENTS]), rest, words.listed(links[SHOWN_COMPONENTS:])
        )

    @cached_property
    def _links(self) -> Mapping[str, Markup]:
        return {
            component: self.link(component_path(component), self.name(name))
            for component, name in self.frame.component_names.items()
        }

    @cached_property
    def _states(self) -> dict[tuple[str, State], Markup]:
        """What ``state`` has said: the same few lines stand on many pages."""
        return {}

    def component_names(self, components: Sequence[str]) -> str:
        """Return the names of components as text, of many only the first few."""
        known = self.frame.component_names
        names = [self.plain(known[each]) if each in known else each for each in components]
        words, comma = self.words, self.words["comma"]
        if len(names) <= SHOWN_COMPONENTS + 1:
            return comma.join(names)
        return words["components_and_more"].format(
            components=comma.join(names[:SHOWN_COMPONENTS]), number=len(names) - SHOWN_COMPONENTS
        )

    def incident(self, incident: str, title: str) -> Markup:
        """Return a link to an incident."""
        return self.link(incident_path(incident), title)

    def link(self, path: str, text: str) -> Markup:
        """Return a link to an address of the tree."""
        return made(f'<a href="{self.root}{escape(path)}">{escape(text)}</a>')

    def state(self, component: str, state: State) -> Markup:
        """Return a component and its state, without a link."""
        found = self._states.get((component, state))
        if found is None:
            name = self.frame.component_names.get(component)
            found = self.words.sentence(
                "state",
                component=self.name(name) if name else component,
                state=self.badges.states[state],
            )
            self._states[component, state] = found
        return found

    def _marked(self, language: str) -> str:
        """Return the attributes of a text in another language than the page's."""
        if not language or language == self.language:
            return ""
        return f' lang="{escape(language)}" dir="{direction(language)}"'


def shortened(text: str, longest: int = LONGEST_TITLE) -> str:
    """Cut a text that is longer than so many characters, between two words where that is near."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    space = kept.rfind(" ", longest // 2)
    return (kept[:space] if space > 0 else kept).rstrip() + "…"


def _levelled(html: str, level: int) -> str:
    """Let the headings of a text begin at ``level`` and skip none on the way down."""
    used = sorted({found[2] for found in _HEADING.finditer(html)})
    new = {old: str(min(6, level + depth)) for depth, old in enumerate(used)}
    return _HEADING.sub(lambda found: found[1] + new[found[2]], html)
