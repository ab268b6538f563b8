"""What is shown now: the last good site, and what is wrong with the sources at hand."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock

from builder.build.request import AHEAD
from builder.preview.differences import ReaderDifference, committed, differences
from builder.preview.shown_site import ShownSite
from builder.preview.sources import Sources, read_sources
from builder.source.revision import lay_out_revision, revision_of
from builder.vocabulary.problems import Problem

Clock = Callable[[], datetime]
"""Tells the time: aware, UTC, whole seconds."""


class Showing:
    """The site below ``source``, read again when it changed; safe to ask from several threads.

    While the sources have errors the last good site stays. ``environment`` is what ``git`` gets.
    """

    def __init__(self, source: Path, clock: Clock, environment: Mapping[str, str]) -> None:
        self.version = 0
        self.problems: tuple[Problem, ...] = ()
        self._source = source
        self._clock = clock
        self._environment = environment
        self._lock = RLock()
        self._sources: Sources | None = None
        self._site: ShownSite | None = None
        self._then: ShownSite | None = None
        self._committed: tuple[str, ShownSite | None] | None = None

    @property
    def is_whole(self) -> bool:
        """True where what is shown is what the sources say."""
        return not any(problem.is_error for problem in self.problems)

    def refresh(self, changed: frozenset[str] = frozenset()) -> None:
        """Read what changed, and show it; ``changed`` are its paths, where somebody knows."""
        with self._lock:
            now = self._clock()
            self._sources = read_sources(self._source, now + AHEAD, self._sources, changed)
            self.problems = self._sources.problems
            if self._sources.is_whole:
                self._site = ShownSite(self._sources, now, self._site)
                self._then = None
            self.version += 1

    def next_instant(self) -> datetime | None:
        """Return when a page changes by time alone."""
        with self._lock:
            return self._site.next_instant() if self._site is not None else None

    def site(self, moment: datetime | None = None) -> ShownSite | None:
        """Return the site at a moment, now where none is given; ``None`` where there never was one
        without an error."""
        with self._lock:
            if moment is None or self._site is None:
                return self._site
            if self._then is None or self._then.now != moment:
                self._then = ShownSite(self._site.sources, moment, self._then)
            return self._then

    def page(self, moment: datetime | None, reader: str, path: str) -> bytes | None:
        """Return a file as a reader will find it, ``None`` where there is none.

        Raises:
            RenderProblem: the theme can't be laid out.
        """
        with self._lock:
            site = self.site(moment)
            if site is None or reader not in site.readers:
                return None
            return site.tree(reader).page(path)

    def differences(self, moment: datetime | None = None) -> tuple[ReaderDifference, ...]:
        """Return what the sources at hand change for whom, held against the last commit.

        Raises:
            NoRevision: nothing can tell what was committed.
        """
        with self._lock:
            site = self.site(moment)
            if site is None:
                return ()
            before = self._at_commit(site)
            if before is None:
                return ()
            return differences(ShownSite(before.sources, site.now, before), site)

    def _at_commit(self, site: ShownSite) -> ShownSite | None:
        """Return the site of the last commit, read once for each."""
        commit = revision_of(self._source, "HEAD", self._environment)
        if self._committed is None or self._committed[0] != commit:
            with TemporaryDirectory(prefix="tocsin-") as folder:
                lay_out_revision(self._source, commit, Path(folder), self._environment)
                self._committed = commit, committed(Path(folder), site)
        return self._committed[1]
