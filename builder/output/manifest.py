"""``manifest.json`` and ``build.json``: a tree's own account of itself.

The manifest names paths and SHA-256 alone, so that a build without memory knows which files it may
replace and remove. It leaves out itself and ``build.json``, which has the digest of the whole tree:
SHA-256 over lines as ``sha256sum`` writes them, in order of the paths' UTF-8.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Protocol

from builder.output.paths import is_path
from builder.vocabulary.heartbeat import Heartbeat
from builder.vocabulary.times import iso

MANIFEST = "manifest.json"
BUILD = "build.json"
OWN = frozenset({MANIFEST, BUILD})

_FORMAT = 1


class ManifestError(ValueError):
    """A manifest that can't be used. ``foreign`` where it is another program's file."""

    def __init__(self, message: str, *, foreign: bool) -> None:
        super().__init__(message)
        self.foreign = foreign


class Listing(Protocol):
    """How a tree tells of itself: what it writes beside its files, and reads again."""

    def own_files(self, digests: Mapping[str, str]) -> Mapping[str, bytes]:
        """Return the tree's own files by their paths, for a tree of these paths; the manifest
        last."""

    def listed(self, data: bytes) -> Mapping[str, str]:
        """Return the paths that a manifest names, with their digests.

        Raises:
            ManifestError: it is damaged, or none of this kind.
        """


def encode_manifest(digests: Mapping[str, str]) -> bytes:
    """Return the bytes of a manifest of these paths."""
    return _compact({"format": _FORMAT, "files": dict(sorted(digests.items()))})


def encode_build(digests: Mapping[str, str], heartbeat: Heartbeat | None = None) -> bytes:
    """Return the bytes of ``build.json`` for a tree of these paths; with a heartbeat it also says
    when they were last looked at (``as_of``), and on which grid of seconds (``every``)."""
    build: dict[str, str | int] = {"tree": tree_digest(digests)}
    if heartbeat is not None:
        build["as_of"] = iso(heartbeat.as_of)
        build["every"] = int(heartbeat.every.total_seconds())
    return _compact(build)


def tree_digest(digests: Mapping[str, str]) -> str:
    """Return the digest of a tree of these paths, in hexadecimal."""
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))
    return sha256(lines.encode()).hexdigest()


def decode_manifest(data: bytes) -> Mapping[str, str]:
    """Return the paths that a manifest names, with their digests.

    Raises:
        ManifestError: it is damaged, or no manifest of this format.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ManifestError("is damaged", foreign=False) from error
    if not isinstance(content, dict) or "format" not in content or "files" not in content:
        raise ManifestError("is another program's", foreign=True)
    if content["format"] != _FORMAT:
        raise ManifestError("is of another version of tocsin", foreign=True)
    files = content["files"]
    if not isinstance(files, dict) or not all(
        is_path(path) and isinstance(digest, str) for path, digest in files.items()
    ):
        raise ManifestError("is damaged", foreign=False)
    return files


def _compact(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class ClearListing:
    """The listing that everyone may read, with a heartbeat or without."""

    def __init__(self, heartbeat: Heartbeat | None = None) -> None:
        self._heartbeat = heartbeat

    def own_files(self, digests: Mapping[str, str]) -> Mapping[str, bytes]:
        """See ``Listing``."""
        build = encode_build(digests, self._heartbeat)
        return {BUILD: build, MANIFEST: encode_manifest(digests)}

    def listed(self, data: bytes) -> Mapping[str, str]:
        """See ``Listing``."""
        return decode_manifest(data)


IN_CLEAR = ClearListing()
