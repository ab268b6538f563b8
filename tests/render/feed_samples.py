"""Views and sites for the tests of feeds, made of incidents that are written in a line each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from builder.model.incident import Incident
from builder.render.feed_format import FeedFormat, PrintedEntries
from builder.render.feed_items import Feed, FeedItems
from builder.render.feeds import site_feed
from builder.views.cut import cut
from builder.views.feeds import told_incidents
from builder.views.fingerprint import fingerprint
from builder.views.rows import row_of
from builder.views.types import FeedEntry, Frame, IncidentView, Passage, SiteView, Verdict
from builder.vocabulary.readers import PUBLIC
from builder.vocabulary.statuses import Impact
from tests.model.written import incident

NAMES = {"checkout": "Checkout", "payments-api": "Payments API", "reports": "Reports"}

FRAME = Frame(
    name="Example",
    url="https://status.example.com",
    time_zone="Etc/UTC",
    languages=("en", "fr"),
    default_language="en",
    authority="status.example.com",
    year=2026,
    show_overdue=True,
    search_engines=True,
    pages=(),
    component_names={key: {"en": name} for key, name in NAMES.items()},
)


KNOWN = dict.fromkeys([*NAMES, "api", "db"])


def view_of(written: Incident, now: datetime) -> IncidentView | None:
    """Return what everyone sees of an incident at a moment."""
    return cut(PUBLIC, written, KNOWN, now)


def view(text: str, now: datetime) -> IncidentView:
    """Return what everyone sees at a moment of an incident written in lines."""
    found = view_of(incident(text), now)
    assert found is not None
    return found


def with_words(of: IncidentView, *html: str, language: str = "en") -> IncidentView:
    """Give the words to each update of the incident."""
    passages = tuple(Passage(block) for block in html)
    updates = tuple(replace(update, text={language: passages}) for update in of.updates)
    return replace(of, updates=updates)


def titled(of: IncidentView, title: str) -> IncidentView:
    """Give the title to an incident and all its updates."""
    updates = tuple(replace(update, title={"en": title}) for update in of.updates)
    return replace(of, updates=updates, title={"en": title})


@dataclass(frozen=True)
class Told:
    """A site, and the items of its feeds."""

    site: SiteView
    items: FeedItems


def site(views: Iterable[IncidentView], frame: Frame = FRAME) -> Told:
    """Return a site whose feed tells of these incidents, whose entries have times of their own."""
    shown = {each.id: each for each in views}
    told = [
        FeedEntry(entry, entry.posted, row_of(each, fingerprint(each)))
        for each in shown.values()
        for entry in each.entries
    ]
    told.sort(key=lambda entry: entry.time, reverse=True)
    made = SiteView(
        frame=frame,
        verdict=Verdict(Impact.NONE, "All Systems Operational"),
        groups=(),
        open=(),
        notices=(),
        active=(),
        upcoming=(),
        recent=(),
        past_maintenance=(),
        months=(),
        components=(),
        feed=tuple(told),
        told=told_incidents((each.row, each.entry, each.time) for each in told),
    )
    return Told(made, FeedItems(frame, shown.__getitem__, {}))


def updates_feed(told: Told) -> Feed:
    """Return the feed of all updates of a site."""
    return site_feed(told.site, told.items)


def printed(feed: Feed, form: FeedFormat, address: str) -> bytes:
    """Return a whole feed in a format, whether or not it keeps the rules."""
    return form.document(feed, address, form.separator.join(PrintedEntries().of(feed, form)))
