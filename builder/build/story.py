"""The story of a build.

Every stage hands on frozen values. With a memory of the last build it is the same story, told from
where something changed; the bytes are those of a build without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from builder.build.ground import Ground, read_ground
from builder.build.hosts import write_host_files
from builder.build.incident_work import (
    ChangedMeanwhile,
    IncidentWork,
    Taken,
    check_incidents,
    take_incidents,
)
from builder.build.last_build import (
    MEMORY,
    as_before,
    nothing_to_do,
    nothing_was_private,
    recall_kept,
    recall_searched,
    remember,
)
from builder.build.no_search import NothingToSearch
from builder.build.opening import clear_left_trees, open_trees
from builder.build.public_sources import told_in_public
from builder.build.readers import ReaderTree, private_trees, public_tree, wrong_secret
from builder.build.renewed import links_to_renew, renewed_trees, write_renewed
from builder.build.request import Outcome, Progress, Request, silent
from builder.build.services import service_views
from builder.output.changes import SourceDigests
from builder.output.engine import engine_fingerprint
from builder.output.lock import locked
from builder.output.memory import Memory, load
from builder.render.outputs import RenderProblem
from builder.source.file_names import SITE_FOLDER
from builder.source.scan import Snapshot, scan
from builder.vocabulary.limited_text import any_hidden
from builder.vocabulary.problems import Place, Problem, in_order

if TYPE_CHECKING:
    from builder.build.leak_search import LeakSearch
    from builder.build.tree_build import TreeBuild
    from builder.output.written import Committed
    from builder.views.day_history import Alike

NO_SECRET = Problem(
    Place(".tocsin-secret"),
    "no-secret",
    "Private pages are asked for, and there is no secret to make them with.",
    "Make one with `tocsin secret new`, or put the site's own into TOCSIN_SECRET.",
)


def build(request: Request, progress: Progress = silent) -> Outcome:
    """Compile the sources into the trees below ``request.out``.

    Raises:
        OutputProblem: a fault from outside (disk, permissions, another build); the last good site
            stays as it was.
        WorkLost: a process of the build was ended from outside; likewise.
    """
    if not (request.source / SITE_FOLDER).is_dir():
        return Outcome(check(request, progress))
    with locked(request.cache, request.out) as read_ns:
        snapshot = scan(request.source, request.held)
        engine = engine_fingerprint(request.source / "themes")
        recalled = load(request.cache / MEMORY, engine)
        if nothing_to_do(request, snapshot, recalled.memory):
            return as_before(request, recalled.memory)
        digests = SourceDigests(snapshot, recalled.memory)
        kept = recall_kept(request, recalled.memory, digests)
        ground = read_ground(snapshot, kept.site, request.latest)
        planned, in_the_way = _planned(request, ground)
        renewed = renewed_trees(ground.site, request)
        with ExitStack() as opened:
            trees = open_trees(request, ground, planned, recalled.memory, kept, opened)
            hiding = _hiding(request, ground, recalled.memory)
            taken = take_incidents(request, snapshot, ground, digests, trees, hiding, progress)
            found = (*ground.problems, *_in_public(request, ground))
            problems = in_order((*found, *in_the_way, *taken.problems))
            told = tuple(note for tree in trees for note in tree.notes)
            notes = _lines(recalled.note, *told)
            if any(problem.is_error for problem in problems):
                return Outcome(problems, notes=notes)
            progress("writing pages", 0, len(trees))
            work = IncidentWork(request, snapshot, ground, digests)
            try:
                _finish(snapshot, work, trees, ground, request)
                search = _search(request, snapshot, ground, digests, taken, work, recalled.memory)
            except (RenderProblem, ChangedMeanwhile) as late:
                return Outcome(in_order((*problems, late.problem)), notes=notes)
            progress("looking for leaks", 0, len(trees))
            problems = in_order((*problems, *_leaks(request, search, trees, recalled.memory)))
            if any(problem.is_error for problem in problems):
                return Outcome(problems, notes=notes)
            for tree in trees:
                tree.open_again()
            committed = {tree.name: tree.commit() for tree in trees}
            committed |= write_renewed(request, ground.site, renewed, recalled.memory)
            cleared = clear_left_trees(request, (*planned, *renewed)) if request.seals else ()
            write_host_files(request, ground, planned, renewed)
        outcome = _outcome(snapshot, trees, committed, problems)
        unsaved = remember(
            request,
            recalled.memory,
            digests,
            ground,
            trees,
            committed,
            outcome,
            search.searched(),
            read_ns,
        )
        left = (f"{tree}: taken down, no reader has pages there any more" for tree in cleared)
        notes = _lines(unsaved or recalled.note, *told, *left)
        return replace(outcome, notes=notes, to_hand_out=links_to_renew(renewed))


def check(request: Request, progress: Progress = silent) -> tuple[Problem, ...]:
    """Return every problem of every source file, in order; nothing is written."""
    snapshot = scan(request.source, request.held)
    ground = read_ground(snapshot, latest=request.latest)
    found = (*ground.problems, *_in_public(request, ground), *_in_templates(snapshot, ground))
    words = _in_words(request, snapshot, ground)
    return in_order((*found, *words, *check_incidents(request, snapshot, ground, progress)))


def _in_words(request: Request, snapshot: Snapshot, ground: Ground) -> Iterator[Problem]:
    """Yield warnings on the words of new updates."""
    if ground.site is not None:
        from builder.source.wording import wording

        for folder in snapshot.folders:
            yield from wording(snapshot.root, folder, ground.site, request.now)


def _in_templates(snapshot: Snapshot, ground: Ground) -> tuple[Problem, ...]:
    """Return what is wrong with message templates and approvals: whoever builds does without."""
    from builder.source.approvals import read_approvals

    problems = read_approvals(snapshot.root).problems
    if not snapshot.templates:
        return problems
    from builder.source.message_templates import read_message_templates

    paths = [file.path for file in snapshot.templates]
    return (*problems, *read_message_templates(snapshot.root, paths, ground.site).problems)


def _in_public(request: Request, ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with the site's files where everyone can read them."""
    if request.sources_public and ground.site is not None:
        from builder.source.limited_texts import site_texts

        yield from told_in_public(site_texts(ground.site), int(request.now.timestamp()))


