"""One reader's tree while it is being built: incident by incident, then the pages about all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from builder.build.layouts import Others, months_of
from builder.build.sealed_tree import SealedTree
from builder.build.services import granted
from builder.output.changes import holds
from builder.output.kept import KeptView, SealedBefore
from builder.output.remembered import RememberedIncident
from builder.views.fingerprint import fingerprint
from builder.views.news import news
from builder.views.site_view import in_full, site_view
from builder.vocabulary.readers import PUBLIC, WHOLE_SITE, Reader
from builder.vocabulary.text import SITE_PREFIX

if TYPE_CHECKING:
    from builder.build.cuts import IncidentCuts, ReadAgain, Seen
    from builder.build.layouts import Layout
    from builder.build.private_feeds import PrivateFeeds
    from builder.output.changes import SourceDigests
    from builder.output.tree import Tree
    from builder.output.written import Committed, Written
    from builder.render.feed_items import FeedItem
    from builder.render.outputs import Output
    from builder.source.pictures import Picture
    from builder.views.day_history import Alike
    from builder.views.service_types import ServiceView
    from builder.views.types import IncidentRow, IncidentView, Passage
    from builder.views.understated import Worse
    from builder.vocabulary.problems import Problem


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of an incident, and what it was made from."""

    path: str
    key: str
    data: bytes


@dataclass(frozen=True, slots=True)
class MadeIncident:
    """What was made of one incident for one reader: what is to be remembered, and its files.

    ``files`` are empty where the reader may read nothing of it. ``view`` is what the reader sees,
    where feeds are likely to tell of it.
    """

    id: str
    remembered: RememberedIncident
    files: tuple[MadeFile, ...] = ()
    pictures: tuple[Picture, ...] = ()
    view: IncidentView | None = None


