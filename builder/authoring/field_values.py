"""What is put into the gaps of templates: typed answers by the field's type, and facts by language.

Answers come from a terminal or a flag and go into Markdown, so each is one line.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from builder.authoring.typed_time import UnreadTime, read_typed
from builder.model.message_template import Field, FieldType
from builder.model.site import Site
from builder.source.names import names_of
from builder.source.words import shown, suggestion
from builder.vocabulary.readers import Reader

_MOMENT = {"en": "{time} on {day}", "fr": "le {day} à {time}"}
_AND = {"en": " and ", "fr": " et "}
_WE = {"en": "We", "fr": "Nous"}
_SPACED_PERCENT = frozenset({"fr", "de", "es", "sv", "nb", "fi", "cs", "ru"})


class UnfitAnswer(ValueError):
    """An answer does not fit its field; the message says what would."""


def read_answer(
    field: Field, text: str, language: str, site: Site, now: datetime, reader: Reader
) -> str:
    """Return an answer as it stands in the words of a language.

    ``reader`` is whom the words are for: components that it does not know are refused.

    Raises:
        UnfitAnswer: it does not fit the type of the field.
    """
    word = text.strip()
    if "\n" in word:
        raise UnfitAnswer("Write one line.")
    match field.type:
        case FieldType.TEXT:
            if len(word) > field.limit:
                raise UnfitAnswer(f"This has {len(word)} characters; {field.limit} are allowed.")
            return word
        case FieldType.REGIONS:
            return joined([part.strip() for part in word.split(",") if part.strip()], language)
        case FieldType.COMPONENTS:
            return _components(word, language, site, reader)
        case FieldType.SHARE:
            return _share(word, language)
        case FieldType.COUNT:
            return _count(word, language)
        case FieldType.TIME:
            zone = ZoneInfo(site.time_zone)
            try:
                return moment_words(read_typed(word, now, zone), zone, language)
            except UnreadTime as error:
                raise UnfitAnswer(str(error)) from None
        case FieldType.CHOICE:
            return _choice(field, word)


def moment_words(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Return an instant with day, year and zone: ``14:05 UTC on 23 November 2026``."""
    from babel.dates import format_date

    local = moment.astimezone(zone)
    day = format_date(local, "d MMMM y", locale=language.replace("-", "_"))
    name = local.tzname() or "UTC"
    # Some zones have no letters of their own and call themselves by their offset.
    time = f"{local:%H:%M} {f'UTC{local.isoformat()[-6:]}' if name[0] in '+-' else name}"
    return _MOMENT.get(language.partition("-")[0], "{day}, {time}").format(day=day, time=time)


def joined(words: Iterable[str], language: str) -> str:
    """Return names as one list in a sentence."""
    names = list(words)
    if len(names) < 2:
        return "".join(names)
    last = _AND.get(language.partition("-")[0], ", ")
    return f"{', '.join(names[:-1])}{last}{names[-1]}"


def component_names(ids: Iterable[str], language: str, site: Site) -> list[str]:
    """Return the names of components in a language, in the order of the site."""
    wanted = set(ids)
    return [
        each.translations.get(language, {}).get("name") or each.name
        for each in site.components()
        if each.id in wanted
    ]


def voice(site: Site, language: str) -> dict[str, str]:
    """Return the facts that the site's ``voice`` fills in."""
    return {
        "we": _WE.get(language.partition("-")[0], ""),
        "product": site.name,
        "support": "",
        "sign_off": "",
    } | dict(site.voice)


def _components(word: str, language: str, site: Site, reader: Reader) -> str:
    from builder.views.frame import readable_components

    known = names_of(site).components or {}
    readable = {each.id for each in readable_components(reader, site)}
    found = []
    for part in filter(None, (part.strip() for part in word.split(","))):
        if known.get(part) not in readable:
            names = [name for name, component in known.items() if component in readable]
            raise UnfitAnswer(f"There is no component {shown(part)}. {suggestion(part, names)}")
        found.append(known[part])
    return joined(component_names(found, language, site), language)


def _share(word: str, language: str) -> str:
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%?", word)
    if match is None or float(match.group(1).replace(",", ".")) > 100:
        raise UnfitAnswer("Write a share from 0 to 100, like `31` or `31%`.")
    own = language.partition("-")[0]
    number = match.group(1).replace(",", ".")
    if own in _SPACED_PERCENT:
        return f"{number.replace('.', ',')}\N{NO-BREAK SPACE}%"
    return f"{number}%"


def _count(word: str, language: str) -> str:
    if re.fullmatch(r"\d{1,12}", word) is None:
        raise UnfitAnswer("Write a whole number, like `2300`.")
    from babel.numbers import format_decimal

    return str(format_decimal(int(word), locale=language.replace("-", "_")))


def _choice(field: Field, word: str) -> str:
    if word.isdigit() and 0 < int(word) <= len(field.options):
        return field.options[int(word) - 1]
    if word in field.options:
        return word
    numbered = ", ".join(f"{number} {each}" for number, each in enumerate(field.options, 1))
    raise UnfitAnswer(f"Write the number of one of these: {numbered}.")
