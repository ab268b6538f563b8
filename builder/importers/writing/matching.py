"""Which update of an edited source is which of those that were imported before.

By the source's own id where it has ids; else by equal text, by text that begins the same, and at
last by position. A name is never handed to a text while its own text still stands in the source.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from builder.importers.reading.history import ImportedUpdate
from builder.importers.writing.record import RecordedUpdate, digest, essence, opening_of
from builder.vocabulary.times import iso

_SHORTEST_PREFIX = 12
"""Characters that a text must have for another to begin with it by more than chance."""


def match_updates(
    recorded: Sequence[RecordedUpdate], updates: Sequence[ImportedUpdate]
) -> dict[int, int]:
    """Return for positions in ``updates`` the position in ``recorded``; both in order of time."""
    texts = [essence(update.anchor) for update in updates]
    digests = [digest(text) if text else "" for text in texts]
    openings = [opening_of(text) for text in texts]
    found: dict[int, int] = {}

    def same_id(new: int, old: int) -> bool:
        return bool(updates[new].source_id) and updates[new].source_id == recorded[old].source_id

    def same_text(new: int, old: int) -> bool:
        return bool(digests[new]) and digests[new] == recorded[old].text

    def same_time(new: int, old: int) -> bool:
        return iso(updates[new].at) == recorded[old].at

    def begins_with(new: int, old: int) -> bool:
        length = recorded[old].length
        if length < _SHORTEST_PREFIX or length > len(texts[new]):
            return False
        return digest(texts[new][:length]) == recorded[old].text

    def same_opening(new: int, old: int) -> bool:
        return bool(openings[new]) and openings[new] == recorded[old].opening

    def same_role(new: int, old: int) -> bool:
        return bool(updates[new].role) and updates[new].role == recorded[old].role

    _pair(found, recorded, updates, same_id)
    _pair(found, recorded, updates, lambda new, old: same_text(new, old) and same_time(new, old))
    _pair(found, recorded, updates, same_text)
    _pair(found, recorded, updates, begins_with, alone=True)
    _pair(found, recorded, updates, same_opening, alone=True)
    _pair(found, recorded, updates, same_role)
    _pair(found, recorded, updates, same_time, alone=True)
    _by_position(found, recorded, updates)
    return found


def _pair(
    found: dict[int, int],
    recorded: Sequence[RecordedUpdate],
    updates: Sequence[ImportedUpdate],
    alike: Callable[[int, int], bool],
    *,
    alone: bool = False,
) -> None:
    """Pair what is alike, in order; with ``alone`` only where nothing else is alike to either."""
    free_new = [new for new in range(len(updates)) if new not in found]
    free_old = [old for old in range(len(recorded)) if old not in found.values()]
    pairs = [
        (new, old)
        for new in free_new
        for old in free_old
        if _may(updates[new], recorded[old]) and alike(new, old)
    ]
    for new, old in pairs:
        if new in found or old in found.values():
            continue
        if alone and sum(new == each or old == other for each, other in pairs) > 1:
            continue
        found[new] = old


def _may(update: ImportedUpdate, recorded: RecordedUpdate) -> bool:
    """Two ids of the source's own that differ are two updates, whatever they say."""
    ids = (update.source_id, recorded.source_id)
    return not all(ids) or ids[0] == ids[1]


def _by_position(
    found: dict[int, int], recorded: Sequence[RecordedUpdate], updates: Sequence[ImportedUpdate]
) -> None:
    """Between matched neighbours, as many new as old ones are the same in order."""
    fixed = sorted(found.items())
    steps = [pair for place, pair in enumerate(fixed) if _rises(fixed, place)]
    borders = [(-1, -1), *steps, (len(updates), len(recorded))]
    for (new_before, old_before), (new_after, old_after) in pairwise(borders):
        free_new = [new for new in range(new_before + 1, new_after) if new not in found]
        free_old = [old for old in range(old_before + 1, old_after) if old not in found.values()]
        if len(free_new) == len(free_old):
            for new, old in zip(free_new, free_old, strict=True):
                if _may(updates[new], recorded[old]):
                    found[new] = old


def _rises(pairs: list[tuple[int, int]], place: int) -> bool:
    """Say whether a pair keeps the order: all before it lie before it on both sides."""
    old = pairs[place][1]
    return all(pair[1] < old for pair in pairs[:place]) and all(
        pair[1] > old for pair in pairs[place + 1 :]
    )
