"""What a made-up site is made of, and who may read which piece of it.

A site is drawn from one seed. Every private piece is drawn from a stream of its own, which a
``Variant`` chooses by who may read the piece: two variants of one site share every word of some
readers and none of others. ``cut`` leaves every private piece out. Each private piece has a word of
its own, its canary, which stands nowhere else.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from builder.vocabulary.readers import Limit

Variant = Callable[[Limit], int | None]
"""The stream for pieces that are limited like this; ``None`` leaves such pieces out."""

NOBODY: Limit = frozenset()
INTERNAL: Limit = frozenset(
    f"audience:{name}" for name in ("technical", "business", "customer-service", "executives")
)


def stream(number: int) -> Variant:
    """Draw every private piece from one stream."""
    return lambda limit: number


def cut(limit: Limit) -> int | None:
    """Leave every private piece out."""
    return None


class Piece(Random):
    """The stream of one private piece; ``canary`` is a word that stands in no other."""

    def __init__(self, seed: str) -> None:
        super().__init__(seed)
        self.canary = f"zq{self.getrandbits(40):010x}"


@dataclass
class Draft:
    """A site while it is drawn.

    ``moments`` are those at which something turns, by what it is; ``canaries`` say of each canary
    whose it is. ``contracts`` is true where accounts have contracts.
    """

    seed: int
    variant: Variant
    chance: Random
    features: Counter[str] = field(default_factory=Counter)
    files: dict[str, bytes] = field(default_factory=dict)
    moments: dict[str, list[datetime]] = field(default_factory=dict)
    canaries: dict[str, Limit] = field(default_factory=dict)
    zone: str = "Etc/UTC"
    contracts: bool = False
    _drawn: int = 0

    def private(self, limit: Limit, feature: str, apart: str = "") -> Piece | None:
        """Return the stream for the next private piece, ``None`` where it is to be left out.

        One that is drawn ``apart``, under a name of its own, moves no other one.
        """
        self._drawn += not apart
        self.features[feature] += 1
        number = self.variant(limit)
        if number is None:
            return None
        piece = Piece(f"{self.seed}/{apart or self._drawn}/{number}")
        self.canaries[piece.canary] = limit
        return piece

    def turns(self, what: str, moment: datetime) -> datetime:
        """Note an instant at which something turns, the same in all variants, and return it."""
        self.moments.setdefault(what, []).append(moment)
        return moment

    @property
    def drawn(self) -> int:
        """How many private pieces were drawn, or left out: the same in all variants."""
        return self._drawn

    def may(self, share: float) -> bool:
        """Say whether something that is so in a share of all sites is so in this one."""
        return self.chance.random() < share
