"""In what form an object store keeps the files of a tree: headers, and compression by choice."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import md5, sha256

from builder.publish.targets.object_bucket import About, Found
from builder.seal.hosts_objects import is_asset, is_compressible, private_object, public_object
from builder.seal.hosts_public import PUBLIC_TYPES

_NOTE = "tocsin"
"""The metadata of each object: the SHA-256 of the file, the MD5 of the object, the form."""

_LEVEL = 9


@dataclass(frozen=True)
class Form:
    """The form in which a target keeps its files. ``public`` where everyone may read them,
    ``compressed`` where those of text are stored by gzip."""

    public: bool
    compressed: bool = False

    def stored(self, path: str, data: bytes) -> tuple[bytes, dict[str, str]]:
        """Return the bytes of a file as they are stored, with their headers and metadata.

        The same bytes give the same, for one zlib.
        """
        headers = dict(self._headers(path))
        digest = sha256(data).hexdigest()
        if self.compressed and is_compressible(headers["Content-Type"]):
            smaller = gzip.compress(data, _LEVEL, mtime=0)
            if len(smaller) < len(data):
                data = smaller
                headers["Content-Encoding"] = "gzip"
        return data, {**headers, _NOTE: f"{digest} {_mark(data)} {self._mark}"}

    def is_another(self, about: About) -> bool:
        """Say whether an object is known to be in another form."""
        words = _note(about)
        return words is not None and words[2] != self._mark

    def stays(self, path: str) -> bool:
        """Say whether a file that is no longer built is left there for a while."""
        return self.public and is_asset(path)

    @cached_property
    def _mark(self) -> str:
        """What tells this form from others."""
        names = ["static/a", "updates.json", *(f"a.{each[0]}" for each in PUBLIC_TYPES.values())]
        said = [self.compressed, *(sorted(self._headers(name).items()) for name in names)]
        return sha256(repr(said).encode()).hexdigest()[:16]

    def _headers(self, path: str) -> Mapping[str, str]:
        return public_object(path) if self.public else private_object(path)


def bytes_of(found: Found) -> bytes:
    """Return the bytes of a file from an object, as they were before they were stored."""
    # Some stores answer without the compression that they were given.
    encoding = found.about.attributes.get("content-encoding")
    if encoding == "gzip" and found.data.startswith(b"\x1f\x8b"):
        try:
            return gzip.decompress(found.data)
        except (OSError, EOFError, zlib.error):
            pass
    return found.data


def digest_told(about: About) -> str | None:
    """Return the SHA-256 of the file that an object is, where the store vouches for it: most stores
    mark a version by the MD5 of its bytes."""
    words = _note(about)
    if words is None or words[1] != about.version.mark.strip('"'):
        return None
    return words[0]


def _note(about: About) -> tuple[str, str, str] | None:
    words = about.attributes.get(_NOTE, "").split(" ")
    return (words[0], words[1], words[2]) if len(words) == 3 else None


def _mark(data: bytes) -> str:
    return md5(data, usedforsecurity=False).hexdigest()
