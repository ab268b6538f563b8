"""Sections of an update and of its translations: what is for a reader in one is in the other.

A private page is in its reader's own language. A section that it lacks is shown in the language
that there is, which is better than nothing and seldom meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from builder.model.site import Site
from builder.source.bodies import BodyReading
from builder.source.files import SourceText
from builder.source.sections import CutSection
from builder.source.words import one_of, shown
from builder.vocabulary.problems import Problem, Severity

_PASSED_ON = "say"
"""The need whose words an audience passes on to customers, in each language that they speak."""


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The text of an update in one language, and the file in which it stands."""

    language: str
    source: SourceText
    reading: BodyReading


def compare_sections(
    original: WrittenText, translation: WrittenText, site: Site
) -> Iterator[Problem]:
    """Yield a warning on each section that one text has and the other lacks.

    A section may be missing in a translation that nobody needs it in: accounts need it who read in
    that language, or of whom nobody says in which they do, and audiences that pass words on.
    """
    for section in _surplus(translation, original):
        yield _missing(section, translation, original, "section-only-translated")
    for section in _surplus(original, translation):
        if _is_needed_in(translation.language, section, site):
            yield _missing(section, original, translation, "section-not-translated")


def _surplus(one: WrittenText, other: WrittenText) -> Iterator[CutSection]:
    """Yield the sections for a reader that has more of them in one text than in the other."""
    left = Counter(name for each in other.reading.sections for name in each.audience)
    for section in one.reading.sections:
        left.subtract(section.audience)
        if any(left[name] < 0 for name in section.audience):
            yield section


def _missing(there: CutSection, text: WrittenText, other: WrittenText, code: str) -> Problem:
    names = [name.removeprefix("audience:") for name in sorted(there.audience)]
    file = other.source.path.rpartition("/")[2]
    return text.source.problem(
        code,
        there.line,
        1,
        f"{shown(file)} has no such section for {one_of(names)}: "
        f"who reads {shown(other.language)} gets these words in {shown(text.language)}.",
        "Write it there too.",
        Severity.WARNING,
    )


def _is_needed_in(language: str, section: CutSection, site: Site) -> bool:
    by_accounts = any(
        account.reader.may_read(section.audience) and account.language in ("", language)
        for account in site.accounts.values()
    )
    return by_accounts or any(
        audience.reader.name in section.audience
        and any(need.id == _PASSED_ON for need in audience.needs)
        for audience in site.audiences.values()
    )
