"""An incident, maintenance or notice as its authors wrote it: nothing here is derived.

Instants are aware datetimes in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from builder.vocabulary.audiences import Answer
from builder.vocabulary.codes import Origin, code_of
from builder.vocabulary.readers import Limit
from builder.vocabulary.statuses import Kind, Priority, State, Status
from builder.vocabulary.text import Body


@dataclass(frozen=True, slots=True)
class Redaction:
    """Words that must not be read: when they were taken out, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to readers (``to`` holds their names), and by when it is needed.

    ``id`` is that of no other request of the incident.
    """

    id: str
    to: frozenset[str]
    text: str
    by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """Who holds a role since when; ``None`` where that is not said."""

    role: str
    name: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """One update of an incident.

    ``id`` is its file name without ``.md``. ``visible_from`` is the latest of ``at``, the time it
    was really posted and, of a notice, when that begins. ``components`` maps ids of known
    components (aliases resolved) to the states that hold from ``since``. ``next_update`` maps a
    reader's name to what was promised to it. ``answers`` maps a request's id to what became of it.
    ``holding`` is true where its author says that it has nothing new to tell. ``restored_by`` is
    when it is expected to work again, for insiders alone. ``understated`` is true where its states
    are meant to be worse than what everyone is told. ``override`` is true where it was posted at
    once, without approval. ``bodies`` maps a language to the text; a language without words is not
    there. ``inherits`` are components of which an account's own word is taken back.

    The cut says for its reader what is an account's own word. ``own`` are components whose states
    hold in place of wider ones; ``apart`` is true where the update is for accounts alone and its
    reader is none of these, and ``theirs`` are then the components whose states hold for them and
    not for the reader. ``next_update`` then has the promise to the reader alone, and ``promised``
    those to others whose text it reads.
    """

    id: str
    at: datetime
    visible_from: datetime
    status: Status | None = None
    audience: Limit = None
    since: datetime | None = None
    components: Mapping[str, State] = field(default_factory=dict)
    next_update: Mapping[str, datetime] = field(default_factory=dict)
    title: Mapping[str, str] = field(default_factory=dict)
    priority: Priority | None = None
    reason: str = ""
    holding: bool = False
    corrects: str | None = None
    edited: tuple[datetime, ...] = ()
    withdrawn: datetime | None = None
    withdrawn_reason: str = ""
    redacted: Redaction | None = None
    asks: tuple[Ask, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    data_loss: str | None = None
    postmortem_by: datetime | None = None
    no_postmortem: str | None = None
    restored_by: datetime | None = None
    outcome: str | None = None
    merged_into: str | None = None
    scheduled_for: datetime | None = None
    scheduled_until: datetime | None = None
    understated: bool = False
    override: bool = False
    inherits: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()
    apart: bool = False
    promised: Mapping[str, datetime] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incident:
    """One folder of ``incidents/``: what it is, and its updates in order of ``at``, then name.

    ``title`` maps a language to the text; ``titles`` a reader's name to a title of its own.
    ``components`` are the states that a maintenance brings in its window. ``shows_from`` and
    ``shows_until`` are a notice's ``from`` and ``until``.
    """

    id: str
    kind: Kind
    title: Mapping[str, str]
    updates: tuple[Update, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    priority: Priority | None = None
    started: datetime | None = None
    declared: datetime | None = None
    audience: Limit = None
    scheduled_for: datetime | None = None
    scheduled_until: datetime | None = None
    components: Mapping[str, State] = field(default_factory=dict)
    shows_from: datetime | None = None
    shows_until: datetime | None = None
    roles: tuple[Role, ...] = ()
    origin: Origin | None = None

    @property
    def code(self) -> str:
        """The id by which programs know it."""
        return code_of("incident", self.id, self.origin.id if self.origin else "")

    @property
    def has_limits(self) -> bool:
        """True where some of its states may be for some readers alone."""
        return self.audience is not None or any(
            update.audience is not None for update in self.updates
        )
