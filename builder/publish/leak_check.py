"""The public tree, made a second time from sources without anything private: it must be the same.

What the cut in the build missed, and every byte that something private moved, is a difference.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from builder.build import Request, build
from builder.publish.stripped_copy import copy_stripped
from builder.publish.stripping import NotStripped
from builder.vocabulary.problems import Place, Problem

PUBLIC_TREE = "public"

MISSING = "is not there"
TOO_MUCH = "is there"
OTHER_BYTES = "has other bytes"
OTHER_MODE = "has another mode"


@dataclass(frozen=True, slots=True)
class Difference:
    """A file of the public tree that is not as it is without anything private.

    ``kind`` says how the second tree differs: there the file is missing, too much, or another.
    """

    path: str
    kind: str

    def __str__(self) -> str:
        """Say where, and never what: the words may be private."""
        return f"{self.path}: made from public sources alone, it {self.kind}"


@dataclass(frozen=True, slots=True)
class LeakCheck:
    """What came of the check. ``problems`` are why there was nothing to compare with."""

    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """True where the tree may go out."""
        return not self.differences and not self.problems


def leak_check(
    source: Path,
    public: Path,
    now: datetime,
    scratch: Path,
    jobs: int = 1,
    held: Container[str] = (),
) -> LeakCheck:
    """Build the public tree again from a stripped copy of the sources, and compare the two.

    Args:
        source: the folder of the sources that the tree was built from.
        public: the built tree.
        now: the moment that it was built for (aware, UTC, whole seconds).
        scratch: a folder for the copy, the second tree and its memory, kept between checks.
        jobs: how many processes may build.
        held: files and folders of the sources that the tree was built without.

    Raises:
        OSError: the sources or the scratch folder can't be read or written.
        OutputProblem: the second tree can't be written.
    """
    copy, out, cache = scratch / "sources", scratch / "out", scratch / "cache"
    try:
        copy_stripped(source, copy, now, held)
    except NotStripped as refused:
        return LeakCheck(problems=(_not_stripped(refused),))
    outcome = build(Request(copy, out, cache, now, now_given=True, jobs=jobs))
    if outcome.failed:
        return LeakCheck(problems=tuple(map(_not_built, outcome.problems)))
    return LeakCheck(compare(files_of(public), files_of(out / PUBLIC_TREE)))


@dataclass(frozen=True, slots=True)
class Found:
    """What is compared of a file or folder: its bytes by their SHA-256, and its kind and
    permissions."""

    digest: str
    mode: int


def files_of(tree: Path) -> dict[str, Found]:
    """Return everything in a tree by its path in it: an empty folder has a name too."""
    found = {}
    for above, folders, names in os.walk(tree):
        for name in (*names, *folders):
            path = Path(above, name)
            mode = path.lstat().st_mode
            data = path.read_bytes() if stat.S_ISREG(mode) else b""
            found[path.relative_to(tree).as_posix()] = Found(sha256(data).hexdigest(), mode)
    return found


def compare(built: Mapping[str, Found], again: Mapping[str, Found]) -> tuple[Difference, ...]:
    """Return how the tree made again differs, by path."""
    found = []
    for path in sorted(built.keys() | again.keys()):
        one, other = built.get(path), again.get(path)
        if other is None:
            found.append(Difference(path, MISSING))
        elif one is None:
            found.append(Difference(path, TOO_MUCH))
        elif one.digest != other.digest:
            found.append(Difference(path, OTHER_BYTES))
        elif one.mode != other.mode:
            found.append(Difference(path, OTHER_MODE))
    return tuple(found)


def _not_stripped(refused: NotStripped) -> Problem:
    return Problem(
        Place(refused.path, refused.line, 1),
        "not-stripped",
        f"The leak check can't tell the private parts of this file: {refused.reason}.",
        "Write it more plainly: keys and values in lines of their own, text in quotes.",
    )


def _not_built(problem: Problem) -> Problem:
    """Say where the second build failed; its lines are those of the stripped copy."""
    return replace(
        problem,
        place=Place(problem.place.path),
        code="not-built-without-private-parts",
        message=f"Without its private parts the site has an error: {problem.message}",
        excerpt="",
    )