class TreeBuild:
    """What is known of the tree so far: of each incident its row, and no words.

    In the end ``shown`` holds the views that index and feeds show in full.
    """

    def __init__(
        self,
        reader: Reader,
        layout: Layout,
        pictures: tuple[Picture, ...],
        tree: Tree | SealedTree,
        written: Iterable[str],
        before: Mapping[str, RememberedIncident],
        kept: Mapping[str, KeptView],
        now: datetime,
        borders: Iterable[datetime] = (),
        feeds: PrivateFeeds | None = None,
    ) -> None:
        self.incidents: dict[str, RememberedIncident] = {}
        self.shown: dict[str, KeptView] = {}
        self._reader = reader
        self._layout = layout
        self._tree = tree
        self._before = before
        self._kept = kept
        self._pictures_before = _pictures_by_incident(written)
        self._page_pictures = pictures
        self._now = now
        self._borders = tuple(borders)
        self._feeds = feeds
        self._seen: dict[str, IncidentView] = {}
        self._newest: datetime | None = None
        self._waiting: datetime | None = None

    @property
    def name(self) -> str:
        """The tree's name."""
        return self._tree.name

    @property
    def reader(self) -> Reader:
        """Who reads it."""
        return self._reader

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of the tree."""
        return self._tree.notes

    def warnings(self, incident: str) -> tuple[Problem, ...]:
        """What was found in an incident that was taken, now or in the build that is remembered."""
        return self.incidents[self._remembered_as(incident)].warnings

    def worse(self, incident: str) -> tuple[Worse, ...]:
        """What an incident that was taken tells some readers, and tells all of a better state."""
        return self.incidents[self._remembered_as(incident)].worse

    def code(self, incident: str) -> str:
        """The id by which programs know an incident that was taken."""
        return self.incidents[self._remembered_as(incident)].code

    def rows(self) -> Iterator[IncidentRow]:
        """Return the row of each incident that was taken, where the reader may read of it."""
        return (each.row for each in self.incidents.values() if each.row is not None)

    def keep(self, incident: str, digests: SourceDigests) -> bool:
        """Take the incident as the last build left it, if nothing about it changed since."""
        before = self._before.get(self._remembered_as(incident))
        if (
            before is None
            or before.digest != digests.of_incident(incident, before.references)
            or not holds(self._now, before.valid_from, before.valid_until)
            or not holds(self._now, before.told_from, before.told_until)
        ):
            return False
        if before.row is not None and self._layout.has_page(before.row):
            waits = self._layout.leads_to(before)
            if not waits and not self._keep_files(before.row, self._page_key(before)):
                return False
        self.incidents[self._remembered_as(incident)] = before
        return True

    def make(
        self, cuts: IncidentCuts, pictures: tuple[Picture, ...], with_view: bool
    ) -> MadeIncident:
        """Make the page of an incident if this reader has something to read in it.

        ``pictures`` are all that the incident has. A page that leads to other incidents waits for
        what is known of them. ``with_view`` asks for the view as well. Changes nothing, so that
        another process may do it.
        """
        taken, seen = cuts.of(self._reader)
        if seen is None:
            return MadeIncident(cuts.id, taken)
        view = seen.view if with_view else None
        if not self._layout.has_page(seen.view) or self._layout.leads_to(taken):
            return MadeIncident(cuts.id, taken, view=view)
        outputs = self._layout.incident_outputs(seen, self._page_key(taken))
        return replace(_made(cuts.id, taken, outputs, seen, pictures), view=view)

    def take(self, made: MadeIncident) -> None:
        """Take an incident into the tree, with its page."""
        self.incidents[self._remembered_as(made.id)] = made.remembered
        if made.view is not None:
            self._seen[made.id] = made.view
        for picture in made.pictures:
            self._tree.put(picture.address, picture.address, picture.data)
        for file in made.files:
            self._tree.put(file.path, file.key, file.data)

    def finish(
        self,
        read: Callable[[str], ReadAgain],
        alike: Alike,
        services: Mapping[str, ServiceView],
    ) -> None:
        """Make the pages that waited, and the pages and feeds about all incidents.

        ``read`` reads an incident anew whose words are needed: those in progress, and the newest.
        ``alike`` are the days of components that other trees have already. ``services`` are the
        contracts of all accounts, by reader.
        """
        told_of = granted(self._reader, services)
        self._borders += tuple(turn for each in told_of for turn in each.turns)
        rows = list(self.rows())
        self._make_those_that_waited(rows, read)
        told = news(rows, self._now)
        self._newest = told.items[0][2] if told.items else None
        self._waiting = told.waiting

        @cache
        def view(incident: str) -> IncidentView:
            return self._view(incident, read)

        full = {incident: view(incident) for incident in sorted(in_full(rows))}
        site = site_view(
            self._reader,
            WHOLE_SITE,
            self._layout.site,
            rows,
            full,
            told,
            self._now,
            parts=self._layout.has_feeds,
            measured=self._layout.measured,
            alike=alike,
        )
        months = months_of(self._layout, self._reader, rows, self._now)
        for output in self._layout.site_outputs(site, months, view, self._file, told_of):
            self._place(output)
        for incident in full:
            name = self._remembered_as(incident)
            row = self.incidents[name].row
            assert row is not None
            self.shown[name] = KeptView(row.digest, full[incident])
        shown = {
            picture.address: picture.data
            for picture in self._page_pictures
            if any(_shows(page.text, picture) for page in site.frame.pages)
        }
        for address, data in shown.items():
            self._tree.put(address, address, data)
        for feed in self._feeds.outputs(site, view) if self._feeds is not None else ():
            if isinstance(self._tree, SealedTree):
                self._tree.announce(feed)
            else:
                self._place(feed)

    def contents(self, known: Mapping[str, Written]) -> Iterator[tuple[str, Reader, bytes]]:
        """Yield path, reader and bytes of each file that is not ``known``, sealed ones in clear.

        What lies in the open beside sealed pages is read by everyone.

        Raises:
            OutputProblem: the system refuses.
        """
        if not isinstance(self._tree, SealedTree):
            for path, data in self._tree.new_files(known):
                yield path, self._reader, data
            return
        for path, data in self._tree.contents(known):
            yield path, self._reader, data
        for path, data in self._tree.announced():
            yield path, PUBLIC, data

    def open_again(self) -> None:
        """Open what was sealed and was not opened yet; nothing takes its place before.

        Raises:
            OutputProblem: the system refuses.
            SealError: a page does not open.
        """
        if isinstance(self._tree, SealedTree):
            self._tree.open_again()

    @property
    def sealed(self) -> SealedBefore | None:
        """What the next build may know of a sealed tree; ``None`` of an open one."""
        return self._tree.after if isinstance(self._tree, SealedTree) else None

    def items(self) -> Mapping[str, FeedItem]:
        """Return what feeds told, for the next build."""
        return self._layout.items()

    def commit(self) -> Committed:
        """Put the tree in its place."""
        if isinstance(self._tree, SealedTree):
            self._tree.newest = self._newest
        return self._tree.commit()

    def last_instant(self) -> int | None:
        """Return since when the tree's bytes are what they are, in seconds since 1970."""
        begins = [taken.valid_from for taken in self.incidents.values()]
        begins.append(_seconds(self._newest))
        begins += (_seconds(border) for border in self._borders if border <= self._now)
        return max((begin for begin in begins if begin is not None), default=None)

    def next_instant(self) -> datetime | None:
        """Return when the tree's bytes may next change by time alone."""
        ends = [taken.valid_until for taken in self.incidents.values()]
        turns = [datetime.fromtimestamp(end, UTC) for end in ends if end is not None]
        turns += (border for border in self._borders if border > self._now)
        if self._waiting is not None:
            turns.append(self._waiting)
        return min(turns, default=None)

    def turns_of_incidents(self) -> Iterator[datetime]:
        """Return the instants around now at which an incident that was taken turns by itself."""
        for taken in self.incidents.values():
            for turn in (taken.valid_from, taken.valid_until):
                if turn is not None:
                    yield datetime.fromtimestamp(turn, UTC)

    def _make_those_that_waited(
        self, rows: list[IncidentRow], read: Callable[[str], ReadAgain]
    ) -> None:
        """Make the pages that lead to other incidents: in this tree, or to their public pages."""
        known = {row.id: row for row in rows}
        for row in rows:
            taken = self.incidents[self._remembered_as(row.id)]
            waits = self._layout.leads_to(taken)
            if not waits or not self._layout.has_page(row):
                continue
            led_to = [known[each] for each in waits if each in known]
            others = Others(
                inside=frozenset(each.id for each in led_to if self._layout.has_page(each)),
                limited=frozenset(each.id for each in led_to if each.limited),
            )
            key = fingerprint(self._page_key(taken), others)
            if not self._keep_files(row, key):
                again = read(row.id)
                seen = again.seen_by(self._reader)
                outputs = self._layout.incident_outputs(seen, key, others)
                self.take(_made(row.id, taken, outputs, seen, again.pictures))

    def _keep_files(self, row: IncidentRow, key: str) -> bool:
        """Keep an incident's files with its pictures if all are there, made from the same key."""
        pictures = self._pictures_before.get(row.id, ())
        paths = self._layout.incident_paths(row)
        if not all(self._tree.is_current(path, key) for path in paths):
            return False
        if not all(self._tree.is_current(each, each) for each in pictures):
            return False
        for each in (*paths, *pictures):
            self._tree.keep(each)
        return True

    def _file(self, path: str) -> bytes:
        """Return the bytes of a file that was made of an incident; none of a sealed tree has any
        use for them."""
        assert not isinstance(self._tree, SealedTree), path
        return self._tree.read(path)

    def _place(self, output: Output) -> None:
        if self._tree.is_current(output.path, output.key):
            self._tree.keep(output.path)
        else:
            self._tree.put(output.path, output.key, output.make(), last=output.last)

    def _page_key(self, taken: RememberedIncident) -> str:
        """What an incident's page depends on: its sources, the instants passed, theme and frame."""
        return fingerprint(taken.digest, taken.valid_from, self._layout.digest)

    def _view(self, incident: str, read: Callable[[str], ReadAgain]) -> IncidentView:
        """Return an incident with its words: just seen, kept, or read anew."""
        if incident in self._seen:
            return self._seen[incident]
        name = self._remembered_as(incident)
        row = self.incidents[name].row
        kept = self._kept.get(name)
        if row is not None and kept is not None and kept.digest == row.digest:
            return kept.view
        return read(incident).seen_by(self._reader).view

    def _remembered_as(self, incident: str) -> str:
        return f"{self._tree.name}/{incident}"


