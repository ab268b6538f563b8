"""What a made-up site is made of, and who may read which piece of it.

A site is drawn from one seed. Every private piece is drawn from a stream of its own, which a
``Variant`` chooses by who may read the piece: two variants of one site share every word of some
readers and none of others. ``CUT`` leaves every private piece out.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
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


@dataclass
class Draft:
    """A site while it is drawn."""

    seed: int
    variant: Variant
    chance: Random
    features: Counter[str] = field(default_factory=Counter)
    files: dict[str, bytes] = field(default_factory=dict)
    moments: list[str] = field(default_factory=list)
    _drawn: int = 0

    def private(self, limit: Limit, feature: str) -> Random | None:
        """Return the stream for the next private piece, ``None`` where it is to be left out."""
        self._drawn += 1
        self.features[feature] += 1
        number = self.variant(limit)
        return None if number is None else Random(f"{self.seed}/{self._drawn}/{number}")

    @property
    def drawn(self) -> int:
        """How many private pieces were drawn, or left out: the same in all variants."""
        return self._drawn

    def may(self, share: float) -> bool:
        """Say whether something that is so in a share of all sites is so in this one."""
        return self.chance.random() < share
