"""Pairs of readers, and variants of a site that only one of a pair may know apart.

Whose text each may read is written down a second time here: what the program makes of the sources
is not asked.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import permutations

from builder.vocabulary.readers import Limit
from tests.leaks.plan import Variant

ACCOUNTS = frozenset({"account:acme", "account:globex", "account:hooli"})
_READS: Mapping[str, frozenset[str]] = {
    "audience:public": frozenset(),
    "audience:technical": frozenset(),
    "audience:business": frozenset(),
    "audience:executives": frozenset({"audience:business"}),
    "audience:customer-service": frozenset({"audience:strategic", *ACCOUNTS}),
    **dict.fromkeys(ACCOUNTS, frozenset({"audience:strategic"})),
}
"""Whose text each reader may read besides its own and everyone's."""

_GRANTED = frozenset({"audience:business", "audience:executives"})
"""Who is granted the figures of every account."""

_OF_ACCOUNTS = frozenset({"audience:strategic", *ACCOUNTS})
"""What of all that is for some may move the figure of an account."""

_CANARY = re.compile(rb"zq[0-9a-f]{10}")
_NAME = re.compile(rb"(?:account|audience):[a-z-]+")


def pair_of(readers: Iterable[str], seed: int) -> tuple[str, str]:
    """Choose two readers, another pair for each seed until all had their turn."""
    pairs = list(permutations(sorted(readers), 2))
    return pairs[seed % len(pairs)]


def hidden_from(reader: str, *, contracts: bool = False) -> Variant:
    """Draw anew all that the reader may not read.

    Where there are ``contracts``, nothing is drawn anew that moves a figure which it is granted.
    """
    return _redrawn(lambda limit: not _moves(reader, limit, contracts))


def told_to(other: str, reader: str, *, contracts: bool = False) -> Variant:
    """Draw anew what another one may read and the reader may not; with ``contracts`` likewise."""
    return _redrawn(lambda limit: _may_read(other, limit) and not _moves(reader, limit, contracts))


def secrets_in(texts: Iterable[bytes], canaries: Mapping[str, Limit], reader: str) -> set[str]:
    """Return the canaries of pieces that the reader may not read, but finds in its own texts."""
    found = {word.decode() for text in texts for word in _CANARY.findall(text)}
    return {word for word in found & canaries.keys() if not _may_read(reader, canaries[word])}


def strangers_in(view: bytes, reader: str) -> set[str]:
    """Return the readers that a pickled view names, and whose text its reader may not read."""
    known = {"audience:public", reader, *_READS[reader]}
    return {name.decode() for name in _NAME.findall(view)} - known


def _redrawn(which: Callable[[Limit], bool]) -> Variant:
    return lambda limit: int(which(limit))


def _moves(reader: str, limit: Limit, contracts: bool) -> bool:
    granted = contracts and reader in _GRANTED and limit is not None
    return _may_read(reader, limit) or (granted and not _OF_ACCOUNTS.isdisjoint(limit or ()))


def _may_read(reader: str, limit: Limit) -> bool:
    return limit is None or not limit.isdisjoint({reader, *_READS[reader]})
