"""What CLDR knows of a language: its months, times, durations, percentages, plural forms, names.

It is read through babel, which takes time to load: a build reads what was taken from it before.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from builder.vocabulary.catalogue import TABLE

if TYPE_CHECKING:
    from babel.core import Locale

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR in the order in which catalogues have their forms."""

NAMED = ("ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "zh")
"""The languages that have a name in every other."""

_FIELD = re.compile(r"'([^']*)'|(y+|M+|L+|d+|H+|m+)")
_MARKS = re.compile("[\u200e\u200f\u061c]")
_UNITS = ("day", "hour", "minute", "second")


def locale_of(language: str) -> "Locale | None":
    """Return what CLDR knows of a language (a BCP 47 tag), ``None`` where it knows none."""
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def plural_table(locale: "Locale") -> str:
    """Return which plural form each number takes (``Catalogue.plurals``)."""
    categories = _categories(locale)
    return "".join(str(categories.index(locale.plural_form(number))) for number in range(TABLE))


def _categories(locale: "Locale") -> list[str]:
    used = {locale.plural_form(number) for number in range(TABLE)}
    return [category for category in CATEGORIES if category in used]


def cldr_forms(locale: "Locale") -> Mapping[str, tuple[str, ...]]:
    """Return the words of the interface that no translator writes.

    Digits are Latin ones, and hours run from 00 to 23, in every language.
    """
    skeletons = locale.datetime_skeletons
    date, month = (skeletons[name].pattern for name in ("yMMMd", "yMMMM"))
    together = str(locale.datetime_formats["medium"])
    pattern = together.replace("{1}", _slots(date)).replace("{0}", "{hour}:{minute}")
    found = {
        "time": f"{pattern} {{zone}}",
        "day": _slots(date),
        "month": _slots(month),
        "percent": _percent(locale, f"{{whole}}{_decimal_sign(locale)}{{decimals}}"),
        "percent.whole": _percent(locale, "{whole}"),
        "duration": "{larger} {smaller}",
    }
    for number in range(1, 13):
        found[f"month.{number}.short"] = _month(locale, date, number)
        found[f"month.{number}.full"] = _month(locale, month, number)
    names = locale.languages
    found.update((f"language.{each}", names[each]) for each in NAMED)
    units = {f"unit.{unit}": _unit_forms(locale, unit) for unit in _UNITS}
    return {**{label: (text,) for label, text in found.items()}, **units}


def _slots(pattern: str) -> str:
    names = {"y": "year", "M": "month", "L": "month", "d": "day"}

    def slot(found: "re.Match[str]") -> str:
        return found[1] if found[2] is None else f"{{{names[found[2][0]]}}}"

    return _MARKS.sub("", _FIELD.sub(slot, pattern))


def _percent(locale: "Locale", number: str) -> str:
    pattern = str(locale.percent_formats[None].pattern)
    return pattern.replace("#,##0", number)


def _decimal_sign(locale: "Locale") -> str:
    """Return the sign that goes with Latin digits."""
    symbols = locale.number_symbols
    return str(symbols.get("latn", symbols)["decimal"])


def _month(locale: "Locale", pattern: str, number: int) -> str:
    """Return a month as a pattern has it: by a name, or as a number."""
    field = next(
        found[2] for found in _FIELD.finditer(pattern) if (found[2] or "")[:1] in ("M", "L")
    )
    if len(field) < 3:
        return str(number)
    place = "stand-alone" if field[0] == "L" else "format"
    width = "wide" if len(field) == 4 else "abbreviated"
    return str(locale.months[place][width][number])


def _unit_forms(locale: "Locale", unit: str) -> tuple[str, ...]:
    """Return a number of a unit in its short form, once for each plural form."""
    from babel.units import format_unit

    forms = []
    for category in _categories(locale):
        number = next(n for n in range(TABLE) if locale.plural_form(n) == category)
        text = format_unit(number, f"duration-{unit}", "short", locale=locale)
        forms.append(text.replace(str(number), "{number}").replace(" ", "\N{NO-BREAK SPACE}"))
    if len(forms) == 2:
        # Where CLDR has no short form for one, babel takes the long one of many: "1 horas".
        forms[0] = min(forms, key=len)
    return tuple(forms)
