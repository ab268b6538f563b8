"""The types that private pages are rendered from: one audience's or account's own view.

All are frozen, and derived from a reader's own view of each incident: nothing in them depends on
what that reader may not read. Instants are aware datetimes in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from builder.views.service_types import ServiceView
from builder.views.types import (
    ComponentPage,
    Frame,
    IncidentView,
    Localised,
    MonthView,
    Passage,
    SiteView,
    UpdateView,
)
from builder.vocabulary.audiences import Need
from builder.vocabulary.statuses import State


class AudienceKind(StrEnum):
    """Whom a private page is made for."""

    EXECUTIVES = "executives"
    CUSTOMER_SERVICE = "customer-service"
    TECHNICAL = "technical"
    BUSINESS = "business"
    ACCOUNT = "account"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ContactView:
    """Whom an account may turn to; ``email`` may be empty."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account whose text an insider reads: its name, whose text it reads itself, and its
    components."""

    id: str
    name: str
    reads: frozenset[str]
    components: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AudienceSetting:
    """What all pages of one private tree share.

    ``frame`` has the reader's own zone and language. ``reader`` is its name (``account:acme``),
    ``name`` what it is called. ``names`` are those of readers whose text it reads, by reader.
    ``components`` are an account's, in the order of its page; ``accounts`` those that it reads.
    """

    kind: AudienceKind
    reader: str
    name: str
    frame: Frame
    needs: tuple[Need, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    components: tuple[str, ...] = ()
    contact: ContactView | None = None
    accounts: tuple[AccountName, ...] = ()

    @property
    def of_many(self) -> "AudienceSetting":
        """What says neither who its reader is nor what is the reader's alone.

        Nothing of an incident is in it yet, and what is left many readers have in common.
        """
        frame = replace(self.frame, pages=(), component_names={})
        return replace(self, reader="", name="", frame=frame, names={}, components=(), contact=None)


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need and the newest word on it, by language.

    ``text`` is empty and ``at`` is ``None`` where nothing was said yet. ``ended`` is true where the
    newest word is that there is none.
    """

    id: str
    label: Localised
    text: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    at: datetime | None = None
    update: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class AccountTold:
    """What an account was told last in an incident beyond the words for everyone, and by when it
    hears next. ``at`` is ``None`` where it was told nothing of its own. ``states`` are those that
    it is told in place of wider ones."""

    id: str
    name: str
    touched: bool
    text: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    at: datetime | None = None
    update: str = ""
    due: datetime | None = None
    states: tuple[tuple[str, State], ...] = ()


@dataclass(frozen=True, slots=True)
class AudienceIncident:
    """One incident as it is laid out for its reader.

    ``customers`` are its updates as everyone was told, word for word. ``touches`` is false where an
    account's components and words have no part in it.
    """

    view: IncidentView
    needs: tuple[NeedView, ...]
    customers: tuple[UpdateView, ...]
    touches: bool = True
    accounts: tuple[AccountTold, ...] = ()

    @property
    def seen_by_customers(self) -> UpdateView | None:
        """What customers were told last, of what still stands."""
        standing = (
            update
            for update in reversed(self.customers)
            if update.withdrawn is None and update.redacted is None
        )
        return next(standing, None)


@dataclass(frozen=True, slots=True)
class Standing:
    """A component of an account and the state it is in; ``as_of`` is the instant of the newest
    word that the account may read, where something is open that does not touch the component."""

    component: str
    name: Localised
    state: State
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class AudienceView:
    """A whole private tree at one moment.

    ``components`` are those that have a page in the tree. ``inside`` are the incidents that have
    one; the others have a public one, but for ``limited`` ones, of which no other page tells.
    ``services`` are the account's own contract, or all that an insider is granted.
    """

    setting: AudienceSetting
    site: SiteView
    open: tuple[AudienceIncident, ...]
    notices: tuple[AudienceIncident, ...]
    active: tuple[AudienceIncident, ...]
    upcoming: tuple[AudienceIncident, ...]
    standings: tuple[Standing, ...]
    components: tuple[ComponentPage, ...]
    months: tuple[MonthView, ...]
    inside: frozenset[str]
    limited: frozenset[str]
    services: tuple[ServiceView, ...] = ()
