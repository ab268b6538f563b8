"""A feed as a frozen value: what Atom, RSS and other formats print, each in its own spelling."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeAlias
from unicodedata import normalize
from urllib.parse import quote

from builder.render.entry_facts import EntryFacts, entry_facts
from builder.render.entry_words import entry_words
from builder.render.fact_lines import impact_words
from builder.render.feed_html import one_line, shortened
from builder.render.incident_words import incident_words
from builder.render.telling import LONGEST_NAME, Telling, telling
from builder.views.fingerprint import fingerprint
from builder.views.types import Entry, FeedEntry, Frame, IncidentRow, IncidentView, ToldIncident
from builder.vocabulary.statuses import Status

Views: TypeAlias = Callable[[str], IncidentView]
"""Gives an incident of an id as its reader sees it, with all its words."""

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-\[\]_a-z~]+")

MOST_COMPONENTS = 100
"""Components that one entry is sorted by; an entry must stay smaller than a feed."""


@dataclass(frozen=True, slots=True)
class Category:
    """One thing by which a reader's program can sort: ``scheme`` is a URI, ``term`` our word."""

    scheme: str
    term: str
    label: str

    @property
    def about(self) -> str:
        """What it sorts by: ``kind``, ``impact``, ``state``, ``component``, or
        ``component/<id>/state``."""
        return self.scheme.rpartition(":")[2]


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
    """A feed in one language, newest item first, at least one.

    ``site`` is the address of the site's root and ends with a slash; ``page`` that of the page
    which tells the same. ``foreign_ids`` are those of items that a system which was left gave them.
    """

    id: str
    title: str
    description: str
    author: str
    language: str
    site: str
    page: str
    items: tuple[FeedItem, ...]
    foreign_ids: frozenset[str] = frozenset()

    @property
    def updated(self) -> datetime:
        """When the newest item changed last: there is no other clock in a feed."""
        return max(item.updated for item in self.items)


class FeedItems:
    """The items of one site in one language, each made once for all feeds that hold it.

    ``views`` gives the incident of an id as its reader sees it; it is asked only where an item is
    not among the ``known`` ones, which an earlier build made.
    """

    def __init__(self, frame: Frame, views: Views, known: Mapping[str, FeedItem]) -> None:
        self.frame = frame
        self._views = views
        self._known = known
        self._made: dict[str, FeedItem] = {}
        self._key_of: dict[str, str] = {}

    @cached_property
    def telling(self) -> Telling:
        """How they are told."""
        return telling(self.frame)

    def key(self, entry: FeedEntry) -> str:
        """Return what changes with all that an item says."""
        name = entry.entry.key
        found = self._key_of.get(name)
        if found is None:
            found = fingerprint(self.place, entry.row, name, entry.time)
            self._key_of[name] = found
        return found

    def item(self, entry: FeedEntry) -> FeedItem:
        """Return the item of an entry."""
        how = self.telling
        return self._item(
            self.key(entry),
            lambda: item_of(entry, self._views(entry.row.id), self.frame, how),
        )

    def whole_key(self, told: ToldIncident) -> str:
        """Return what changes with all that the item of a whole incident says."""
        name = told.row.id
        found = self._key_of.get(name)
        if found is None:
            found = fingerprint(self.place, told.row, told.published, told.updated)
            self._key_of[name] = found
        return found

    def whole(self, told: ToldIncident) -> FeedItem:
        """Return the item that tells of an incident with all its news."""
        how = self.telling
        return self._item(
            self.whole_key(told),
            lambda: whole_item(told, self._views(told.row.id), self.frame, how),
        )

    def _item(self, key: str, make: Callable[[], FeedItem]) -> FeedItem:
        item = self._made.get(key) or self._known.get(key)
        if item is None:
            item = self._made[key] = make()
        return item

    @property
    def is_new(self) -> bool:
        """True once an item had to be made."""
        return bool(self._made)

    def told(self) -> Mapping[str, FeedItem]:
        """Return the items of all entries that a key was asked of, as far as they were made, now
        or before."""
        both = {**self._known, **self._made}
        return {key: both[key] for key in self._key_of.values() if key in both}

    @cached_property
    def place(self) -> str:
        """What changes with the site's own part in all items."""
        return fingerprint(replace(self.frame, pages=(), show_overdue=True, stages=None))


def tag(frame: Frame, *specific: str) -> str:
    """Return a tag URI (RFC 4151) under the site's authority, percent-encoded NFC."""
    encoded = "/".join(quote(normalize("NFC", part), safe="/-._~") for part in specific)
    return f"tag:{frame.authority},{frame.year}:{encoded}"


