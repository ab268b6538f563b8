"""The two lists of public keys, made apart, say the same."""

import pytest

from builder.publish import public_keys
from builder.vocabulary import keys
from builder.vocabulary.keys import ReadBy

EVERYONE = (ReadBy.READERS, ReadBy.NAMED, ReadBy.COMPONENT)

LISTS = {
    "site": (keys.SITE, public_keys.SITE),
    "group": (keys.GROUP, public_keys.GROUP),
    "component": (keys.COMPONENT, public_keys.COMPONENT),
    "page": (keys.PAGE, public_keys.PAGE),
    "incident": (keys.INCIDENT, public_keys.INCIDENT),
    "update": (keys.UPDATE, public_keys.UPDATE),
    "audience": (keys.AUDIENCE, public_keys.AUDIENCE),
}

TREATED_APART = {
    # Printed nowhere, but what everyone sees goes by them: how files are read, and ids of feeds.
    "site": {"format", "ids"},
    "update": {"posted", "asks", "answers"},
    # A title for everyone takes the place of the title.
    "incident": {"titles"},
}


@pytest.mark.parametrize("record", LISTS)
def test_the_second_list_is_the_first(record: str) -> None:
    declared, kept = LISTS[record]
    public = {key for key, read_by in declared.items() if read_by in EVERYONE}
    assert public ^ kept <= TREATED_APART.get(record, set()), sorted(public ^ kept)


def test_words_of_an_update_are_public_keys() -> None:
    assert public_keys.WORDS_OF_UPDATE < public_keys.UPDATE