def _planned(
    request: Request, ground: Ground
) -> tuple[tuple[ReaderTree, ...], tuple[Problem, ...]]:
    """Return the trees to build, and what stands in their way."""
    if ground.site is None or ground.theme is None:
        return (), ()
    public = public_tree()
    if request.secret is None or not request.seals:
        return (public,), (NO_SECRET,) if request.private else ()
    wrong = wrong_secret(ground.site, request.secret)
    if wrong is not None:
        return (), (wrong,)
    return (public, *private_trees(ground.site, request.secret, request.now)), ()


def _finish(
    snapshot: Snapshot,
    work: IncidentWork,
    trees: list[TreeBuild],
    ground: Ground,
    request: Request,
) -> None:
    """Make the pages about all incidents."""
    folders = {folder.id: folder for folder in snapshot.folders}
    # What one tree shows in full the others show as well.
    read = cache(lambda name: work.again(folders[name]))
    alike: Alike = {}
    assert ground.site is not None
    services = service_views(ground.site, trees, request.now)
    for tree in trees:
        tree.finish(read, alike, services)


def _hiding(request: Request, ground: Ground, memory: Memory) -> bool:
    """Say whether something is known to be private before any incident is read."""
    if ground.site is None:
        return False
    from builder.source.limited_texts import site_texts

    was_hiding = bool(memory.sources) and not nothing_was_private(memory)
    return was_hiding or any_hidden(site_texts(ground.site), int(request.now.timestamp()))


def _search(
    request: Request,
    snapshot: Snapshot,
    ground: Ground,
    digests: SourceDigests,
    taken: Taken,
    work: IncidentWork,
    memory: Memory,
) -> LeakSearch | NothingToSearch:
    """Gather what the search for leaks looks for."""
    assert ground.site is not None and ground.theme is not None
    folders = {folder.id: folder for folder in snapshot.folders}
    if (
        not _hiding(request, ground, memory)
        and not any(taken.said.values())
        and (nothing_was_private(memory) or folders.keys() == taken.said.keys())
    ):
        return NothingToSearch(ground.site.waivers)
    from builder.build.leak_search import SITE, LeakSearch, all_texts, spoken_by, texts_of_site

    before = recall_searched(request, memory)
    sources = all_texts(
        folders,
        digests.of_incident,
        taken.said,
        before,
        lambda name: work.said(folders[name]),
    )
    now = int(request.now.timestamp())
    sources[SITE] = texts_of_site(ground.site, digests.site, now)
    spoken = spoken_by(ground.site, ground.theme)
    return LeakSearch(sources, before, spoken, ground.site.waivers, now)


def _leaks(
    request: Request, search: LeakSearch | NothingToSearch, trees: list[TreeBuild], memory: Memory
) -> tuple[Problem, ...]:
    return tuple(
        search.problems(
            trees,
            lambda tree: memory.outputs.get(request.place_of(tree.name), {}),
            request.source,
        )
    )


def _outcome(
    snapshot: Snapshot,
    trees: list[TreeBuild],
    committed: Mapping[str, Committed],
    problems: tuple[Problem, ...],
) -> Outcome:
    return Outcome(
        problems=problems,
        written=tuple(
            f"{name}/{path}" for name, done in committed.items() for path in done.written
        ),
        removed=tuple(
            f"{name}/{path}" for name, done in committed.items() for path in done.removed
        ),
        kept=sum(done.kept for done in committed.values()),
        incidents=len(snapshot.folders),
        instants={tree.name: tree.next_instant() for tree in trees},
    )


def _lines(*notes: str) -> tuple[str, ...]:
    return tuple(note for note in notes if note)
