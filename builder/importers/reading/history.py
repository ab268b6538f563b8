"""A history as a system's reader hands it on: values that know neither the old files nor ours.

Components are named by a *key* that means something to the old system alone: its own id where it
has one, else the name without regard to case and blanks. Instants are aware datetimes in UTC.
"""

from dataclasses import dataclass, field
from datetime import datetime

from builder.vocabulary.statuses import Kind, State, Status

States = tuple[tuple[str, State], ...]
"""Keys of components, and the state that each is in."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the old system's configuration says of the page; empty where it says nothing."""

    name: str = ""
    url: str = ""
    time_zone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ImportedComponent:
    """A component of the old page. ``group`` is the name of its group, empty without one.

    ``archived`` is true for one that incidents name and the old configuration lacks.
    ``origin_id`` is the id that programs know it by, empty where the old system has none.
    ``start_date`` is ``YYYY-MM-DD``.
    """

    key: str
    name: str
    description: str = ""
    group: str = ""
    archived: bool = False
    origin_id: str = ""
    start_date: str = ""


@dataclass(frozen=True, slots=True)
class ImportedGroup:
    """A heading over components."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ImportedUpdate:
    """One dated update, ready to be written.

    ``anchor`` is the text of the piece that gave it its time, as the source has it: what a later
    import finds it by. ``role`` is ``first`` for the text that the source's start dates, ``end``
    for what its end dates, else empty. ``source_id`` is the source's own id of the update.
    """

    at: datetime
    status: Status | None
    body: str
    anchor: str = ""
    role: str = ""
    since: datetime | None = None
    states: States = ()
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class ImportedIncident:
    """One incident, maintenance or notice, its updates in order of time.

    ``source`` says where it stands in the source: a path, with ``#id`` where a file holds many.
    ``stem`` is what its folder is named after. ``window`` is a maintenance's beginning and end,
    or a notice's (whose end may be missing); ``window_states`` hold in a maintenance's window.
    ``remarks`` say what was changed to fit, and why.
    """

    source: str
    stem: str
    origin_id: str
    title: str
    kind: Kind
    updates: tuple[ImportedUpdate, ...]
    feed_id: str = ""
    started: datetime | None = None
    window: tuple[datetime | None, datetime | None] = (None, None)
    window_states: States = ()
    remarks: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of the source that is not in, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a system's reader found.

    ``zoneless`` are places with a time that has no zone, where none was given: nothing may be
    written then. ``files`` counts the files that were looked at.
    """

    system: str
    title: str
    site: SiteFacts
    files: int = 0
    components: tuple[ImportedComponent, ...] = ()
    groups: tuple[ImportedGroup, ...] = ()
    incidents: tuple[ImportedIncident, ...] = ()
    listed: tuple[ListedFile, ...] = ()
    remarks: tuple[str, ...] = ()
    zoneless: tuple[str, ...] = field(default=())
