"""What the search for leaks knows of the last build: the texts that there were, and what was
searched for them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from builder.output import checked_json
from builder.output.canaries import Run, Said
from builder.output.disk import read_if_there, write_whole
from builder.output.memory import make_private

_FILE = "searched.json"

NOTHING_PRIVATE = "nothing is private"
"""What a memory is known by where there was nothing to search for."""


@dataclass(frozen=True, slots=True)
class SaidIn:
    """The texts of one incident, or of the site, and the digest of all that they were read from."""

    digest: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched, and what for.

    ``sources`` are the texts of each incident by its id, and of the site by ``""``. ``pairs`` are
    the neighbouring words of all files. ``now`` is the moment, in seconds since 1970. ``used`` are
    the waivers that let something pass, by their numbers from 0. ``open_runs`` are what not
    everyone may read in one text, and may in another.
    """

    sources: Mapping[str, SaidIn] = field(default_factory=dict)
    pairs: frozenset[str] = frozenset()
    now: int = 0
    used: frozenset[int] = frozenset()
    open_runs: frozenset[Run] = frozenset()


def save_searched(folder: Path, searched: Searched | None) -> str:
    """Write it, and return what it is known by; nothing where that failed. ``None`` means that
    nothing is private."""
    if searched is None:
        with suppress(OSError):
            (folder / _FILE).unlink(missing_ok=True)
        return NOTHING_PRIVATE
    content = {
        "sources": {
            name: [each.digest, [_encode(said) for said in each.said]]
            for name, each in searched.sources.items()
        },
        "pairs": "\n".join(searched.pairs),
        "now": searched.now,
        "used": sorted(searched.used),
        "open runs": "\n".join(map(" ".join, searched.open_runs)),
    }
    data = checked_json.encode(content)
    with suppress(OSError):
        make_private(folder)
        write_whole(str(folder / _FILE), data)
        return sha256(data).hexdigest()
    return ""


def load_searched(folder: Path, known_by: str) -> Searched | None:
    """Return what ``save_searched`` wrote and is known by that; ``None`` where it is not there."""
    if known_by in ("", NOTHING_PRIVATE):
        return None
    try:
        data = read_if_there(str(folder / _FILE))
        if data is None or sha256(data).hexdigest() != known_by:
            return None
        content = checked_json.decode(data)
        return Searched(
            {
                name: SaidIn(digest, tuple(map(_decode, said)))
                for name, (digest, said) in content["sources"].items()
            },
            frozenset(content["pairs"].split("\n")),
            content["now"],
            frozenset(content["used"]),
            frozenset(tuple(run.split()) for run in content["open runs"].split("\n") if run),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _encode(said: Said) -> list[Any]:
    limits = [sorted(limit) for limit in said.limits]
    return [said.path, limits, said.since, said.is_name, said.forms]


def _decode(content: list[Any]) -> Said:
    path, limits, since, is_name, forms = content
    return Said(path, tuple(map(frozenset, limits)), since, is_name, tuple(forms))
