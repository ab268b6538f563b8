"""A feed as a frozen value: what Atom, RSS and other formats print, each in its own spelling."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from unicodedata import normalize
from urllib.parse import quote

from builder.render.entry_facts import EntryFacts, entry_facts
from builder.render.entry_words import entry_words
from builder.render.fact_lines import impact_words
from builder.render.feed_html import one_line, shortened
from builder.render.telling import LONGEST_NAME, Telling, telling
from builder.views.types import FeedEntry, Frame, SiteView
from builder.vocabulary.statuses import Status


@dataclass(frozen=True, slots=True)
class Category:
    """One thing by which a reader's program can sort: ``scheme`` is a URI, ``term`` our word."""

    scheme: str
    term: str
    label: str


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry. ``summary`` is plain text, ``html`` stands alone; times are in UTC."""

    id: str
    link: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of one site in one language, newest item first, at least one.

    ``site`` is the address of the site's root and ends with a slash.
    """

    id: str
    title: str
    description: str
    author: str
    language: str
    site: str
    items: tuple[FeedItem, ...]

    @property
    def updated(self) -> datetime:
        """When the newest item was published: there is no other clock in a feed."""
        return self.items[0].published


def tag(frame: Frame, *specific: str) -> str:
    """Return a tag URI (RFC 4151) under the site's authority, percent-encoded NFC."""
    encoded = "/".join(quote(normalize("NFC", part), safe="/-._~") for part in specific)
    return f"tag:{frame.authority},{frame.year}:{encoded}"


def updates_feed(site: SiteView) -> Feed:
    """Return the feed of all updates of a site, in its default language."""
    frame = site.frame
    how = telling(frame)
    name = shortened(one_line(frame.name), LONGEST_NAME) or frame.authority
    items = items_of(site.feed, frame, how)
    return Feed(
        id=tag(frame, how.language, "feeds/updates"),
        title=how.own_words["title"].format(site=name),
        # Some programs take it for text and some for HTML, so it holds no name and no sign.
        description=how.own_words["description"],
        author=name,
        language=how.language,
        site=how.site,
        items=items or (_welcome(frame, how, name),),
    )


def items_of(entries: Iterable[FeedEntry], frame: Frame, how: Telling) -> tuple[FeedItem, ...]:
    """Return the entries of a feed, each under its public id."""
    return tuple(_item(entry, frame, how) for entry in entries)


def _item(feed_entry: FeedEntry, frame: Frame, how: Telling) -> FeedItem:
    incident, entry = feed_entry.incident, feed_entry.entry
    facts = entry_facts(incident, entry)
    said = entry_words(incident, entry, facts, how)
    return FeedItem(
        id=tag(frame, how.language, entry.key),
        link=how.link(incident.id, entry),
        title=said.title,
        summary=said.summary,
        html=said.html,
        published=feed_entry.time,
        updated=feed_entry.updated,
        categories=tuple(_categories(feed_entry, facts, frame, how)),
    )


def _categories(
    feed_entry: FeedEntry, facts: EntryFacts, frame: Frame, how: Telling
) -> Iterator[Category]:
    kind, words = feed_entry.incident.kind, how.words
    yield Category(tag(frame, "kind"), kind.value, words.kinds[kind])
    yield Category(tag(frame, "impact"), facts.impact.value, impact_words(facts, how))
    if facts.stage is not None:
        yield Category(tag(frame, "state"), facts.stage.value, words.stages[facts.stage])
    for component in facts.components:
        yield Category(tag(frame, "component"), component, how.name(component))
    if facts.stage is not Status.SCHEDULED:
        for component, state in facts.states:
            scheme = tag(frame, "component", component, "state")
            yield Category(scheme, state.value, f"{how.name(component)}: {words.states[state]}")


def welcome_time(frame: Frame) -> datetime:
    """Return the time of an entry that tells of nothing: the year of the site's ids, which never
    changes."""
    return datetime(frame.year, 1, 1, tzinfo=UTC)


def _welcome(frame: Frame, how: Telling, name: str) -> FeedItem:
    """The only entry of a feed without news: some readers refuse a feed that has none."""
    first = welcome_time(frame)
    return FeedItem(
        id=tag(frame, how.language, "feeds/updates/welcome"),
        link=how.site,
        title=how.own_words["welcome_title"].format(site=name),
        summary=how.own_words["welcome"],
        html=f"<p>{how.own_words['welcome']}</p>",
        published=first,
        updated=first,
        categories=(),
    )