def _made(
    incident: str,
    taken: RememberedIncident,
    outputs: Iterable[Output],
    seen: Seen,
    pictures: tuple[Picture, ...],
) -> MadeIncident:
    files = tuple(MadeFile(output.path, output.key, output.make()) for output in outputs)
    return MadeIncident(incident, taken, files, _shown_in(seen.view, pictures))


def _shown_in(view: IncidentView, pictures: tuple[Picture, ...]) -> tuple[Picture, ...]:
    """Return the pictures that the reader's own view shows; two of the same bytes are one."""
    shown = {
        picture.address: picture
        for picture in pictures
        if any(_shows(update.text, picture) for update in view.updates)
    }
    return tuple(shown.values())


def _shows(text: Mapping[str, tuple[Passage, ...]], picture: Picture) -> bool:
    address = f'"{SITE_PREFIX}{picture.address}"'
    return any(address in passage.html for passages in text.values() for passage in passages)


def _pictures_by_incident(written: Iterable[str]) -> dict[str, list[str]]:
    """Find the pictures that lie in the folder of an incident's name beside its page."""
    found: dict[str, list[str]] = {}
    for path in written:
        parts = path.split("/")
        if parts[0] == "incidents" and len(parts) == 3:
            found.setdefault(parts[1], []).append(path)
    return found


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
