"""The types that rendering sees: one reader's view of an incident, and of the whole site.

All are frozen and hold nothing that their reader may not read. Instants are aware datetimes in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from builder.views.uptime_types import UptimeView
from builder.vocabulary.audiences import Answer
from builder.vocabulary.catalogue import NO_CATALOGUE, Catalogue
from builder.vocabulary.codes import Origin, code_of
from builder.vocabulary.statuses import Impact, Kind, Priority, State, Status

Localised = Mapping[str, str]
"""Text by language; the site's default language first."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A top-level block of text as HTML (see ``vocabulary.text``).

    ``to`` names whom it is for, of those whose text this reader may read; empty where it is for
    everyone.
    """

    html: str
    to: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """True where it is for this reader and not for everyone."""
        return bool(self.to)


@dataclass(frozen=True, slots=True)
class Span:
    """A component's state from one instant to another; ``until`` is ``None`` while it lasts."""

    component: str
    state: State
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """A time in which an incident said nothing of its own of any state; ``until`` is ``None`` while
    it lasts. ``into`` is the incident that it went on in, empty where it was over. ``said`` is when
    that was said."""

    since: datetime
    said: datetime
    until: datetime | None = None
    into: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news in a feed: an update, or an event of the clock.

    ``key`` is the part of its id after the language (``<incident>/<update>``,
    ``<incident>/event/started``, ``<incident>/<update>/withdrawn``). ``update`` names the update
    whose words it carries, empty for an event of the clock. ``label`` is what the title begins
    with in brackets: a status, or ``correction``, ``withdrawn``, ``reopened``, ``continues``,
    ``started``, ``overrun``, ``completed``, ``notice``.

    ``stage`` is the one that was in force with it, ``None`` for a notice. ``names`` are the
    components that the incident named for the first time with it, ``to`` the readers that it has
    words of their own for. ``major`` is true once an incident had been said to be of major impact,
    ``holding`` where it says that there is nothing new.
    """

    key: str
    label: str
    posted: datetime
    update: str = ""
    stage: Status | None = None
    names: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    major: bool = False
    holding: bool = False


@dataclass(frozen=True, slots=True)
class AskView:
    """A request to readers, and what became of it.

    ``to`` names whom it is made to, of those whose text this reader may read. ``answer`` and
    ``answered`` are ``None`` while it is open; ``late`` is true once ``by`` has passed meanwhile.
    ``at`` and ``update`` are those of the update that made it.
    """

    id: str
    to: tuple[str, ...]
    text: str
    by: datetime | None
    at: datetime
    update: str
    answer: Answer | None = None
    answered: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """By when it is expected to work again, and the time and id of the update that says so."""

    by: datetime
    at: datetime
    update: str


@dataclass(frozen=True, slots=True)
class RoleView:
    """Who holds a role, and since when where that is known."""

    role: str
    name: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turned:
    """A component that an update or an event is about: its state by the incident alone, before and
    after it was posted."""

    component: str
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class UpdateView:
    """One update as this reader sees it. ``text`` maps a language to its passages.

    ``states`` are what the update wrote, in the order of the site. ``status`` is never ``None``
    but for a notice: an update without one keeps the stage its reader knows. ``due`` is the promise
    of the next update. ``changed_title`` is set where this update renames the incident.
    ``withdrawn`` and ``redacted`` are set once they are in force; a redacted one has no text.
    ``holding`` is true where its author says that it has nothing new to tell. ``to`` is a
    passage's, of the whole update. ``promises`` are those made to others whose text an
    insider reads, by reader. ``theirs`` are the states that it brought about for accounts alone.
    ``turned`` are the components that it is about. ``priority`` is the one that it brought about or
    gave a reason for, and ``reason`` why; both are for insiders.
    """

    id: str
    at: datetime
    visible_from: datetime
    status: Status | None
    states: tuple[tuple[str, State], ...]
    text: Mapping[str, tuple[Passage, ...]]
    title: Localised
    since: datetime
    due: datetime | None = None
    reopens: bool = False
    holding: bool = False
    corrects: str = ""
    corrected_by: str = ""
    edited: tuple[datetime, ...] = ()
    withdrawn: datetime | None = None
    withdrawn_reason: str = ""
    redacted: datetime | None = None
    redacted_reason: str = ""
    merged_into: str = ""
    data_loss: str = ""
    postmortem_by: datetime | None = None
    no_postmortem: str = ""
    no_impact: bool = False
    scheduled_for: datetime | None = None
    scheduled_until: datetime | None = None
    to: tuple[str, ...] = ()
    promises: Mapping[str, datetime] = field(default_factory=dict)
    theirs: tuple[tuple[str, State], ...] = ()
    priority: Priority | None = None
    reason: str = ""
    turned: tuple[Turned, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that a maintenance's window made true by itself: ``started``, ``overrun`` or
    ``completed``. ``at`` is when it was so, ``told`` since when readers are told, ``stage`` the one
    that it leaves the work in; ``turned`` are
    the components that it is about."""

    name: str
    key: str
    at: datetime
    told: datetime
    stage: Status
    turned: tuple[Turned, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A maintenance as it was first announced: its window, and the states in it in the order of
    the site. Reschedules stand in the updates that made them."""

    scheduled_for: datetime
    scheduled_until: datetime
    states: tuple[tuple[str, State], ...]


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident, maintenance or notice as one reader sees it at one moment.

    ``updates`` and ``events`` run from the oldest to the newest. ``began`` is when impact, window
    or notice began for this reader; ``ended`` when it was over. ``spans`` say which component was
    in which state when, ``clear`` which one was said to be operational while it went on, ``away``
    when it was over or went on in another one. ``due`` is
    the promise in force of the next update, ``overdue`` true once it has passed. ``plan`` is a
    maintenance as first announced: what was published then stays so when it moves. ``shows_until``
    is a notice's end, known before it has come. ``apart`` are account, component and state where an
    account is told a state of its own, for insiders who read that. ``origin`` is what it was called
    in a system that was left.
    """

    id: str
    kind: Kind
    title: Localised
    stage: Status | None
    impact: Impact
    is_open: bool
    began: datetime
    ended: datetime | None
    updated: datetime
    updates: tuple[UpdateView, ...]
    events: tuple[ClockEvent, ...]
    spans: tuple[Span, ...]
    components: tuple[str, ...]
    entries: tuple[Entry, ...]
    due: datetime | None = None
    overdue: bool = False
    scheduled_for: datetime | None = None
    scheduled_until: datetime | None = None
    overrun: bool = False
    merged_into: str = ""
    away: tuple[Away, ...] = ()
    plan: Plan | None = None
    clear: tuple[Span, ...] = ()
    asks: tuple[AskView, ...] = ()
    restored_by: Expectation | None = None
    priority: Priority | None = None
    roles: tuple[RoleView, ...] = ()
    shows_until: datetime | None = None
    apart: tuple[tuple[str, str, State], ...] = ()
    origin: Origin | None = None

    @property
    def code(self) -> str:
        """The id by which programs know it."""
        return code_of("incident", self.id, self.origin.id if self.origin else "")

    @property
    def own(self) -> bool:
        """True where something in it is for this reader and not for everyone."""
        return bool(self.asks) or any(
            update.to or any(passage.own for text in update.text.values() for passage in text)
            for update in self.updates
        )

    @property
    def limited(self) -> bool:
        """True where nothing in it is for everyone, so that no public page tells of it."""
        return all(update.to for update in self.updates)


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """What lists need of an incident: no words but its title.

    ``spans`` are the view's ``spans`` and ``clear``, ``own`` and ``limited`` the view's. ``digest``
    changes when anything in the row does. ``redacted`` are the updates whose words were taken out.
    """

    id: str
    kind: Kind
    title: Localised
    stage: Status | None
    impact: Impact
    is_open: bool
    began: datetime
    ended: datetime | None
    updated: datetime
    components: tuple[str, ...]
    spans: tuple[Span, ...]
    entries: tuple[Entry, ...]
    scheduled_for: datetime | None = None
    scheduled_until: datetime | None = None
    merged_into: str = ""
    away: tuple[Away, ...] = ()
    digest: str = ""
    own: bool = False
    limited: bool = False
    origin: Origin | None = None
    redacted: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The id by which programs know it."""
        return code_of("incident", self.id, self.origin.id if self.origin else "")


@dataclass(frozen=True, slots=True)
class ComponentView:
    """A component and its present state, the worst of all open incidents for this reader.

    ``changed`` is when its state last changed, ``None`` where it never did. ``aliases`` are other
    names that it has or had.
    """

    id: str
    name: Localised
    description: Localised
    url: str
    state: State
    archived: bool
    changed: datetime | None = None
    aliases: tuple[str, ...] = ()

    @property
    def addressed(self) -> tuple[str, ...]:
        """The names under which it has addresses; the first is the one that pages lead to."""
        return (self.id, *self.aliases)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of components; its state is the worst of theirs. ``id`` is empty for those without
    a group."""

    id: str
    name: Localised
    description: Localised
    state: State
    components: tuple[ComponentView, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole page in one line: the indicator and the words of the status API's roll-up."""

    indicator: Impact
    description: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of history: incidents that began in it, newest first. ``key`` is ``yyyy-mm``."""

    key: str
    rows: tuple[IncidentRow, ...]
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class ComponentPage:
    """A component's page: its present state, open incidents and its newest past ones.

    ``group`` and ``group_id`` are the name and the id of its group, ``None`` and empty without one.
    """

    component: ComponentView
    group: Localised | None
    open: tuple[IncidentRow, ...]
    past: tuple[IncidentRow, ...]
    more: bool
    group_id: str = ""


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group's page: what is listed of it now, open incidents and its newest past ones.

    All of its components may be archived: it is there then too, for those who subscribed to it.
    """

    group: GroupView
    open: tuple[IncidentRow, ...]
    past: tuple[IncidentRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed, its time, and the incident that it tells of."""

    entry: Entry
    time: datetime
    row: IncidentRow


class FeedOf(StrEnum):
    """What a feed is about."""

    SITE = "site"
    MAJOR = "major"
    COMPONENT = "component"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class FeedView:
    """A choice of the news, newest first; ``id`` and ``name`` are those of a component or group."""

    of: FeedOf
    entries: tuple[FeedEntry, ...]
    id: str = ""
    name: Localised = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CalendarView:
    """Windows of maintenance, the latest first; ``id`` and ``name`` are those of a component or
    group."""

    of: FeedOf
    rows: tuple[IncidentRow, ...]
    id: str = ""
    name: Localised = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToldIncident:
    """An incident as one entry with all its news: when the first and the newest of it was told."""

    row: IncidentRow
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class FreePage:
    """A page of the site's own words (``p/<name>.html``)."""

    name: str
    title: Localised
    text: Mapping[str, tuple[Passage, ...]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of a tree shares in one language, the first of ``languages``.

    ``folder`` is where its pages lie below the top of the tree: empty, or a path with a slash at
    its end. ``default_language`` is that of the site, whatever the page's: in it stands what
    authors write once, such as reasons. ``stages`` are those that owe the reader words, ``None``
    for all of them. ``catalogues`` are the words of the interface by language; without one they
    are English.
    """

    name: str
    url: str
    time_zone: str
    languages: tuple[str, ...]
    default_language: str
    authority: str
    year: int
    show_overdue: bool
    search_engines: bool
    pages: tuple[FreePage, ...]
    component_names: Mapping[str, Localised]
    stages: tuple[Status, ...] | None = None
    folder: str = ""
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        """The words of the interface in the language of the pages."""
        return self.catalogues.get(self.languages[0], NO_CATALOGUE)


@dataclass(frozen=True, slots=True)
class SiteView:
    """The whole site as one reader sees it at one moment, folded from rows.

    ``open`` are incidents in progress, newest first; ``notices`` those that show now; ``active``
    and ``upcoming`` maintenance in order of its window; ``recent`` the newest past incidents.
    ``months`` run from the newest to the oldest. ``feed`` is the news of the whole site, ``feeds``
    are choices of it; ``told`` the incidents that were told of last, the newest first.
    ``calendars`` are the windows of maintenance by what they touch.

    ``incidents`` and ``maintenance`` are the newest of each, whatever became of them. ``updated``
    is when anything was last told, changed or taken out. ``uptime`` is ``None`` where there is no
    component.
    """

    frame: Frame
    verdict: Verdict
    groups: tuple[GroupView, ...]
    open: tuple[IncidentView, ...]
    notices: tuple[IncidentView, ...]
    active: tuple[IncidentView, ...]
    upcoming: tuple[IncidentView, ...]
    recent: tuple[IncidentRow, ...]
    past_maintenance: tuple[IncidentRow, ...]
    months: tuple[MonthView, ...]
    components: tuple[ComponentPage, ...]
    feed: tuple[FeedEntry, ...]
    group_pages: tuple[GroupPage, ...] = ()
    feeds: tuple[FeedView, ...] = ()
    told: tuple[ToldIncident, ...] = ()
    calendars: tuple[CalendarView, ...] = ()
    incidents: tuple[IncidentRow, ...] = ()
    maintenance: tuple[IncidentRow, ...] = ()
    updated: datetime | None = None
    uptime: UptimeView | None = None
