"""A translator's catalogue: gettext's portable object, read through babel.

Each entry has the label as its context and the English words as its text. It is checked against
them, and joined with what CLDR knows.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from hashlib import sha256
from io import StringIO
from string import Formatter
from typing import TYPE_CHECKING

from builder.render.cldr import cldr_forms, locale_of, plural_table
from builder.render.interface import interface
from builder.vocabulary.catalogue import NO_CATALOGUE, Catalogue
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.theme import ThemeCatalogue

if TYPE_CHECKING:
    from babel.messages.catalog import Message


def read_catalogue(
    written: ThemeCatalogue, base: Catalogue = NO_CATALOGUE
) -> tuple[Catalogue, tuple[Problem, ...]]:
    """Return the catalogue that a portable object is of, on top of ``base``, with its problems.

    Without a base the words of CLDR lie beneath. What has no translation, or one that is marked as
    fuzzy, is left to what lies beneath.
    """
    from babel.messages.pofile import read_po

    locale = locale_of(written.language)
    if locale is None:
        return base, (_no_locale(written),)
    english = written.language.partition("-")[0] == "en"
    under = base
    if base is NO_CATALOGUE and not english:
        under = Catalogue(cldr_forms(locale), plural_table(locale))
    try:
        messages = list(read_po(StringIO(written.text), abort_invalid=True))
    except Exception as error:
        # The reader is not made for what is no catalogue, and raises whatever it comes upon.
        return base, (_unreadable(written, error),)
    check = _Check(written, under.plurals)
    forms = dict(under.forms)
    for message in messages:
        if message.id:
            forms.update(check.translation(message))
    digest = sha256(f"{base.digest} {written.text}".encode()).hexdigest()
    return Catalogue(forms, under.plurals, digest), tuple(check.problems)


class _Check:
    """Takes translations that fit the English words, and notes what is wrong with the others."""

    def __init__(self, written: ThemeCatalogue, plurals: str) -> None:
        self._written = written
        self._plurals = plurals
        self._english = interface()
        self.problems: list[Problem] = []

    def translation(self, message: "Message") -> Mapping[str, tuple[str, ...]]:
        """Return the forms of an entry by its label; nothing where there is none to take."""
        label = message.context or ""
        english = self._english.get(label)
        if english is None:
            self._wrong(
                message,
                "unknown-label",
                f"The interface has nothing of the label {_quoted(label)}.",
                _nearest(label, self._english),
            )
            return {}
        string = message.string or ""
        given = (string,) if isinstance(string, str) else tuple(string)
        if message.fuzzy or not any(given):
            return {}
        wanted = int(max(self._plurals)) + 1 if len(english) > 1 else 1
        if len(given) != wanted or not all(given):
            self._wrong(
                message,
                "catalogue-forms",
                f"{_quoted(label)} has {sum(map(bool, given))} forms here, and {wanted} in "
                "this language.",
                "Write `Plural-Forms` into the header as gettext has it for the language, and "
                "each form.",
            )
            return {}
        for form, text in enumerate(given):
            if not self._fits(text, english[-1], counts_one=self._is_of_one(form, english)):
                self._wrong_slots(message, english[-1])
                return {}
        return {label: given}

    def _is_of_one(self, form: int, english: tuple[str, ...]) -> bool:
        """Say whether a form is that of one number alone, which then need not be told."""
        return len(english) > 1 and self._plurals.count(str(form)) == 1

    def _fits(self, text: str, english: str, *, counts_one: bool) -> bool:
        found = slots(text)
        return found == slots(english) or (counts_one and found == frozenset())

    def _wrong_slots(self, message: "Message", english: str) -> None:
        wanted = slots(english) or frozenset()
        names = ", ".join(f"`{{{name}}}`" for name in sorted(wanted))
        self._wrong(
            message,
            "catalogue-slots",
            f"{_quoted(message.context or '')} has other places to fill than the English words.",
            f"Write {names}, each as it is." if wanted else "Leave out what stands in braces.",
        )

    def _wrong(self, message: "Message", code: str, what: str, mend: str) -> None:
        line = message.lineno or 0
        lines = self._written.text.splitlines()
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        place = Place(self._written.path, line, 1 if line else 0)
        self.problems.append(Problem(place, code, what, mend, excerpt=excerpt))


def slots(text: str) -> frozenset[str] | None:
    """Return the names in braces; ``None`` where the braces are not those of names alone."""
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    if any(
        how or conversion or not name or not name.isidentifier() for name, how, conversion in parts
    ):
        return None
    return frozenset(name for name, _, _ in parts if name)


def _quoted(word: str) -> str:
    flat = "".join(each if each.isprintable() and each != "`" else "\ufffd" for each in word)
    return f"`{flat[:60]}`"


def _nearest(label: str, labels: Iterable[str]) -> str:
    close = get_close_matches(label[:100], labels, n=1)
    return f"Did you mean `{close[0]}`?" if close else "Take the entry out."


def _no_locale(written: ThemeCatalogue) -> Problem:
    return Problem(
        Place(written.path),
        "unknown-locale",
        f"There is no language {_quoted(written.language)}.",
        "Name the folder by a language tag, such as `fr` or `pt-BR`.",
    )


def _unreadable(written: ThemeCatalogue, error: Exception) -> Problem:
    line = getattr(error, "lineno", -1) + 1
    return Problem(
        Place(written.path, line, 1 if line else 0),
        "catalogue-syntax",
        "The catalogue can't be read as a portable object of gettext.",
        "Compare it with one that comes with the program, or check it with `msgfmt --check`.",
    )