def feed_of(
    items: FeedItems,
    name: str,
    title: str,
    description: str,
    page: str,
    told: Iterable[FeedItem],
    foreign_ids: frozenset[str] = frozenset(),
) -> Feed:
    """Return a feed; ``name`` tells it apart from the others of the site.

    ``page`` is the path of the page that tells the same. A feed without news welcomes.
    """
    frame, how = items.frame, items.telling
    return Feed(
        id=tag(frame, how.language, f"feeds/{name}"),
        title=title,
        # Some programs take it for text and some for HTML, so it holds no name and no sign.
        description=description,
        author=site_name(frame),
        language=how.language,
        site=how.site,
        page=f"{how.site}{page}",
        items=tuple(told) or (_welcome(frame, how, name),),
        foreign_ids=foreign_ids,
    )


def site_name(frame: Frame) -> str:
    """Return what a site is called in one line."""
    return shortened(one_line(frame.name), LONGEST_NAME) or frame.authority


def item_of(feed_entry: FeedEntry, incident: IncidentView, frame: Frame, how: Telling) -> FeedItem:
    """Return the item of an entry that tells of an incident, under its public id."""
    entry = feed_entry.entry
    facts = entry_facts(incident, entry)
    said = entry_words(incident, entry, facts, how)
    return FeedItem(
        id=tag(frame, how.language, entry.key),
        link=how.link(incident.id, entry),
        title=said.title,
        summary=said.summary,
        html=said.html,
        published=feed_entry.time,
        updated=feed_entry.time,
        categories=tuple(_categories(incident, entry, facts, frame, how)),
    )


def whole_item(told: ToldIncident, incident: IncidentView, frame: Frame, how: Telling) -> FeedItem:
    """Return the item of an incident with all its news: it moves with each, under one id."""
    said = incident_words(incident, told.updated, how)
    impact = how.words.impacts[incident.impact]
    return FeedItem(
        id=foreign_id(told.row, frame) or tag(frame, how.language, incident.id),
        link=how.page(incident.id),
        title=said.title,
        summary=said.summary,
        html=said.html,
        published=told.published,
        updated=told.updated,
        categories=(
            Category(tag(frame, "kind"), incident.kind.value, how.words.kinds[incident.kind]),
            Category(tag(frame, "impact"), incident.impact.value, impact),
            *_stage_and_components(incident.stage, incident.components, frame, how),
        ),
    )


def _categories(
    incident: IncidentView, entry: Entry, facts: EntryFacts, frame: Frame, how: Telling
) -> Iterator[Category]:
    kind, words = incident.kind, how.words
    if entry.holding:
        yield Category(tag(frame, "kind"), "holding", how.own_words["holding"])
    yield Category(tag(frame, "kind"), kind.value, words.kinds[kind])
    yield Category(tag(frame, "impact"), facts.impact.value, impact_words(facts, how))
    yield from _stage_and_components(facts.stage, facts.components, frame, how)
    if facts.stage is not Status.SCHEDULED:
        for component, state in facts.states[:MOST_COMPONENTS]:
            scheme = tag(frame, "component", component, "state")
            yield Category(scheme, state.value, f"{how.name(component)}: {words.states[state]}")


def foreign_id(row: IncidentRow, frame: Frame) -> str:
    """Return the id that an incident has had in the feeds of a system that was left, empty where it
    has none: subscribers who came from there know it by that. It is the default language's."""
    found = row.origin.feed_id if row.origin and not frame.folder else ""
    return found if _URI.fullmatch(found) else ""


def _stage_and_components(
    stage: Status | None, components: tuple[str, ...], frame: Frame, how: Telling
) -> Iterator[Category]:
    if stage is not None:
        yield Category(tag(frame, "state"), stage.value, how.words.stages[stage])
    for component in components[:MOST_COMPONENTS]:
        yield Category(tag(frame, "component"), component, how.name(component))


def welcome_time(frame: Frame) -> datetime:
    """Return the time of an entry that tells of nothing: the year of the site's ids, which never
    changes."""
    return datetime(frame.year, 1, 1, tzinfo=UTC)


def _welcome(frame: Frame, how: Telling, name: str) -> FeedItem:
    """The only entry of a feed without news: some readers refuse a feed that has none."""
    first = welcome_time(frame)
    return FeedItem(
        id=tag(frame, how.language, f"feeds/{name}/welcome"),
        link=how.site,
        title=how.own_words["welcome_title"].format(site=site_name(frame)),
        summary=how.own_words["welcome"],
        html=f"<p>{how.own_words['welcome']}</p>",
        published=first,
        updated=first,
        categories=(),
    )
