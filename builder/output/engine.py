"""What the program itself is: another program, or other libraries, may make other bytes."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

LIBRARIES = (
    "babel",
    "feedgen",
    "icalendar",
    "jinja2",
    "linkify_it_py",
    "lxml",
    "markdown_it_py",
    "markupsafe",
    "mdurl",
    "pydantic_core",
    "python_dateutil",
    "pyyaml",
    "tzdata",
    "uc_micro_py",
)
"""Distributions whose version shows in the bytes of a site, as their folders are named."""


def engine_fingerprint(themes: Path) -> str:
    """Return a digest of the program's files, the themes, and the versions of what runs it.

    ``themes`` is the site's own folder of themes, which need not be there.
    """
    state = blake2b(digest_size=16)
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    beside = os.path.join(os.path.dirname(package), "themes")
    for root in (package, beside, os.fspath(themes)):
        for path in sorted(_files(root)):
            state.update(os.fsencode(path))
            # Whoever reads the theme says why a file of it can't be read.
            with suppress(OSError), open(os.path.join(root, path), "rb") as file:
                state.update(file.read())
    for version in _versions():
        state.update(version.encode())
    state.update(sys.version.encode())
    return state.hexdigest()


def _files(root: str) -> Iterator[str]:
    """Yield the regular files below a folder, relative to it."""
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if name[0] != "." and name != "__pycache__"]
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and not os.path.islink(path):
                yield os.path.relpath(path, root)


def _versions() -> list[str]:
    """Return the names of the libraries' own folders of metadata, which hold their versions."""
    found = []
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            library = name.partition("-")[0].lower().replace(".", "_")
            if name.endswith(".dist-info") and library in LIBRARIES:
                found.append(name)
    return sorted(found)
