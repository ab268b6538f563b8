"""Text of the sources with those who may read it, as the search for leaks needs it."""

from collections.abc import Iterable
from dataclasses import dataclass

NOBODY: frozenset[str] = frozenset()
"""The limit of what no reader may read: drafts, and words that were taken out."""


@dataclass(frozen=True, slots=True)
class LimitedText:
    """Text of a source file.

    ``limits`` are each a set of readers' names, and who reads it is in all of them; without one it
    is for everyone. Before ``since`` (seconds since 1970) nobody reads it. ``is_name`` is true
    for what counts as a whole, however short.
    """

    path: str
    text: str
    limits: tuple[frozenset[str], ...] = ()
    since: int | None = None
    is_name: bool = False

    def is_hidden(self, now: int) -> bool:
        """Say whether not everyone may read it at a moment, in seconds since 1970."""
        waits = self.since is not None and self.since > now
        return bool(self.limits or waits) and bool(self.text.strip())


def any_hidden(texts: Iterable[LimitedText], now: int) -> bool:
    """Say whether not everyone may read all of the texts."""
    return any(text.is_hidden(now) for text in texts)


@dataclass(frozen=True, slots=True)
class Waiver:
    """Words that are no leak in the files that ``where`` fits (``*`` is anything), and why.

    ``line`` is where that is written in ``site.yml``, from 1.
    """

    word: str
    where: str
    why: str
    line: int = 0
