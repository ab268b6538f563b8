"""Sources that everyone can read: what is private must not stand in them."""

from collections.abc import Iterable, Iterator

from builder.vocabulary.limited_text import LimitedText
from builder.vocabulary.problems import Place, Problem


def told_in_public(texts: Iterable[LimitedText], now: int) -> Iterator[Problem]:
    """Yield an error for each file with text that not everyone may read.

    Args:
        texts: what stands in the files.
        now: the moment, in seconds since 1970.
    """
    paths = {text.path for text in texts if text.is_hidden(now)}
    for path in sorted(paths):
        yield Problem(
            Place(path),
            "private-in-public",
            "This file holds private text, and everyone can read the project that it is in.",
            "Make the project private, or keep this file in one that is. What was pushed counts "
            "as read.",
        )
