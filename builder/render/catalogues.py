"""Catalogues of the interface, as builds read them.

What comes with the program is kept as JSON beside each translator's portable object, which costs a
build little to read. A theme's own portable objects lie on top.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256

from builder.vocabulary.catalogue import NO_CATALOGUE, Catalogue
from builder.vocabulary.problems import Problem
from builder.vocabulary.theme import Theme

_TRADITIONAL = re.compile(r"zh-(?:Hant|TW|HK|MO)\b")
"""Chinese that is written otherwise than the catalogue of ``zh``."""


def catalogues(
    theme: Theme, languages: tuple[str, ...]
) -> tuple[Mapping[str, Catalogue], tuple[Problem, ...]]:
    """Return the catalogue of each language that has one, and what is wrong in the theme's own.

    A language without a catalogue takes that of the language it is a kind of.
    """
    found: dict[str, Catalogue] = {}
    problems: list[Problem] = []
    own = {each.language: each for each in theme.catalogues}
    if own:
        # It is read with libraries that take time to load.
        from builder.render.portable_objects import read_catalogue
    for language in languages:
        catalogue = compiled(theme.compiled.get(base_language(language), ""))
        for kind in dict.fromkeys((language.partition("-")[0], language)):
            if kind in own:
                catalogue, wrong = read_catalogue(own[kind], catalogue)
                problems += wrong
        if catalogue != NO_CATALOGUE:
            found[language] = catalogue
    # What no language of the site uses is checked as well: it may be used tomorrow.
    for kind, unused in own.items():
        if not any(kind in (each, each.partition("-")[0]) for each in languages):
            problems += read_catalogue(unused)[1]
    return found, tuple(dict.fromkeys(problems))


def base_language(language: str) -> str:
    """Return the language whose catalogue a kind of it takes: ``pt`` for ``pt-BR``."""
    return language if _TRADITIONAL.match(language) else language.partition("-")[0]


def compiled(text: str) -> Catalogue:
    """Return the catalogue that was kept as JSON; none of an empty text."""
    if not text:
        return NO_CATALOGUE
    content = json.loads(text)
    forms = {label: tuple(texts) for label, texts in content["forms"].items()}
    return Catalogue(forms, content["plurals"], sha256(text.encode()).hexdigest())


def as_json(catalogue: Catalogue) -> str:
    """Return a catalogue as it is kept, a label a line."""
    lines = (f"{_json(label)}: {_json(forms)}" for label, forms in catalogue.forms.items())
    forms = ",\n".join(lines)
    return f'{{"plurals": {_json(catalogue.plurals)}, "forms": {{\n{forms}\n}}}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
