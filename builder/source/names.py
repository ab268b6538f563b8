"""What files may name: languages, components with their earlier ids, and readers."""

from collections.abc import Mapping
from dataclasses import dataclass

from builder.model.site import Site
from builder.source.document import Document
from builder.source.files import MOST_PROBLEMS
from builder.source.words import shown, suggestion
from builder.source.yaml_text import Keys
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import PUBLIC, Limit, Reader, account, audience


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a site that its files may use.

    ``components`` maps all that a component was ever called to its id. A set of names is ``None``
    where it could not be read: then nothing is said about the words that should be in it.
    """

    languages: tuple[str, ...] | None
    components: Mapping[str, str] | None
    readers: Mapping[str, Reader] | None

    def component(
        self, document: Document, keys: Keys, word: str, problems: list[Problem], *, at_key: bool
    ) -> str | None:
        """Return the id of a component; where there is none, note a problem."""
        if self.components is None:
            return None
        found = self.components.get(word)
        if found is None and len(problems) < MOST_PROBLEMS:
            problems.append(
                document.problem(
                    "unknown-component",
                    keys,
                    f"There is no component {shown(word)}.",
                    suggestion(word, sorted(self.components))
                    or "Write it into `site_src/components.yml`.",
                    at_key=at_key,
                )
            )
        return found

    def reader(self, word: str) -> str | None:
        """Return the name of the reader that somebody wrote as ``strategic`` or ``account:acme``,
        or ``None`` where there is none."""
        name = word if word.startswith("account:") else audience(word)
        if self.readers is None or name in self.readers:
            return name
        return None

    def reader_words(self) -> list[str]:
        """Return how every reader is written in a file."""
        return [name.removeprefix("audience:") for name in sorted(self.readers or ())]

    def written_reader(
        self,
        document: Document,
        keys: Keys,
        word: str,
        problems: list[Problem],
        *,
        at_key: bool = False,
    ) -> str | None:
        """Return the name of a reader that stands in a document; else note a problem."""
        name = self.reader(word)
        if name is None and len(problems) < MOST_PROBLEMS:
            kind = "account" if word.startswith("account:") else "audience"
            problems.append(
                document.problem(
                    f"unknown-{kind}",
                    keys,
                    f"There is no {kind} {shown(word.removeprefix('account:'))}.",
                    suggestion(word, self.reader_words()),
                    at_key=at_key,
                )
            )
        return name

    def limit(
        self, document: Document, keys: Keys, words: tuple[str, ...], problems: list[Problem]
    ) -> Limit:
        """Return the limit that an ``audience`` sets, ``None`` where it sets none."""
        if not words:
            return None
        many = isinstance(document.values.get("audience"), list) or len(words) > 1
        found = (
            self.written_reader(document, (*keys, index) if many else keys, word, problems)
            for index, word in enumerate(words)
        )
        return frozenset(name for name in found if name is not None)

    def check_languages(
        self, document: Document, keys: Keys, languages: Mapping[str, object]
    ) -> list[Problem]:
        """Return the problems of translations into languages that the site does not have."""
        problems: list[Problem] = []
        for language in languages:
            if self.languages is None or language in self.languages[1:]:
                continue
            if len(problems) == MOST_PROBLEMS:
                break
            problems.append(
                document.problem(
                    "unknown-language",
                    (*keys, language),
                    *wrong_language(language, self.languages),
                    at_key=True,
                )
            )
        return problems


def wrong_language(language: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """Return what is wrong with a translation into ``language``, and what to write instead."""
    if language == languages[0]:
        return (
            f"{shown(language)} is the site's own language, not a translation.",
            "Write the text itself, without a translation.",
        )
    return (
        f"The site has no language {shown(language)}.",
        suggestion(language, languages[1:])
        or "Name it under `languages:` in `site_src/site.yml` first.",
    )


def names_of(site: Site | None) -> Names:
    """Return the names of a site; without a site nothing is known of any."""
    if site is None:
        return Names(None, None, None)
    components: dict[str, str] = {}
    for component in site.components():
        components |= dict.fromkeys((component.id, *component.aliases), component.id)
    readers = {PUBLIC.name: PUBLIC}
    readers.update((audience(one.id), one.reader) for one in site.audiences.values())
    readers.update((account(one.id), one.reader) for one in site.accounts.values())
    return Names(site.languages, components, readers)
