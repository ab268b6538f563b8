"""Figures of uptime for one reader: all sources read, cut for it, and measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from builder.build.request import Progress, Request, silent
from builder.build.shared_work import shared
from builder.model.board import Stretch
from builder.model.site import Account, Site
from builder.model.timeline import timeline
from builder.model.uptime_policy import POLICIES, Policy
from builder.model.uptime_window import NamedWindow, WindowError
from builder.source.incidents import read_incident
from builder.source.names import names_of
from builder.source.scan import IncidentFolder, Snapshot, scan
from builder.source.site import read_site
from builder.source.words import one_of, shown, suggestion
from builder.views.cut import readable, seen
from builder.views.frame import component_limits, readable_components
from builder.views.rows import row_of
from builder.views.types import IncidentRow
from builder.views.uptime import Uptime, uptime
from builder.vocabulary.problems import Problem, in_order
from builder.vocabulary.readers import PUBLIC, Reader


@dataclass(frozen=True, slots=True)
class Question:
    """Whose figures are asked for, of which components, over which window.

    Without an ``account`` they are everyone's; without ``components`` those of all, or of the
    account's own; without a ``policy`` the site's.
    """

    window: NamedWindow
    account: str = ""
    components: tuple[str, ...] = ()
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The figures of a reader; days begin in ``time_zone``."""

    reader: str
    time_zone: str
    uptime: Uptime


class NotMeasured(Exception):
    """The sources have errors, so that nobody can tell what was up; ``problems`` say which."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(tuple(problem for problem in problems if problem.is_error))
        super().__init__(self.problems)


class UnfitQuestion(Exception):
    """What is asked for is not there; the message says what is."""


def figures(request: Request, question: Question, progress: Progress = silent) -> Answer:
    """Measure what one reader may read, up to ``request.now``.

    Raises:
        NotMeasured: the sources have errors.
        UnfitQuestion: there is no such account, component or policy, or the window is empty.
    """
    snapshot = scan(request.source)
    reading = read_site(snapshot, request.latest)
    found = [*snapshot.problems, *reading.problems]
    if reading.site is None or any(problem.is_error for problem in found):
        raise NotMeasured(found)
    site = reading.site
    reader, zone, own = _reader(site, question.account)
    policy = _policy(site, question.policy)
    wanted = _components(site, reader, question.components) or own
    try:
        window = question.window.bounds(request.now, ZoneInfo(zone))
    except WindowError as error:
        raise UnfitQuestion(f"{error}.") from None
    rows, sources = rows_of(request, snapshot, site, reader, progress)
    measured = uptime(
        reader,
        site,
        rows,
        window,
        ZoneInfo(zone),
        policy,
        wanted=wanted or None,
        sources=sources,
    )
    return Answer(reader.name, zone, measured)


def _reader(site: Site, account: str) -> tuple[Reader, str, tuple[str, ...]]:
    """Return a reader, the zone in which its days begin, and the components of its page."""
    if not account:
        return PUBLIC, site.time_zone, ()
    found = account_of(site, account)
    return found.reader, found.time_zone or site.time_zone, found.components


def account_of(site: Site, word: str) -> Account:
    """Return the account that somebody wrote as ``acme`` or ``account:acme``.

    Raises:
        UnfitQuestion: there is none.
    """
    found = site.accounts.get(word.removeprefix("account:"))
    if found is None:
        hint = suggestion(word, list(site.accounts)) if site.accounts else "There is none."
        raise UnfitQuestion(f"There is no account {shown(word)}. {hint}")
    return found


def _policy(site: Site, name: str) -> Policy:
    known = {**POLICIES, site.uptime_policy.name: site.uptime_policy}
    if not name:
        return site.uptime_policy
    if name not in known:
        raise UnfitQuestion(f"There is no policy {shown(name)}. Write {one_of(list(known))}.")
    return known[name]


def _components(site: Site, reader: Reader, words: Iterable[str]) -> tuple[str, ...]:
    """Return the components that are named by their ids or aliases, each once."""
    known = names_of(site).components or {}
    readable = {each.id for each in readable_components(reader, site)}
    found: dict[str, None] = {}
    for word in words:
        if known.get(word) not in readable:
            names = [name for name, component in known.items() if component in readable]
            hint = suggestion(word, names) if names else "There is none."
            raise UnfitQuestion(f"{_who(reader.name)} reads of no component {shown(word)}. {hint}")
        found[known[word]] = None
    return tuple(found)


def _who(reader: str) -> str:
    return "Everyone" if reader == PUBLIC.name else shown(reader)


def rows_of(
    request: Request, snapshot: Snapshot, site: Site, reader: Reader, progress: Progress
) -> tuple[list[IncidentRow], Mapping[str, tuple[Stretch, ...]]]:
    """Return the rows of all incidents that the reader may read something of, and what knows
    their updates.

    Raises:
        NotMeasured: one of them has an error.
    """
    known = frozenset(folder.id for folder in snapshot.folders)
    work = _RowWork(request, snapshot.root, site, reader, known)
    rows: list[IncidentRow] = []
    sources = {}
    problems: list[Problem] = []
    for number, (row, stretches, found) in enumerate(
        shared(snapshot.folders, work.make, request.jobs)
    ):
        progress("reading incidents", number, len(snapshot.folders))
        problems += found
        if row is not None:
            rows.append(row)
            sources[row.id] = stretches
    if problems:
        raise NotMeasured(problems)
    return rows, sources


class _RowWork:
    """Makes the row of an incident for one reader."""

    def __init__(
        self, request: Request, root: Path, site: Site, reader: Reader, known: frozenset[str]
    ) -> None:
        self._request = request
        self._root = root
        self._site = site
        self._reader = reader
        self._known = known
        self._limits = component_limits(site)

    def make(
        self, folder: IncidentFolder
    ) -> tuple[IncidentRow | None, tuple[Stretch, ...], tuple[Problem, ...]]:
        """Read and cut an incident; return its row, its stretches, and its errors."""
        now = self._request.now
        reading = read_incident(folder, self._site, self._root, self._known, self._request.latest)
        if reading.incident is None:
            return None, (), tuple(each for each in reading.problems if each.is_error)
        left = readable(self._reader, reading.incident, self._limits)
        view = seen(left, now) if left is not None else None
        if left is None or view is None:
            return None, (), ()
        return row_of(view, ""), timeline(left, now).stretches, ()
