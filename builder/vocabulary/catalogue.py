"""The words of the interface in one language, as a catalogue of them was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TABLE = 200
"""The numbers whose plural form a catalogue names; those above repeat the second hundred."""

ENGLISH_PLURALS = "10" + "1" * (TABLE - 2)
"""The plural forms of English: the first for one, the second for all other numbers."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What stands for the English words, by their labels; what is missing stays English.

    ``forms`` are one text for a label, or for one that counts as many as the language has plural
    forms. ``plurals`` names the form of each number from 0 to 199 by a digit. ``digest`` changes
    with the catalogue.
    """

    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plurals: str = ENGLISH_PLURALS
    digest: str = ""


NO_CATALOGUE = Catalogue()
"""Without a catalogue all is said in English."""


def plural_form(plurals: str, number: int) -> int:
    """Return which plural form a number has, by a catalogue's table.

    From 200 on every rule of CLDR for whole numbers goes by the last two digits; those that tell
    round millions apart are not followed.
    """
    return int(plurals[number if number < TABLE else 100 + number % 100])
