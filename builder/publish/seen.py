"""What readers get: the public address of a target, looked at from outside."""

import json
import zlib
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

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
    OPEN = "open"
    """Private pages that everybody gets."""
    GUARDED = "guarded"
    """Private pages whose host asks who reads, so that nothing is seen from outside."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers get at an address, and lines to say about it."""

    address: str
    standing: Standing
    notes: tuple[str, ...] = ()


class NoAnswerError(Exception):
    """A host that does not answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answers, at most ``MOST`` bytes of it."""

    status: int
    media_type: str
    data: bytes


def look_at(address: str, tree: BuiltTree) -> Seen:
    """Fetch a few files below an address, and hold them against the build."""
    address = f"{address.rstrip('/')}/"
    try:
        known = fetch(f"{address}build.json")
        if known.status != 200 or _tree_of(known.data) != tree.digest:
            return Seen(address, Standing.OLD, (_not_yet(known, address),))
        notes = tuple(
            note
            for path, media_type in _TYPES.items()
            if path in tree.files
            for note in _differences(address, path, media_type, tree.files[path])
        )
    except NoAnswerError as fault:
        return Seen(address, Standing.UNREACHABLE, (f"{address} does not answer: {fault}",))
    return Seen(address, Standing.WRONG if notes else Standing.NEW, notes)


def _differences(address: str, path: str, media_type: str, digest: str) -> list[str]:
    answer = fetch(f"{address}{path}")
    if answer.status != 200:
        return [f"{address}{path} answers {answer.status}: the host does not serve it"]
    found = []
    if not is_digest(answer.data, digest):
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


def _not_yet(answer: Answer, address: str) -> str:
    if answer.status != 200:
        return f"{address}build.json answers {answer.status}: nothing of this build is there yet"
    return f"{address} still shows another build: a cache or the host takes its time"


def _tree_of(data: bytes) -> str:
    try:
        content = json.loads(data)
    except ValueError:
        return ""
    return str(content.get("tree", "")) if isinstance(content, dict) else ""


def is_digest(data: bytes, digest: str) -> bool:
    """Say whether bytes have a SHA-256, in hexadecimal."""
    return sha256(data).hexdigest() == digest


class _Stay(HTTPRedirectHandler):
    """Follows no redirection: a page to sign in is none of ours."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


def _plain(data: bytes, encoding: str) -> bytes:
    """Undo compression as a browser does: a store sends what it keeps, asked for or not."""
    if encoding != "gzip":
        return data
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(data, MOST)
    except zlib.error:
        return data


def fetch(address: str, *, follow: bool = True) -> Answer:
    """Ask a host for an address, as somebody who is not known to it.

    Raises:
        NoAnswerError: there is none within ``PATIENCE``.
    """
    if not address.startswith(("https://", "http://")):
        raise NoAnswerError("this is no address of the web")
    headers = {"Cache-Control": "no-cache", "User-Agent": "Tocsin", "Accept-Encoding": "identity"}
    try:
        opener = build_opener() if follow else build_opener(_Stay)
        asked = Request(address, headers=headers)  # noqa: S310
        with opener.open(asked, timeout=PATIENCE) as response:
            media_type = response.headers.get_content_type()
            encoding = response.headers.get("Content-Encoding", "")
            return Answer(response.status, media_type, _plain(response.read(MOST), encoding))
    except HTTPError as error:
        return Answer(error.code, "", b"")
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise NoAnswerError(str(reason)) from error
