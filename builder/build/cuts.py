"""One incident as each of its readers has it: its view, and what is to be remembered of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from builder.model.incident import Incident
from builder.model.instants import instants
from builder.output.remembered import RememberedIncident
from builder.views.alike import named_in, reader_as_named
from builder.views.cut import ComponentLimits, cut, readable, seen
from builder.views.fingerprint import fingerprint
from builder.views.rows import row_of
from builder.views.types import IncidentView
from builder.vocabulary.readers import Reader
from builder.vocabulary.text import SITE_PREFIX

if TYPE_CHECKING:
    from markupsafe import Markup

    from builder.build.incident_work import Told
    from builder.source.pictures import Picture


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers see of an incident who are alike in it.

    ``reader`` is that of ``reader_as_named``. ``bodies`` are what was laid out of it so far, by all
    that it was laid out from besides.
    """

    view: IncidentView
    reader: Reader
    bodies: "dict[str, Markup]" = field(default_factory=dict)


Cut = tuple[RememberedIncident, Seen | None]
"""What is to be remembered for a reader, and what it sees, ``None`` where that is nothing."""


class ReadAgain:
    """An incident that was read once more for its words, as its readers see them.

    ``pictures`` are all that it has.
    """

    def __init__(
        self,
        incident: Incident,
        limits: ComponentLimits,
        pictures: "tuple[Picture, ...]",
        now: datetime,
    ) -> None:
        self.pictures = pictures
        self._incident = incident
        self._limits = limits
        self._now = now
        self._named = named_in(incident, limits)
        self._seen: dict[Reader, Seen] = {}

    def seen_by(self, reader: Reader) -> Seen:
        """Return what a reader sees who may read something of it."""
        alike = reader_as_named(reader, self._named)
        if alike not in self._seen:
            view = cut(alike, self._incident, self._limits, self._now)
            assert view is not None, self._incident.id
            self._seen[alike] = Seen(view, alike)
        return self._seen[alike]


class IncidentCuts:
    """The cuts of one incident at one moment, each made once for all readers who are alike in it.

    ``digest`` stands for all that the incident was made from.
    """

    def __init__(
        self,
        incident: Incident,
        limits: ComponentLimits,
        digest: str,
        references: tuple[str, ...],
        told: "Told",
        now: datetime,
    ) -> None:
        self._incident = incident
        self._limits = limits
        self._digest = digest
        self._references = references
        self._told = told
        self._now = now
        self._named = named_in(incident, limits)
        self._made: dict[Reader, Cut] = {}

    @property
    def id(self) -> str:
        """The incident's id."""
        return self._incident.id

    def of(self, reader: Reader) -> Cut:
        """Return the cut for a reader."""
        alike = reader_as_named(reader, self._named)
        if alike not in self._made:
            self._made[alike] = self._cut(alike)
        return self._made[alike]

    def _cut(self, reader: Reader) -> Cut:
        left = readable(reader, self._incident, self._limits)
        turns = instants(left) if left is not None else ()
        since = max((turn for turn in turns if turn <= self._now), default=None)
        until = min((turn for turn in turns if turn > self._now), default=None)
        valid_from = None if since is None else int(since.timestamp())
        view = seen(left, self._now) if left is not None else None
        made = fingerprint(self._digest, valid_from)
        told = self._told
        remembered = RememberedIncident(
            digest=self._digest,
            valid_from=valid_from,
            valid_until=None if until is None else int(until.timestamp()),
            references=self._references,
            warnings=told.problems,
            row=None if view is None else row_of(view, made),
            told_from=told.since,
            told_until=told.until,
            worse=told.worse,
            leads_to=() if view is None else _led_to(view, self._references),
            code=self._incident.code,
        )
        return remembered, None if view is None else Seen(view, reader)


def _led_to(view: IncidentView, references: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the incidents that its sources name which stand in a view."""
    if not references:
        return ()
    merged = {view.merged_into, *(update.merged_into for update in view.updates)}
    passages = (each for update in view.updates for text in update.text.values() for each in text)
    html = unquote("".join(passage.html for passage in passages))
    return tuple(
        each
        for each in references
        if each in merged or f"{SITE_PREFIX}incidents/{each}.html" in html
    )
