"""Text that was parsed once, cut into top-level blocks, as frozen values.

HTML in a block is made by our own Markdown renderer from a small set of elements: it holds no raw
HTML of an author and no script. A link or picture within the site is written with the prefix
``site:/``, which whoever places the block turns into a relative or absolute address; quotes in text
are escaped, so ``="site:/`` stands nowhere else.
"""

from dataclasses import dataclass

SITE_PREFIX = "site:/"


@dataclass(frozen=True, slots=True)
class Section:
    """Words for some readers alone.

    ``after`` is the number of top-level blocks of the text for everyone that stand before it.
    ``audience`` holds names of readers (``audience:executives``, ``account:acme``).
    """

    audience: frozenset[str]
    after: int
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A text in one language: blocks of HTML for everyone, and sections for some."""

    blocks: tuple[str, ...]
    sections: tuple[Section, ...] = ()


EMPTY = Body(())
