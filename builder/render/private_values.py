"""What the templates of private pages lay out: frozen values, as ``page_values`` has them."""

from dataclasses import dataclass

from markupsafe import Markup

from builder.render.markup import NOTHING
from builder.render.page_values import (
    AffectedSpan,
    Fact,
    Group,
    Lines,
    TimelineItem,
)
from builder.render.service_values import ServicePart


@dataclass(frozen=True, slots=True)
class Value:
    """A need's value in one language.

    ``language`` and ``direction`` are empty in the page's own; ``tag`` names the language where
    there are several. ``copied`` is the plain text that a script may put at hand, empty where there
    is nothing to copy.
    """

    html: Markup
    language: str = ""
    direction: str = ""
    tag: str = ""
    copied: str = ""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need: its label and newest values, or ``empty`` words where there is none.

    ``kind`` is the need's id, as a class; ``when`` says since when it is so.
    """

    kind: str
    label: str
    values: tuple[Value, ...]
    empty: str = ""
    when: Markup = NOTHING
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskLine:
    """A request: what is asked of whom, by when, and what became of it."""

    text: str
    who: str
    state: str
    level: str
    by: Markup = NOTHING
    when: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class SeenLine:
    """What customers see now, word for word; ``body`` is empty where they see nothing."""

    heading: str
    body: Markup = NOTHING
    stage: Markup = NOTHING
    note: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class AccountLine:
    """What an account was told last, and when it hears next; ``states`` are its own."""

    name: str
    body: Markup
    when: Markup
    due: Markup
    states: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An item of the reader's own timeline: its words, and beneath them what others were told.

    ``told`` are pairs of a line to fold under and the words beneath it; ``unfolded`` is true where
    the item has no words of the reader's own.
    """

    item: TimelineItem
    told: tuple[tuple[str, Markup], ...]
    unfolded: bool = False


@dataclass(frozen=True, slots=True)
class NowCard:
    """An incident with all that its reader needs now.

    ``items_folded`` is the line under which the timeline is folded, empty where it is not.
    """

    name: Markup
    address: str
    badges: tuple[Markup, ...]
    heading: str
    due: Markup
    late: bool
    needs: tuple[NeedLine, ...]
    asks: tuple[AskLine, ...]
    seen: SeenLine | None
    accounts: tuple[AccountLine, ...]
    more_accounts: str
    facts: tuple[Fact, ...]
    items: tuple[OwnItem, ...]
    items_heading: str
    items_folded: str = ""
    public: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class NowCards:
    """Cards under a heading, whose id is ``anchor``."""

    anchor: str
    heading: str
    cards: tuple[NowCard, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row an open incident: what an executive reads in a second."""

    name: Markup
    badges: tuple[Markup, ...]
    outcome: Markup
    cells: tuple[Fact, ...]
    asks: tuple[AskLine, ...]


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A component of an account: its state, and since when it is known. ``figure`` is its uptime,
    ``days`` its days as a picture."""

    name: Markup
    state: Markup
    as_of: Markup = NOTHING
    figure: str = ""
    days: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class Hero:
    """The head of the first page. ``level`` names its shape and colour."""

    heading: str | Markup
    level: str
    lines: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """What leads on from every page, and whom it is for."""

    name: str
    links: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class PrivateIndex:
    """The first page of a private tree.

    ``rows`` stand in place of the cards of ``open``. ``folded`` do not touch the reader. ``key``
    and ``computing`` are as on the index. ``service`` is an account's contract, ``services`` are
    those that an insider is granted.
    """

    hero: Hero
    rows: tuple[Row, ...]
    folded: NowCards
    components: tuple[StandingLine, ...]
    components_heading: str
    groups: tuple[Group, ...]
    key: str
    computing: Markup
    contact: Markup
    open: NowCards
    sections: tuple[NowCards, ...]
    recent: Lines
    service: ServicePart | None = None
    services: tuple[ServicePart, ...] = ()


@dataclass(frozen=True, slots=True)
class PrivateIncident:
    """An incident's page in a private tree."""

    card: NowCard
    up: Markup
    spans_heading: str
    spans: tuple[AffectedSpan, ...]
