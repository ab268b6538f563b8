"""What readers were told last, as the last build has it: its rows, and the words of its views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from builder.build.last_build import MEMORY
from builder.build.request import Request
from builder.output.changes import SourceDigests
from builder.output.engine import engine_fingerprint
from builder.output.memory import load
from builder.source.scan import IncidentFolder, scan
from builder.views.cut import cut
from builder.views.frame import component_limits
from builder.views.news import news
from builder.views.types import FeedEntry, IncidentRow, IncidentView
from builder.vocabulary.readers import Reader

if TYPE_CHECKING:
    from builder.model.site import Site


class LatestNews:
    """The news of a stretch of time before the build, reader by reader."""

    def __init__(self, request: Request, site: Site, stretch: timedelta) -> None:
        self._request = request
        self._site = site
        self._since = request.now - stretch
        self._memory = load(
            request.cache / MEMORY, engine_fingerprint(request.source / "themes")
        ).memory
        self._limits = component_limits(site)

    def holds(self) -> bool:
        """Say whether the sources are still those of the last build: else words that are read
        now may be others than those that were published."""
        found = SourceDigests(scan(self._request.source, self._request.held), self._memory).stamps()
        before = self._memory.sources
        return bool(before) and {path: stamp.digest for path, stamp in found.items()} == {
            path: stamp.digest for path, stamp in before.items()
        }

    def of_tree(self, name: str) -> tuple[FeedEntry, ...]:
        """Return what the tree of a reader tells, newest first; whole incidents, of which something
        was posted in the stretch."""
        recent = [
            row
            for row in self.rows(name)
            if any(self.is_recent(each.posted) for each in row.entries)
        ]
        told = news(recent, self._request.now).items
        return tuple(FeedEntry(entry, time, row) for row, entry, time in told)

    def rows(self, name: str) -> Iterator[IncidentRow]:
        """Yield all incidents of which the tree of a reader tells."""
        for key, each in self._memory.rows.items():
            if each.row is not None and key.rpartition("/")[0] == name:
                yield each.row

    def is_recent(self, moment: datetime) -> bool:
        """Say whether an instant lies in the stretch."""
        return self._since < moment <= self._request.now

    def view(self, reader: Reader, incident: str) -> IncidentView | None:
        """Return an incident as a reader sees it, ``None`` where it can't be read any more."""
        from builder.source.incidents import read_incident

        if incident not in self._folders:
            return None
        known = frozenset(self._folders)
        folder = self._folders[incident]
        read = read_incident(folder, self._site, self._request.source, known, None).incident
        return None if read is None else cut(reader, read, self._limits, self._request.now)

    @cached_property
    def _folders(self) -> Mapping[str, IncidentFolder]:
        return {each.id: each for each in scan(self._request.source, self._request.held).folders}
