"""Who reads, and what each reader may read.

A reader is named ``audience:<id>`` or ``account:<id>``. A limit says for whom a piece of the record
is; ``None`` means everyone, and an empty set means nobody.
"""

from dataclasses import dataclass
from typing import TypeAlias, TypeGuard

Limit: TypeAlias = frozenset[str] | None
"""Names of the readers that a piece is for; ``None`` where it is for everyone."""


def audience(identifier: str) -> str:
    """Return the name of an audience as a reader."""
    return f"audience:{identifier}"


def account(identifier: str) -> str:
    """Return the name of a strategic account as a reader."""
    return f"account:{identifier}"


FIGURES = "sla"
"""Stands among what a reader may read where it is granted the figures of every account."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader and the names of all readers whose text it may read, itself included."""

    name: str
    reads: frozenset[str]
    internal: bool = False
    """True for audiences of the company's own people: neither the public nor an account."""

    def may_read(self, limit: Limit) -> bool:
        """Say whether something with this limit may be read."""
        return limit is None or not limit.isdisjoint(self.reads)

    @property
    def knows_figures(self) -> bool:
        """True where it is granted the figures of every account."""
        return FIGURES in self.reads


def for_accounts_alone(limit: Limit) -> TypeGuard[frozenset[str]]:
    """Say whether a limit names accounts and no audience."""
    return bool(limit) and all(name.startswith("account:") for name in limit or ())


PUBLIC_NAME = audience("public")
PUBLIC = Reader(PUBLIC_NAME, frozenset({PUBLIC_NAME}))
"""Everyone: the reader that needs nothing."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A status page: a choice of components. It is no reader; it only leaves things out.

    ``path`` is the folder of the page below the tree's root, empty for the one at the root.
    ``components`` is ``None`` where the page is about all of them.
    """

    id: str
    path: str = ""
    components: frozenset[str] | None = None


WHOLE_SITE = Scope(id="")
