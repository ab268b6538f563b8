"""A public address looked over from outside, without any sources: is it whole, and alive?"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from builder.output.manifest import BUILD, MANIFEST, ManifestError, decode_manifest, tree_digest
from builder.publish.built_tree import BuiltTree
from builder.publish.seen import NoAnswerError, fetch, look_at
from builder.vocabulary.heartbeat import Heartbeat
from builder.vocabulary.times import TimeError, iso, parse_time


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What was found at an address: the digest of the tree there, its heartbeat, and what is wrong,
    each a sentence with what to do."""

    address: str
    tree: str = ""
    heartbeat: Heartbeat | None = None
    wrong: tuple[str, ...] = ()


def look_over(address: str, now: datetime, longest: timedelta | None = None) -> LookedOver:
    """Look at a public tree over the web.

    ``longest`` is how long ago its heartbeat may be; ``None`` for what the heartbeat itself allows.
    """
    address = f"{address.rstrip('/')}/"
    try:
        build = _document(address, BUILD)
        if isinstance(build, str):
            return LookedOver(address, wrong=(build,))
        tree = str(build.get("tree", ""))
        heartbeat = _heartbeat(build)
        wrong = (*_of_tree(address, tree), *_of_heartbeat(address, heartbeat, now, longest))
    except NoAnswerError as fault:
        return LookedOver(address, wrong=(f"{address} does not answer: {fault}.",))
    return LookedOver(address, tree, heartbeat, wrong)


def _document(address: str, name: str) -> dict[str, Any] | str:
    answer = fetch(address + name)
    if answer.status != 200:
        return (
            f"{address}{name} answers {answer.status}: no site of Tocsin is there. "
            "Give the address that its index has."
        )
    try:
        found = json.loads(answer.data)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    return f"{address}{name} is no list of Tocsin's: another page is served in its place."


def _heartbeat(build: dict[str, Any]) -> Heartbeat | None:
    try:
        return Heartbeat(parse_time(str(build["as_of"])), timedelta(seconds=int(build["every"])))
    except (KeyError, TimeError, ValueError, TypeError, OverflowError):
        return None


def _of_tree(address: str, tree: str) -> tuple[str, ...]:
    """Return what is wrong with the files: those that programs ask for are fetched."""
    answer = fetch(address + MANIFEST)
    try:
        files = decode_manifest(answer.data)
    except ManifestError:
        return (f"{address}{MANIFEST} can't be used: publish again.",)
    if tree_digest(files) != tree:
        return (
            f"{address}{MANIFEST} and {BUILD} are of two builds: a publish is under way, was "
            "broken off, or a cache keeps one of them. Look again in a minute, then publish again.",
        )
    return tuple(f"{note}." for note in look_at(address, BuiltTree(Path(), files)).notes)


def _of_heartbeat(
    address: str, heartbeat: Heartbeat | None, now: datetime, longest: timedelta | None
) -> tuple[str, ...]:
    if heartbeat is None:
        if longest is None:
            return ()
        return (f"{address} has no heartbeat: publish with `--heartbeat`, by the clock.",)
    old = heartbeat.is_missed(now) if longest is None else now - heartbeat.as_of > longest
    if not old:
        return ()
    return (
        f"{address} was last looked at at {iso(heartbeat.as_of)}: whoever publishes by the clock "
        "has stopped, or a cache keeps what is old. See to it before the next incident.",
    )
