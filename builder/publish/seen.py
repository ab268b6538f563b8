"""What readers get: the public address of a target, looked at from outside."""

import json
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from builder.publish.built_tree import BuiltTree

PATIENCE = 10.0
"""Seconds that a host may take to answer."""

MOST = 4 * 1024 * 1024
"""Bytes of an answer that are looked at."""

_TYPES = {
    "index.html": "text/html",
    "updates.atom": "application/atom+xml",
    "updates.rss": "application/rss+xml",
    "api/v2/summary.json": "application/json",
}
"""Files that are fetched, and the media type that programs need to take them for what they are."""


class Standing(StrEnum):
    """Whether readers have the build."""

    NEW = "new"
    OLD = "old"
    WRONG = "wrong"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers get at an address, and lines to say about it."""

    address: str
    standing: Standing
    notes: tuple[str, ...] = ()


class _NoAnswer(Exception):
    pass


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    media_type: str
    data: bytes


def look_at(address: str, tree: BuiltTree) -> Seen:
    """Fetch a few files below an address, and hold them against the build."""
    address = f"{address.rstrip('/')}/"
    try:
        known = _fetch(f"{address}build.json")
        if known.status != 200 or _tree_of(known.data) != tree.digest:
            return Seen(address, Standing.OLD, (_not_yet(known, address),))
        notes = tuple(
            note
            for path, media_type in _TYPES.items()
            if path in tree.files
            for note in _differences(address, path, media_type, tree.files[path])
        )
    except _NoAnswer as fault:
        return Seen(address, Standing.UNREACHABLE, (f"{address} does not answer: {fault}",))
    return Seen(address, Standing.WRONG if notes else Standing.NEW, notes)


def _differences(address: str, path: str, media_type: str, digest: str) -> list[str]:
    answer = _fetch(f"{address}{path}")
    if answer.status != 200:
        return [f"{address}{path} answers {answer.status}: the host does not serve it"]
    found = []
    if sha256(answer.data).hexdigest() != digest:
        found.append(
            f"{address}{path} is not what was published: a cache keeps the old one, or the host "
            "changes what it serves"
        )
    if answer.media_type != media_type:
        found.append(
            f"{address}{path} is served as {answer.media_type or 'nothing'}; set {media_type}, or "
            "programs will not take it for what it is"
        )
    return found


def _not_yet(answer: _Answer, address: str) -> str:
    if answer.status != 200:
        return f"{address}build.json answers {answer.status}: nothing of this build is there yet"
    return f"{address} still shows another build: a cache or the host takes its time"


def _tree_of(data: bytes) -> str:
    try:
        content = json.loads(data)
    except ValueError:
        return ""
    return str(content.get("tree", "")) if isinstance(content, dict) else ""


def _fetch(address: str) -> _Answer:
    if not address.startswith(("https://", "http://")):
        raise _NoAnswer("this is no address of the web")
    headers = {"Cache-Control": "no-cache", "User-Agent": "Tocsin", "Accept-Encoding": "identity"}
    try:
        with urlopen(Request(address, headers=headers), timeout=PATIENCE) as response:  # noqa: S310
            media_type = response.headers.get_content_type()
            return _Answer(response.status, media_type, response.read(MOST))
    except HTTPError as error:
        return _Answer(error.code, "", b"")
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise _NoAnswer(str(reason)) from error
