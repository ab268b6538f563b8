"""Links within the site: each leads to something that is there, and that whoever reads the link may
read. A link to what a reader may not read would tell that it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from builder.model.site import Page, Site
from builder.source.bodies import SiteLink
from builder.source.names import Names
from builder.source.others import OtherIncident, Others
from builder.source.words import nearest, shown, suggestion
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import Limit, Reader
from builder.vocabulary.times import iso

MOST_LINKS = 10
"""Wrong links of one text after which no more are looked for: a person mends these first."""

_FIXED = (
    "index.html",
    "maintenance.html",
    "history/index.html",
    "subscribe.html",
    *(f"{name}.{ending}" for name in ("updates", "major") for ending in ("atom", "rss", "json")),
    "history.atom",
    "history.rss",
)
_MONTH = re.compile(r"history/\d{4}-(?:0[1-9]|1[0-2])\.html")
_PART_FEED = re.compile(r"(components|groups)/([^/#?]+)/updates\.(?:atom|rss|json)")
_NAMED = re.compile(r"(p|components|incidents)/([^/#?]+)\.html(?:#(.*))?")
_PLACES = (
    "A link leads to `/`, `/maintenance.html`, `/history/`, `/subscribe.html`, `/p/<page>.html`, "
    "`/components/<component>.html` or `/incidents/<incident>.html`."
)


@dataclass(frozen=True, slots=True)
class TextLinks:
    """Links of one text, and for whom it is: for those who may read by all of the ``limits``,
    ``None`` where that is not known. ``visible_from`` is since when, ``None`` for a text that has
    no time."""

    links: tuple[SiteLink, ...]
    limits: tuple[Limit, ...] | None
    visible_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkReading:
    """What is wrong with links, and what was looked at: ids of incidents, ``p/<name>`` of pages."""

    problems: tuple[Problem, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Destinations:
    """What links may lead to.

    ``pages``, ``components`` and ``groups`` map names to the limits of each, ``None`` where they
    could not be read. ``incidents`` are the ids of all. ``latest`` is the latest time (aware, UTC)
    that has come, ``None`` where it does not matter.
    """

    pages: Mapping[str, Limit] | None
    components: Mapping[str, tuple[Limit, ...]] | None
    groups: Mapping[str, tuple[Limit, ...]] | None
    incidents: frozenset[str]
    latest: datetime | None = None


def destinations(
    site: Site | None,
    pages: Iterable[Page] | None,
    incidents: frozenset[str],
    latest: datetime | None = None,
) -> Destinations:
    """Return what there is to lead to; without a site nothing is known of components."""
    components: dict[str, tuple[Limit, ...]] | None = None
    groups: dict[str, tuple[Limit, ...]] | None = None
    if site is not None:
        components = {}
        groups = {group.id: (group.audience,) for group in site.groups}
        for each in site.ungrouped:
            components |= dict.fromkeys((each.id, *each.aliases), (each.audience,))
        for group in site.groups:
            for each in group.components:
                limited = (group.audience, each.audience)
                components |= dict.fromkeys((each.id, *each.aliases), limited)
    limits = None if pages is None else {page.name: page.audience for page in pages}
    return Destinations(limits, components, groups, incidents, latest)


def check_links(
    texts: Iterable[TextLinks], there: Destinations, names: Names, root: Path
) -> LinkReading:
    """Check the links of some texts against what there is."""
    check = _LinkCheck(there, names, root)
    problems: list[Problem] = []
    for text in texts:
        if text.links:
            found = (problem for link in text.links for problem in check.link(link, text))
            problems += [problem for problem, _ in zip(found, range(MOST_LINKS), strict=False)]
    return LinkReading(tuple(problems), tuple(check.references))


class _LinkCheck:
    """Looks at links one by one, and reads each incident that they lead to once."""

    def __init__(self, there: Destinations, names: Names, root: Path) -> None:
        self._there = there
        self._names = names
        self._root = root
        self._others = Others(names, root)
        self.references: dict[str, None] = {}

    def link(self, link: SiteLink, text: TextLinks) -> Iterator[Problem]:
        """Yield what is wrong with a link."""
        feed = _PART_FEED.fullmatch(link.address)
        if feed is not None:
            parts = self._there.components if feed[1] == "components" else self._there.groups
            yield from self._part(link, text, parts, feed[2])
            return
        match = _NAMED.fullmatch(link.address)
        if match is None:
            if link.address not in _FIXED and not _MONTH.fullmatch(link.address):
                yield self._dead(link)
            return
        kind, name, update = match.groups()
        if kind == "p":
            self.references[f"p/{name}"] = None
            yield from self._page(link, text, name)
        elif kind == "components":
            yield from self._part(link, text, self._there.components, name)
        else:
            self.references[name] = None
            yield from self._incident(link, text, name, update)

    def _page(self, link: SiteLink, text: TextLinks, name: str) -> Iterator[Problem]:
        pages = self._there.pages
        if pages is None:
            return
        if name not in pages:
            # A page that is there and could not be read has problems of its own.
            if not (self._root / f"site_src/pages/{name}.md").is_file():
                yield self._dead(link)
        elif not all(reader.may_read(pages[name]) for reader in self._readers(link, text)):
            yield _out_of_reach(link)

    def _part(
        self,
        link: SiteLink,
        text: TextLinks,
        parts: Mapping[str, tuple[Limit, ...]] | None,
        name: str,
    ) -> Iterator[Problem]:
        """Check a link to a component or a group; ``parts`` are those that there are."""
        if parts is None:
            return
        if name not in parts:
            yield self._dead(link)
            return
        readers = self._readers(link, text)
        if not all(reader.may_read(limit) for reader in readers for limit in parts[name]):
            yield _out_of_reach(link)

    def _incident(
        self, link: SiteLink, text: TextLinks, name: str, update: str | None
    ) -> Iterator[Problem]:
        if name not in self._there.incidents:
            yield self._dead(link)
            return
        other = self._others[name]
        if update is not None and update not in {each.id for each in other.updates}:
            yield _no_update(link, name, update, other)
            return
        begins: list[datetime] = []
        for reader in self._readers(link, text):
            moments = other.readable_from(reader, update)
            if not moments:
                yield _out_of_reach(link)
                return
            begins.append(min(moments))
        latest = max(begins, default=None)
        if latest is not None and self._is_ahead(latest, text.visible_from):
            yield _not_yet(link, latest)

    def _is_ahead(self, moment: datetime, visible_from: datetime | None) -> bool:
        """Say whether something is not there yet when the words that lead to it are."""
        now = self._there.latest
        return now is not None and moment > max(now, visible_from or now)

    def _readers(self, link: SiteLink, text: TextLinks) -> list[Reader]:
        """Return the readers who may read a link; none where that is not known."""
        if text.limits is None or self._names.readers is None:
            return []
        limits = (*text.limits, link.audience)
        return [
            reader
            for reader in self._names.readers.values()
            if all(reader.may_read(limit) for limit in limits)
        ]

    def _dead(self, link: SiteLink) -> Problem:
        address = f"/{link.address}"
        message = f"The site has no page {shown(address)}: the link leads nowhere."
        better = self._better(link.address)
        mend = f"Did you mean {shown('/' + better)}?" if better else _PLACES
        return _problem(link, "dead-link", message, mend)

    def _better(self, address: str) -> str:
        """Return the address that was most likely meant, empty where none is near."""
        kind, _, rest = address.partition("/")
        name = rest.partition("#")[0].removesuffix(".html")
        named: Mapping[str, Iterable[str]] = {
            "p": self._there.pages or (),
            "components": self._there.components or (),
            "incidents": self._there.incidents,
        }
        if kind in named:
            near = nearest(name, named[kind])
            return f"{kind}/{near}.html" if near else ""
        stems = {fixed.partition(".")[0]: fixed for fixed in _FIXED}
        return stems.get(nearest(address.partition(".")[0], stems) or "", "")


def _no_update(link: SiteLink, incident: str, update: str, other: OtherIncident) -> Problem:
    return _problem(
        link,
        "dead-link",
        f"The incident {shown(incident)} has no update {shown(update)} to lead to.",
        suggestion(update, sorted(each.id for each in other.updates), longest_list=5)
        or "Write the name of the update's file, without `.md`.",
    )


def _not_yet(link: SiteLink, moment: datetime) -> Problem:
    return _problem(
        link,
        "dead-link",
        f"{shown('/' + link.address)} is not there before {iso(moment)}, and the link is.",
        "Take the link out until then, or let these words wait for it too.",
    )


def _out_of_reach(link: SiteLink) -> Problem:
    return _problem(
        link,
        "link-out-of-reach",
        f"Some who may read this link may not read {shown('/' + link.address)}, and would learn "
        "that it is there.",
        "Take the link out, or move it into a section for those who may read both.",
    )


def _problem(link: SiteLink, code: str, message: str, mend: str) -> Problem:
    return link.source.problem(code, link.line, link.column, message, mend)
