"""A site of one moment, as each of its readers will have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from builder.build.cuts import IncidentCuts
from builder.build.incident_work import Told
from builder.build.layouts import Layout, PublicLayout
from builder.build.private_layout import PrivateLayout
from builder.build.services import granted
from builder.model.incident import Incident
from builder.model.instants import instants
from builder.preview.shown_tree import ShownTree
from builder.preview.sources import Sources
from builder.render.press import Press
from builder.views.frame import component_limits
from builder.views.rows import carried
from builder.views.service_levels import service_view
from builder.views.service_types import ServiceView
from builder.vocabulary.readers import PUBLIC, Reader

_NOTHING_TOLD = Told(())


@dataclass(frozen=True, slots=True)
class _Held:
    """The cuts of an incident, and up to when they hold; ``None`` is for ever."""

    incident: Incident
    cuts: IncidentCuts
    since: datetime
    until: datetime | None

    def holds(self, incident: Incident, now: datetime) -> bool:
        within = self.since <= now and (self.until is None or now < self.until)
        return within and self.incident is incident


class ShownSite:
    """What all readers of some sources will find at ``now`` (aware, UTC).

    Pages are made when they are asked for. ``before`` is the last one: what did not change since is
    taken from there. The sources must be whole.
    """

    def __init__(self, sources: Sources, now: datetime, before: "ShownSite | None" = None) -> None:
        assert sources.ground.site is not None and sources.ground.theme is not None
        self.sources = sources
        self.now = now
        self.site = sources.ground.site
        self.readers = {reader.name: reader for reader in self.site.readers()}
        same_site = before is not None and before.site == self.site
        kept: Mapping[str, _Held] = before._held if before is not None and same_site else {}
        self._press = Press(sources.ground.theme)
        self._trees: dict[str, ShownTree] = {}
        self._held: Mapping[str, _Held] = {
            name: self._hold(name, reading.incident, kept.get(name))
            for name, reading in sources.readings.items()
            if reading.incident is not None
        }

    def tree(self, reader: str) -> ShownTree:
        """Return what a reader will find, by its name."""
        if reader not in self._trees:
            self._trees[reader] = self._tree(self.readers[reader])
        return self._trees[reader]

    def label(self, reader: str) -> str:
        """Return what a reader is called."""
        kind, _, name = reader.partition(":")
        if kind == "account":
            return self.site.accounts[name].name
        found = self.site.audiences.get(name)
        return (found.name if found is not None else "") or name.replace("-", " ").capitalize()

    def next_instant(self) -> datetime | None:
        """Return when a page may next change by time alone."""
        turns = [each.until for each in self._held.values() if each.until is not None]
        for reader in self.readers.values():
            turns += (turn for turn in self._layout(reader).borders() if turn > self.now)
        for service in self._services.values():
            turns += (turn for turn in service.turns if turn > self.now)
        return min(turns, default=None)

    def _tree(self, reader: Reader) -> ShownTree:
        pictures = {name: each.pictures for name, each in self.sources.readings.items()}
        return ShownTree(
            reader,
            self._layout(reader),
            self._cuts,
            pictures,
            self.sources.ground.pictures,
            self.now,
            lambda: granted(reader, self._services),
        )

    @cached_property
    def _services(self) -> Mapping[str, ServiceView]:
        """How each contract stands, by the name of its account as a reader."""
        found = {}
        for account in self.site.accounts.values():
            if account.contract is not None:
                rows = carried(self.tree(account.reader.name).rows.values())
                service = service_view(account, self.site, rows, self.now)
                if service is not None:
                    found[account.reader.name] = service
        return found

    def _layout(self, reader: Reader) -> Layout:
        theme = self._press.theme
        if reader == PUBLIC:
            return PublicLayout(self.site, theme, {}, self.now)
        return PrivateLayout(reader, self.site, self._press, self.now)

    @cached_property
    def _cuts(self) -> Mapping[str, IncidentCuts]:
        return {name: each.cuts for name, each in self._held.items()}

    @cached_property
    def _limits(self) -> Mapping[str, frozenset[str] | None]:
        return component_limits(self.site)

    def _hold(self, name: str, incident: Incident, before: _Held | None) -> _Held:
        if before is not None and before.holds(incident, self.now):
            return before
        turns = instants(incident)
        reading = self.sources.readings[name]
        return _Held(
            incident,
            IncidentCuts(incident, self._limits, name, reading.references, _NOTHING_TOLD, self.now),
            max((turn for turn in turns if turn <= self.now), default=self.now),
            min((turn for turn in turns if turn > self.now), default=None),
        )
