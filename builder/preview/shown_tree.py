"""What one reader will find: each page made when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from builder.build.cuts import IncidentCuts, Seen
from builder.build.layouts import Layout, Others, months_of
from builder.output.remembered import RememberedIncident
from builder.render.outputs import Output
from builder.source.pictures import Picture
from builder.views.news import News, news
from builder.views.service_types import ServiceView
from builder.views.site_view import in_full, site_view
from builder.views.types import IncidentRow, IncidentView, Passage
from builder.vocabulary.readers import WHOLE_SITE, Reader
from builder.vocabulary.text import SITE_PREFIX

_NO_KEY = ""


class ShownTree:
    """The pages of one reader at one moment, as a build makes them.

    ``pictures`` are those of each incident by its id, ``page_pictures`` those of free pages.
    ``services`` gives the contracts that the reader is told of.
    """

    def __init__(
        self,
        reader: Reader,
        layout: Layout,
        cuts: Mapping[str, IncidentCuts],
        pictures: Mapping[str, tuple[Picture, ...]],
        page_pictures: tuple[Picture, ...],
        now: datetime,
        services: Callable[[], tuple[ServiceView, ...]],
    ) -> None:
        self._reader = reader
        self._layout = layout
        self._cuts = cuts
        self._pictures = pictures
        self._page_pictures = page_pictures
        self._now = now
        self._services = services
        self._made: dict[str, Output] = {}
        self._bytes: dict[str, bytes] = {}

    def page(self, path: str) -> bytes | None:
        """Return the bytes of a file, ``None`` where the reader has none of that name.

        Raises:
            RenderProblem: the theme can't be laid out.
        """
        if path not in self._bytes:
            data = self._named(path) or self._of_site(path) or self._of_incident(path)
            if data is None:
                return None
            self._bytes[path] = data
        return self._bytes[path]

    @cached_property
    def told(self) -> News:
        """What the reader's feeds tell."""
        return news(self.rows.values(), self._now)

    @cached_property
    def rows(self) -> Mapping[str, IncidentRow]:
        """The incidents that the reader may read of, by their ids."""
        made = ((name, self._taken(name).row) for name in self._cuts)
        return {name: row for name, row in made if row is not None}

    def view(self, incident: str) -> IncidentView | None:
        """Return what the reader sees of an incident, ``None`` where that is nothing."""
        seen = self._seen(incident)
        return seen.view if seen is not None else None

    def has_page(self, incident: str) -> bool:
        """Say whether the reader has a page of an incident."""
        return incident in self.rows and self._layout.has_page(self.rows[incident])

    def borders(self) -> tuple[datetime, ...]:
        """Return when its pages change by time alone, besides those of incidents."""
        return self._layout.borders()

    # --- incidents ------------------------------------------------------------------------------

    @cached_property
    def _incidents(self) -> Mapping[str, str]:
        """Which incident each file of one is made of."""
        return {
            path: name
            for name, row in self.rows.items()
            if self._layout.has_page(row)
            for path in self._layout.incident_paths(row)
        }

    def _named(self, path: str) -> bytes | None:
        """Return the page of an incident, or a picture of it, by the name in its path."""
        folder, _, file = path.rpartition("/")
        if folder.endswith("incidents"):
            return self._made_of(file.removesuffix(".html"), path)
        above, _, name = folder.rpartition("/")
        return self._picture(path, name) if above == "incidents" else None

    def _of_incident(self, path: str) -> bytes | None:
        name = self._incidents.get(path)
        return self._made_of(name, path) if name is not None else None

    def _made_of(self, incident: str, path: str) -> bytes | None:
        seen = self._seen(incident)
        if seen is None or not self._layout.has_page(seen.view):
            return None
        outputs = self._layout.incident_outputs(seen, _NO_KEY, self._others(incident))
        return next((output.make() for output in outputs if output.path == path), None)

    def _picture(self, path: str, incident: str) -> bytes | None:
        view = self.view(incident)
        if view is None or not any(_shows(update.text, path) for update in view.updates):
            return None
        found = (each.data for each in self._pictures.get(incident, ()) if each.address == path)
        return next(found, None)

    def _others(self, incident: str) -> Others:
        """Return what is known of the incidents that the page of one leads to."""
        waits = self._layout.leads_to(self._taken(incident))
        led_to = [self.rows[each] for each in waits if each in self.rows]
        return Others(
            inside=frozenset(each.id for each in led_to if self._layout.has_page(each)),
            limited=frozenset(each.id for each in led_to if each.limited),
        )

    def _taken(self, incident: str) -> RememberedIncident:
        return self._cuts[incident].of(self._reader)[0]

    def _seen(self, incident: str) -> Seen | None:
        return self._cuts[incident].of(self._reader)[1] if incident in self._cuts else None

    # --- all other pages ------------------------------------------------------------------------

    def _of_site(self, path: str) -> bytes | None:
        while path not in self._made:
            output = next(self._outputs, None)
            if output is None:
                return self._of_pages(path)
            self._made[output.path] = output
        return self._made[path].make()

    @cached_property
    def _outputs(self) -> Iterator[Output]:
        rows = list(self.rows.values())
        site = site_view(
            self._reader,
            WHOLE_SITE,
            self._layout.site,
            rows,
            {name: self._words(name) for name in sorted(in_full(rows))},
            self.told,
            self._now,
            parts=self._layout.has_feeds,
            measured=self._layout.measured,
        )
        months = months_of(self._layout, self._reader, rows, self._now)
        return iter(
            self._layout.site_outputs(site, months, self._words, self._file, self._services())
        )

    def _words(self, incident: str) -> IncidentView:
        view = self.view(incident)
        assert view is not None, incident
        return view

    def _file(self, path: str) -> bytes:
        data = self._of_incident(path)
        assert data is not None, path
        return data

    def _of_pages(self, path: str) -> bytes | None:
        return next((each.data for each in self._page_pictures if each.address == path), None)


def _shows(text: Mapping[str, tuple[Passage, ...]], address: str) -> bool:
    wanted = f'"{SITE_PREFIX}{address}"'
    return any(wanted in passage.html for passages in text.values() for passage in passages)
