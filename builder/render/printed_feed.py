"""A feed read back from its bytes: what a reader's program makes of Atom and RSS."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from builder.vocabulary.times import TimeError, parse_time

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ATOM_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_RSS_DATE = re.compile(
    r"(?P<weekday>[A-Z][a-z]{2}), (?P<day>\d\d) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4}) "
    r"(?P<time>\d\d:\d\d:\d\d) \+0000"
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NO_TIME = datetime.min.replace(tzinfo=UTC)
"""What stands for a date that could not be read."""


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """What every format says of an entry."""

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    html: str


@dataclass(frozen=True, slots=True)
class PrintedFeed:
    """What every format says, and what the reading of one of them found wrong.

    ``ids`` are the feed's own, where its format has one, and the items'.
    """

    ids: tuple[str, ...]
    own_address: str
    site: str
    title: str
    updated: datetime
    items: tuple[PrintedItem, ...]
    wrong: tuple[str, ...]


def read_feed(root: Any) -> PrintedFeed:
    """Read the root element of an Atom or RSS document."""
    return _read_atom(root) if root.tag == f"{_ATOM}feed" else _read_rss(root)


def _read_atom(root: Any) -> PrintedFeed:
    wrong: list[str] = []
    links = {link.get("rel"): link for link in root.iterfind(f"{_ATOM}link")}
    if not root.findtext(f"{_ATOM}author/{_ATOM}name"):
        wrong.append("no author")
    items = []
    for entry in root.iterfind(f"{_ATOM}entry"):
        link = entry.find(f"{_ATOM}link[@rel='alternate']")
        content = entry.find(f"{_ATOM}content[@type='html']")
        if link is None or not link.get("hreflang"):
            wrong.append("an entry without an alternate link in a language")
        items.append(
            PrintedItem(
                id=entry.findtext(f"{_ATOM}id", ""),
                title=entry.findtext(f"{_ATOM}title", ""),
                link="" if link is None else link.get("href", ""),
                published=atom_date(entry.findtext(f"{_ATOM}published", ""), wrong),
                updated=atom_date(entry.findtext(f"{_ATOM}updated", ""), wrong),
                html="" if content is None else content.text or "",
            )
        )
    return PrintedFeed(
        ids=(root.findtext(f"{_ATOM}id", ""), *(item.id for item in items)),
        own_address=links["self"].get("href", "") if "self" in links else "",
        site=links["alternate"].get("href", "") if "alternate" in links else "",
        title=root.findtext(f"{_ATOM}title", ""),
        updated=atom_date(root.findtext(f"{_ATOM}updated", ""), wrong),
        items=tuple(items),
        wrong=tuple(wrong),
    )


def _read_rss(root: Any) -> PrintedFeed:
    wrong: list[str] = []
    if root.tag != "rss" or root.get("version") != "2.0":
        wrong.append("neither Atom nor RSS 2.0")
    for required in ("description", "language", "ttl"):
        if not root.findtext(f"channel/{required}"):
            wrong.append(f"no {required}")
    for forbidden in ("skipHours", "skipDays"):
        if root.find(f"channel/{forbidden}") is not None:
            wrong.append(f"{forbidden} is there")
    own = root.find(f"channel/{_ATOM}link[@rel='self']")
    items = []
    for item in root.iterfind("channel/item"):
        guid = item.find("guid[@isPermaLink='false']")
        published = _rss_date(item.findtext("pubDate", ""), wrong)
        moved = item.findtext(f"{_ATOM}updated")
        if not item.findtext("description"):
            wrong.append("an entry without a description")
        items.append(
            PrintedItem(
                id="" if guid is None else guid.text or "",
                title=item.findtext("title", ""),
                link=item.findtext("link", ""),
                published=published,
                updated=published if moved is None else atom_date(moved, wrong),
                html=item.findtext(_CONTENT, ""),
            )
        )
    return PrintedFeed(
        ids=tuple(item.id for item in items),
        own_address="" if own is None else own.get("href", ""),
        site=root.findtext("channel/link", ""),
        title=root.findtext("channel/title", ""),
        updated=_rss_date(root.findtext("channel/lastBuildDate", ""), wrong),
        items=tuple(items),
        wrong=tuple(wrong),
    )


def atom_date(text: str, wrong: list[str]) -> datetime:
    """Read a date of RFC 3339 as we write it; note where it is none."""
    moment = _read_atom_date(text)
    if moment is NO_TIME:
        wrong.append(f"{text!r} is no date as Atom has them")
    return moment


def _rss_date(text: str, wrong: list[str]) -> datetime:
    """Read a date of RFC 822 as RSS has them, in English whatever the locale."""
    moment = _read_rss_date(text)
    if moment is NO_TIME:
        wrong.append(f"{text!r} is no date as RSS has them")
    return moment


# An entry is in many feeds, in three formats.
@lru_cache(maxsize=2048)
def _read_atom_date(text: str) -> datetime:
    if not _ATOM_DATE.fullmatch(text):
        return NO_TIME
    try:
        return parse_time(text)
    except TimeError:
        return NO_TIME


@lru_cache(maxsize=2048)
def _read_rss_date(text: str) -> datetime:
    found = _RSS_DATE.fullmatch(text)
    if not found or found["month"] not in _MONTHS:
        return NO_TIME
    month = _MONTHS.index(found["month"]) + 1
    try:
        moment = parse_time(f"{found['year']}-{month:02}-{found['day']}T{found['time']}Z")
    except TimeError:
        return NO_TIME
    return moment if _DAYS[moment.weekday()] == found["weekday"] else NO_TIME
