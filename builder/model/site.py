"""The site: its components, groups, audiences and accounts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from builder.model.closed import ClosedMonth
from builder.model.contract import Contract
from builder.model.publishing import RecordPlace, Target
from builder.model.uptime_policy import STATUSPAGE, Policy
from builder.vocabulary.audiences import Feed, Need, Owner, Protection
from builder.vocabulary.catalogue import Catalogue
from builder.vocabulary.codes import code_of
from builder.vocabulary.limited_text import Waiver
from builder.vocabulary.readers import PUBLIC, Limit, Reader
from builder.vocabulary.statuses import Priority, Status
from builder.vocabulary.text import Body

Translations = Mapping[str, Mapping[str, str]]
"""Language, then key, then text."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the product that has a state.

    ``id`` outlives renames, so that old addresses and feeds go on: the oldest that it ever had.
    ``aliases`` are what it was called since, the present name last. ``origin`` is its id in a
    system that was left, or empty.
    """

    id: str
    name: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    start_date: date | None = None
    archived: bool | date = False
    audience: Limit = None
    url: str = ""
    translations: Translations = field(default_factory=dict)
    origin: str = ""

    @property
    def called(self) -> str:
        """What its authors call it now."""
        return self.aliases[-1] if self.aliases else self.id

    @property
    def code(self) -> str:
        """The id by which programs know it (see ``vocabulary.codes``)."""
        return code_of("component", self.id, self.origin)


@dataclass(frozen=True, slots=True)
class Group:
    """Components that are shown together."""

    id: str
    name: str
    components: tuple[Component, ...]
    description: str = ""
    audience: Limit = None
    translations: Translations = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The id by which programs know it."""
        return code_of("group", self.id)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that opens a reader's pages: until an instant, or until it is revoked.

    ``words`` is true for one that is six words instead of a key in the address.
    """

    id: str
    until: datetime | None = None
    revoked: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a reader's sealed pages. A higher ``generation`` changes their keys, a higher
    ``path`` their address."""

    links: tuple[Link, ...] = ()
    generation: int = 1
    path: int = 1


@dataclass(frozen=True, slots=True)
class Audience:
    """An audience. ``reader`` holds what it may read; ``accounts`` means a page an account.

    ``needs`` are what it is to be told, in order. ``stages`` are those that owe it words, ``None``
    for all of them. ``cadence`` is the longest silence in an open incident of a priority.
    """

    id: str
    name: str
    reader: Reader
    accounts: bool = False
    owner: Owner = Owner.COMMS_LEAD
    needs: tuple[Need, ...] = ()
    stages: tuple[Status, ...] | None = None
    cadence: Mapping[Priority, timedelta] = field(default_factory=dict)
    protection: Protection = Protection.SEALED
    feed: Feed = Feed.NOTICE
    access: Access = Access()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom an account may turn to: a person or a team, and an address of e-mail or nothing."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One strategic account; ``components`` in the order of its page.

    ``told_in_words`` is true where a message to it may hold what was said. ``contract`` is what was
    agreed with it, where there is one; ``closed`` are its months that were made final.
    """

    id: str
    name: str
    reader: Reader
    components: tuple[str, ...] = ()
    language: str = ""
    time_zone: str = ""
    contact: Contact | None = None
    access: Access = Access()
    told_in_words: bool = False
    contract: Contract | None = None
    closed: tuple[ClosedMonth, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A free page (``p/<name>.html``): one text a language, the site's default first."""

    name: str
    titles: Mapping[str, str]
    bodies: Mapping[str, Body]
    audience: Limit = None
    descriptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """All that stands in ``site_src/``, resolved.

    ``authority`` and ``year`` are those of every feed id (RFC 4151) and never change.
    ``languages`` begins with the default. ``ungrouped`` are the components without a group.
    ``site_id`` and ``secret_check`` are empty where no secret was made for the site yet.
    ``waivers`` are words that the search for leaks lets pass, ``targets`` the places that it is
    published to, ``record`` where that is noted, ``None`` for the memory beside the sources.
    ``catalogues`` are those of its theme, by language. ``voice`` is what message
    templates are filled with. ``words_off`` are codes of warnings on words that nobody wants.
    """

    name: str
    url: str
    time_zone: str
    languages: tuple[str, ...]
    theme: str
    authority: str
    year: int
    show_overdue: str = "all"
    uptime_policy: Policy = STATUSPAGE
    search_engines: bool = True
    site_id: str = ""
    secret_check: str = ""
    waivers: tuple[Waiver, ...] = ()
    targets: tuple[Target, ...] = ()
    record: RecordPlace | None = None
    groups: tuple[Group, ...] = ()
    ungrouped: tuple[Component, ...] = ()
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)
    voice: Mapping[str, str] = field(default_factory=dict)
    words_off: frozenset[str] = frozenset()

    @property
    def language(self) -> str:
        """The default language."""
        return self.languages[0]

    def readers(self) -> Iterator[Reader]:
        """Everyone, and each reader that has pages of its own: audiences, then accounts."""
        yield PUBLIC
        for audience in self.audiences.values():
            if audience.reader.name != PUBLIC.name and not audience.accounts:
                yield audience.reader
        for account in self.accounts.values():
            yield account.reader

    def is_sealed(self, reader: str) -> bool:
        """Say whether the pages of a private reader are sealed; else a host checks who reads."""
        is_account = reader.startswith("account:")
        own = (
            each.protection
            for each in self.audiences.values()
            if (each.accounts if is_account else each.reader.name == reader)
        )
        return next(own, Protection.SEALED) is Protection.SEALED

    def components(self) -> Iterator[Component]:
        """All components in the order of the page, those without a group last."""
        for group in self.groups:
            yield from group.components
        yield from self.ungrouped
