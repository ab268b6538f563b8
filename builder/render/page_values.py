"""What templates lay out: frozen values, with times, badges and links already made.

Text is ``str`` and is escaped by the template; HTML is ``Markup``. An address is relative to the
page that it stands on.
"""

from dataclasses import dataclass

from markupsafe import Markup

from builder.render.markup import NOTHING


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of facts: what it is, and its value."""

    label: str
    value: Markup


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """An update, or an event of the clock.

    ``anchor`` is its id on its incident's own page, empty elsewhere; ``address`` leads to it.
    ``marks`` are words beside the heading (``Reopened``). Where ``folded`` is not empty it names
    words that were withdrawn; ``said`` holds them, and ``body`` what is to be read instead.
    """

    anchor: str
    address: str
    heading: str
    marks: tuple[str, ...]
    time: Markup
    body: Markup
    states: tuple[Markup, ...] = ()
    notes: tuple[Markup, ...] = ()
    folded: str = ""
    said: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class Card:
    """An incident, maintenance or notice: the head of its own page, or one of several.

    ``due`` is the sentence about the next update, empty where none is promised. ``items`` and
    ``older`` are the timeline, newest first; ``older_label`` says how many are folded. ``more``
    leads to what is left out.
    """

    name: Markup
    address: str
    badges: tuple[Markup, ...]
    due: Markup
    late: bool
    facts: tuple[Fact, ...]
    items: tuple[TimelineItem, ...]
    older: tuple[TimelineItem, ...] = ()
    older_label: str = ""
    more: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards under a heading. ``anchor`` is the heading's id."""

    anchor: str
    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class AffectedSpan:
    """Components, the state they were in, and from when to when."""

    components: Markup
    state: Markup
    when: Markup


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """An incident's own page. ``up`` leads to the list that it stands in, ``calendar`` to the
    window of a maintenance that is not over."""

    card: Card
    up: Markup
    calendar: Markup
    spans_heading: str
    spans: tuple[AffectedSpan, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An incident in a list: its name as a link, badges, and when it was."""

    name: Markup
    badges: tuple[Markup, ...]
    when: Markup
    components: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A list under a heading; ``empty`` is what is said where there is nothing in it."""

    anchor: str
    heading: str
    lines: tuple[Line, ...]
    empty: str = ""
    more: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """A component in a list: ``figure`` is its uptime, ``days`` its days as a picture, both empty
    where there are none."""

    name: Markup
    state: Markup
    figure: str = ""
    days: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day, or days that are alike: the states and how long each lasted, and the incidents."""

    days: Markup
    states: tuple[Markup, ...]
    incidents: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class DayLines:
    """The days of a component under a heading (``anchor`` is its id), and their figure.
    ``computing`` leads to how that comes about, ``months`` to those that are over."""

    anchor: str
    heading: str
    strip: Markup
    figure: str
    computing: Markup
    lines: tuple[DayLine, ...]
    months: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class Weight:
    """A state and what a second in it weighs."""

    state: Markup
    weight: str


@dataclass(frozen=True, slots=True)
class Computing:
    """How figures of uptime are computed; ``working`` are the lines of an example, none where no
    component has data."""

    heading: str
    policy: str
    sentences: tuple[str, ...]
    formula: str
    weights: tuple[Weight, ...]
    example: Markup
    working: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Components that are shown together; ``name`` is empty where there is only one list."""

    name: str | Markup
    state: Markup
    description: str
    components: tuple[ComponentLine, ...]
    figure: str = ""


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The first page: what is the matter now. ``level`` names the verdict's shape and colour,
    ``key`` says how to read the days of components, ``computing`` leads to how figures are made."""

    verdict: str
    level: str
    summary: tuple[Markup, ...]
    sections: tuple[Cards, ...]
    groups: tuple[Group, ...]
    recent: Lines
    key: str = ""
    computing: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class MaintenancePage:
    """Maintenance in progress, to come, and past."""

    sections: tuple[Cards, ...]
    empty: str
    past: Lines
    calendar: Markup


@dataclass(frozen=True, slots=True)
class BannerPage:
    """The whole page in few lines, for a frame on another site.

    ``level`` names the verdict's shape and colour; ``incidents`` are addresses and names of the
    newest in progress, ``more`` says how many others there are.
    """

    verdict: str
    level: str
    incidents: tuple[tuple[str, Markup], ...]
    more: Markup | str


@dataclass(frozen=True, slots=True)
class BadgeLine:
    """A badge to take along: its picture, what it says, and the markup for another site."""

    address: str
    name: str
    markup: str


@dataclass(frozen=True, slots=True)
class EmbeddingPage:
    """What of the site can stand on another one: markup to copy.

    ``policy`` is what the other site's content policy must allow for the widget.
    ``uptime`` are badges of figures.
    """

    script: str
    policy: str
    frame: str
    badges: tuple[BadgeLine, ...]
    uptime: tuple[BadgeLine, ...]


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month of history."""

    name: str
    lines: tuple[Line, ...]
    earlier: Markup
    later: Markup


@dataclass(frozen=True, slots=True)
class Month:
    """A month in a list of months, and how much it holds, or its figure."""

    link: Markup
    told: str


@dataclass(frozen=True, slots=True)
class Year:
    """The months of a year, newest first."""

    name: str
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All months that have something to tell."""

    years: tuple[Year, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class ComponentMonthPage:
    """A month of a component: its days, and its figure with the lines to recompute it. ``up`` leads
    to the list of its months."""

    name: Markup
    up: Markup
    strip: Markup
    figure: str
    computing: Markup
    lines: tuple[DayLine, ...]
    working: tuple[str, ...]
    earlier: Markup
    later: Markup


@dataclass(frozen=True, slots=True)
class ComponentMonthsPage:
    """The months of a component with their figures; ``note`` says which are not listed."""

    name: Markup
    note: str
    computing: Markup
    years: tuple[Year, ...]


@dataclass(frozen=True, slots=True)
class FormatLink:
    """A feed in one format; ``label`` says which feed it is of."""

    format: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class ComponentPageValues:
    """A component's page. ``site`` is a link to the component itself, empty where it has none;
    ``formats`` are its feed and its calendar."""

    name: Markup
    state: Markup
    group: Markup
    description: Markup
    site: Markup
    archived: str
    formats: tuple[FormatLink, ...]
    lists: tuple[Lines, ...]
    days: DayLines | None = None


@dataclass(frozen=True, slots=True)
class GroupPageValues:
    """A group's page; ``formats`` are its feed and its calendar. Where none of its components is
    listed, it has no state."""

    name: Markup
    state: Markup
    description: Markup
    components: tuple[ComponentLine, ...]
    formats: tuple[FormatLink, ...]
    lists: tuple[Lines, ...]
    figure: str = ""
    computing: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class Way:
    """A way to subscribe: what to do, and what to type or paste, empty where there is nothing."""

    heading: str
    text: str
    sample: str


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A feed or a calendar in a list, and the formats that it has."""

    name: str | Markup
    links: tuple[FormatLink, ...]


@dataclass(frozen=True, slots=True)
class FeedList:
    """Feeds or calendars under a heading. ``anchor`` is the heading's id."""

    anchor: str
    heading: str
    feeds: tuple[FeedLine, ...]


@dataclass(frozen=True, slots=True)
class SubscribePage:
    """How to hear of news, and all feeds that there are."""

    heading: str
    introduction: str
    ways: tuple[Way, ...]
    lists: tuple[FeedList, ...]


@dataclass(frozen=True, slots=True)
class DiscoveredFeed:
    """A feed or a calendar that programs find from a page."""

    media_type: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class FreePageValues:
    """A page of the site's own words."""

    name: Markup
    body: Markup
