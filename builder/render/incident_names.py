"""What to call another incident of which only the id is known."""

import re

_DATE = re.compile(r"\d{4}-\d\d-\d\d[-_]+")
_BETWEEN_WORDS = re.compile(r"[-_]+")


def named_by_id(incident: str) -> str:
    """Return the words of an id: ``checkout errors`` for ``2026-11-23-checkout-errors``.

    An id never changes, so what is called so keeps its name, whatever becomes of the title.
    """
    words = _BETWEEN_WORDS.sub(" ", _DATE.sub("", incident, count=1)).strip()
    return words or incident
