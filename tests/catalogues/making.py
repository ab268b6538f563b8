"""The catalogues in ``themes/default/locales/``: portable objects, and the JSON made of them."""

from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from builder.render.catalogues import as_json
from builder.render.cldr import locale_of, plural_table
from builder.render.interface import interface, is_from_cldr
from builder.render.portable_objects import read_catalogue
from builder.vocabulary.theme import ThemeCatalogue

FOLDER = Path(__file__).parents[2] / "themes" / "default" / "locales"
LANGUAGES = ("ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "zh")
REVIEWED = ("fr",)
"""Languages whose words a reviewer has read; English is the source."""

_UNREVIEWED = "Unreviewed: no speaker of the language has read these words yet."
_RULES = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ja": "nplurals=1; plural=0;",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "pt": "nplurals=2; plural=(n > 1);",
    "zh": "nplurals=1; plural=0;",
}
_OTHERS = "nplurals=2; plural=(n != 1);"


def path_of(language: str) -> Path:
    """Return where a language's portable object lies."""
    return FOLDER / language / "LC_MESSAGES" / "tocsin.po"


def updated(language: str, text: str) -> str:
    """Return a portable object with exactly the English words of today: new ones are empty, and
    where the English changed the translation is marked as fuzzy."""
    locale = locale_of(language)
    assert locale is not None, language
    before = read_po(StringIO(text)) if text else Catalog()
    known = {message.context: message for message in before if message.id}
    catalogue = Catalog(locale=locale, project="tocsin", fuzzy=False, charset="utf-8")
    forms = int(max(plural_table(locale))) + 1
    for label, english in interface().items():
        if is_from_cldr(label):
            continue
        identity = english if len(english) > 1 else english[0]
        old = known.get(label)
        translation = old.string if old else ("",) * forms if len(english) > 1 else ""
        flags = ("fuzzy",) if old and (old.fuzzy or old.id != identity) and old.string else ()
        catalogue.add(identity, translation, flags=flags, context=label)
    written = BytesIO()
    write_po(written, catalogue, omit_header=True, width=100)
    return _header(language) + written.getvalue().decode()


def _header(language: str) -> str:
    notes = [f"# Tocsin: the words of the interface in {language}."]
    if language not in REVIEWED:
        notes.append(f"# {_UNREVIEWED}")
    fields = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0",
        "Language": language,
        "Plural-Forms": _RULES.get(language, _OTHERS),
    }
    lines = [f'"{name}: {value}\\n"' for name, value in fields.items()]
    return "\n".join([*notes, 'msgid ""', 'msgstr ""', *lines, "", ""])


def compiled_text(language: str) -> str:
    """Return the JSON of a language's portable object.

    Raises:
        ValueError: something is wrong in it.
    """
    path = path_of(language)
    written = ThemeCatalogue(language, str(path), path.read_text("utf-8"))
    catalogue, problems = read_catalogue(written)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return as_json(catalogue)
