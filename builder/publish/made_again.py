"""An earlier build of the public pages, made again from its commit as of its moment.

A build is a function of files, theme, program and moment, so the record need not keep pages: what
is made again has the digest that was noted, or is not what readers had.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from builder import __version__
from builder.build import Request, build
from builder.build.ground import read_ground
from builder.build.last_build import told_by_tree
from builder.build.readers import PUBLIC_TREE
from builder.build.request import Progress
from builder.model.site import Site
from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.leak_check import leak_check
from builder.publish.record import Line
from builder.source.incidents import read_incident
from builder.source.revision import NoRevision, lay_out_revision
from builder.source.scan import IncidentFolder, scan
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.times import parse_time

_FOLDERS = ("incidents", "site_src", "themes")
_TAKING_BACK = (b"redacted", b"withdrawn")


class NotMadeAgain(Exception):
    """An earlier build can't be made again; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """The pages, the updates that they tell of (``<incident>/<update>``), and those whose words
    are taken back there (see ``taken_back``)."""

    tree: BuiltTree
    updates: frozenset[str]
    taken_back: frozenset[str]


def make_again(
    request: Request,
    line: Line,
    folder: Path,
    environment: Mapping[str, str],
    progress: Progress,
) -> MadeAgain:
    """Make the public pages again that a line of the record tells of.

    Args:
        request: a build of the sources as they are now.
        line: what was published.
        folder: a folder for the sources of then and their pages; whatever lies there is removed.
        environment: what ``git`` gets of the environment.
        progress: told how far it is.

    Raises:
        NotMadeAgain: the commit is not here, or what is made of it is not what was published.
        OutputProblem: the pages can't be written.
        OSError: the folder can't be written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    source = folder / "sources"
    source.mkdir(mode=0o700, parents=True)
    if not line.commit:
        raise NotMadeAgain(_problem(line, "it was made from no commit"))
    try:
        lay_out_revision(request.source, line.commit, source, environment, _FOLDERS)
    except NoRevision as missing:
        raise NotMadeAgain(missing.problem) from missing
    again = Request(
        source=source,
        out=folder / "out",
        cache=folder / "cache",
        now=parse_time(line.at),
        now_given=True,
        jobs=request.jobs,
        private=False,
        held=frozenset(line.held),
    )
    outcome = build(again, progress)
    if outcome.failed:
        raise NotMadeAgain(_problem(line, "its sources have errors for this version of Tocsin"))
    tree = built_tree(again.out / PUBLIC_TREE)
    if tree.digest != line.tree:
        raise NotMadeAgain(_problem(line, _why_not(line)))
    progress("looking for leaks", 0, 1)
    scratch = folder / "second-build"
    if not leak_check(
        source, again.out / PUBLIC_TREE, again.now, scratch, again.jobs, again.held
    ).passed:
        raise NotMadeAgain(_problem(line, "the leak check does not let it pass"))
    site = read_ground(scan(source, again.held)).site
    told = (told_by_tree(again) or {}).get(PUBLIC_TREE)
    assert site is not None
    back = taken_back(source, site, again.now, again.held)
    return MadeAgain(tree, told.updates if told is not None else frozenset(), back)


def taken_back(
    source: Path, site: Site, now: datetime, held: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Return what was redacted by a moment (``<incident>/<update>``) or withdrawn
    (``<incident>/<update>/withdrawn``); of an incident that can't be read, its id alone.

    Raises:
        OSError: a file can't be read.
    """
    folders = scan(source, held).folders
    known = frozenset(folder.id for folder in folders)
    found: set[str] = set()
    for folder in folders:
        if _may_take_back(source, folder):
            incident = read_incident(folder, site, source, known, None).incident
            if incident is None:
                found.add(folder.id)
                continue
            for update in incident.updates:
                name = f"{folder.id}/{update.id}"
                if update.redacted is not None and update.redacted.at <= now:
                    found.add(name)
                if update.withdrawn is not None and update.withdrawn <= now:
                    found.add(f"{name}/withdrawn")
    return frozenset(found)


def _may_take_back(source: Path, folder: IncidentFolder) -> bool:
    return any(word in data for data in _texts(source, folder) for word in _TAKING_BACK)


def _texts(source: Path, folder: IncidentFolder) -> Iterator[bytes]:
    for file in folder.files:
        if file.path.endswith(".md"):
            yield (source / file.path).read_bytes()


def _why_not(line: Line) -> str:
    if line.program and line.program != __version__:
        return f"it was made by Tocsin {line.program}, and this is {__version__}"
    return (
        "what is made of its commit now has other bytes: it was made of files that were not "
        "committed, or by another Tocsin"
    )


def _problem(line: Line, why: str) -> Problem:
    return Problem(
        Place("record"),
        "not-made-again",
        f"The build of {line.at} can't be made again: {why}.",
        "Name another build with `--to` (`tocsin log` lists them); or mend the theme, or install "
        "the version of Tocsin that you had, and publish.",
    )
