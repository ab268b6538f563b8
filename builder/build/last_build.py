"""What one build leaves to the next: when it holds, what it said, what it read and wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from builder.build.ground import Ground, to_keep
from builder.build.readers import PUBLIC_TREE
from builder.build.request import Outcome, Request
from builder.output.canary_memory import (
    NOTHING_PRIVATE,
    Searched,
    load_searched,
    save_searched,
)
from builder.output.changes import SourceDigests, holds, sources_unchanged, tree_unchanged
from builder.output.engine import engine_fingerprint
from builder.output.kept import Kept, load_kept, save_kept
from builder.output.memory import Memory, load, save
from builder.output.remembered import decode_problem, encode_problem
from builder.source.scan import Snapshot

if TYPE_CHECKING:
    from builder.build.tree_build import TreeBuild
    from builder.output.written import Committed

MEMORY = "memory"
"""The folder of the memory in the cache."""


def nothing_to_do(request: Request, snapshot: Snapshot, memory: Memory) -> bool:
    """Say whether sources, readers, moment and output are those of the last build."""
    names = _trees(memory)
    return (
        bool(memory.sources)
        and memory.state["readers"] == _readers(request)
        and memory.state.get("heartbeat") == _heartbeat(request)
        and judged_alike(request, memory)
        and holds(request.now, _instant(memory, "told since"), _instant(memory, "told until"))
        and all(
            holds(request.now, _instant(memory, f"{name} since"), _instant(memory, f"{name} until"))
            for name in names
        )
        and sources_unchanged(snapshot, memory)
        and all(
            tree_unchanged(request.out, name, memory.outputs.get(request.place_of(name), {}))
            for name in (*names, *_renewed(memory))
        )
    )


def judged_alike(request: Request, memory: Memory) -> bool:
    """Say whether what the last build let pass may pass again: no time that lay ahead of the clock
    then, or did not matter then, is an error now, nor is private text in sources that everyone can
    read now."""
    if request.sources_public and not memory.state.get("sources public"):
        return False
    if request.latest is None or not memory.sources:
        return True
    latest = _instant(memory, "latest")
    return latest is not None and latest <= request.latest.timestamp()


def as_before(request: Request, memory: Memory) -> Outcome:
    """Return the outcome of a build that has nothing to do."""
    state = memory.state
    names = _trees(memory)
    untils = {name: _instant(memory, f"{name} until") for name in names}
    return Outcome(
        problems=tuple(decode_problem(each) for each in json.loads(str(state["problems"]))),
        kept=sum(
            len(memory.outputs[request.place_of(name)]) for name in (*names, *_renewed(memory))
        ),
        incidents=int(state["incidents"] or 0),
        instants={
            name: None if until is None else datetime.fromtimestamp(until, UTC)
            for name, until in untils.items()
        },
    )


@dataclass(frozen=True, slots=True)
class Told:
    """The updates that a tree tells of (``<incident>/<update>``), and those whose words were taken
    out."""

    updates: frozenset[str]
    redacted: frozenset[str]


def told_by_tree(request: Request) -> Mapping[str, Told] | None:
    """Return what each tree of the last build tells of; ``None`` where the build left no memory."""
    memory = load(request.cache / MEMORY, engine_fingerprint(request.source / "themes")).memory
    if not memory.sources:
        return None
    told: dict[str, set[str]] = {name: set() for name in _trees(memory)}
    redacted: dict[str, set[str]] = {name: set() for name in told}
    for key, each in memory.rows.items():
        if each.row is not None:
            tree, incident = key.rpartition("/")[0], each.row.id
            told[tree].update(
                f"{incident}/{entry.update}" for entry in each.row.entries if entry.update
            )
            redacted[tree].update(f"{incident}/{update}" for update in each.row.redacted)
    return {name: Told(frozenset(told[name]), frozenset(redacted[name])) for name in told}


def recall_kept(request: Request, memory: Memory, digests: SourceDigests) -> Kept:
    """Return what was kept and still holds: the site only if none of its files changed."""
    if not memory.sources:
        return Kept()
    kept = load_kept(request.cache / MEMORY, memory.fingerprint)
    if kept.site is not None and kept.site.digest != digests.site:
        return replace(kept, site=None)
    return kept


def recall_searched(request: Request, memory: Memory) -> Searched | None:
    """Return what the last build searched for leaks, ``None`` where that is not known, or was of
    a later moment."""
    searched = load_searched(request.cache / MEMORY, str(memory.state.get("searched") or ""))
    later = searched is not None and searched.now > request.now.timestamp()
    return None if later else searched


def nothing_was_private(memory: Memory) -> bool:
    """Say whether the last build had nothing to search for."""
    return bool(memory.sources) and memory.state.get("searched") == NOTHING_PRIVATE


def remember(
    request: Request,
    before: Memory,
    digests: SourceDigests,
    ground: Ground,
    trees: list[TreeBuild],
    committed: Mapping[str, Committed],
    outcome: Outcome,
    searched: Searched | None,
    read_ns: int,
) -> str:
    """Save the memory; return a line to say where that failed."""
    state: dict[str, str | int | None] = {
        "readers": _readers(request),
        "trees": json.dumps([tree.name for tree in trees]),
        "renewed": json.dumps([name for name in committed if name not in outcome.instants]),
        "latest": None if request.latest is None else int(request.latest.timestamp()),
        "sources public": int(request.sources_public),
        "incidents": outcome.incidents,
        "heartbeat": _heartbeat(request),
        "searched": save_searched(request.cache / MEMORY, searched),
        "problems": json.dumps([encode_problem(problem) for problem in outcome.problems]),
    }
    remembered = [taken for tree in trees for taken in tree.incidents.values()]
    begins = (taken.told_from for taken in remembered)
    ends = (taken.told_until for taken in remembered)
    state["told since"] = max((each for each in begins if each is not None), default=None)
    state["told until"] = min((each for each in ends if each is not None), default=None)
    for tree in trees:
        state[f"{tree.name} since"] = tree.last_instant()
        until = outcome.instants[tree.name]
        state[f"{tree.name} until"] = None if until is None else int(until.timestamp())
    memory = Memory(
        fingerprint=before.fingerprint,
        sources=digests.stamps(),
        rows={key: taken for tree in trees for key, taken in tree.incidents.items()},
        outputs={request.place_of(name): done.files for name, done in committed.items()},
        state=state,
        read_ns=read_ns,
    )
    unsaved = save(request.cache / MEMORY, memory, before)
    if not unsaved:
        views = {key: view for tree in trees for key, view in tree.shown.items()}
        with suppress(OSError):
            sealed = {tree.name: tree.sealed for tree in trees if tree.sealed is not None}
            items = next((tree.items() for tree in trees if tree.name == PUBLIC_TREE), {})
            kept = Kept(to_keep(ground, digests.site), views, sealed, items)
            save_kept(request.cache / MEMORY, memory.fingerprint, kept)
    return unsaved


def _heartbeat(request: Request) -> int | None:
    """Return the heartbeat that stands in trees, ``None`` where none does."""
    if request.heartbeat is None or not request.seals:
        return None
    return int(request.heartbeat.as_of.timestamp())


def _trees(memory: Memory) -> tuple[str, ...]:
    """Return the names of the trees that were built."""
    return tuple(json.loads(str(memory.state["trees"]))) if memory.sources else ()


def _renewed(memory: Memory) -> tuple[str, ...]:
    """Return the names of the trees of the previous secret that were replaced."""
    return tuple(json.loads(str(memory.state["renewed"]))) if memory.sources else ()


def _readers(request: Request) -> str:
    """Tell whether private trees are built, and with which secret, without telling it."""
    if request.secret is None or not request.seals:
        return "no secret, and pages that need one" if request.private else "the public"
    secrets = request.secret.reveal()
    if request.previous is not None:
        secrets += request.previous.reveal()
    return sha256(b"the memory of a build" + secrets).hexdigest()[:16]


def _instant(memory: Memory, which: str) -> int | None:
    """Return an instant that was remembered, in seconds since 1970."""
    found = memory.state[which]
    return None if found is None else int(found)
