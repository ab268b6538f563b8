"""Notices: that there is something new for a private reader, without a word of what it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from builder.views.audience_types import AudienceSetting
from builder.views.types import Entry, FeedEntry, IncidentRow
from builder.vocabulary.statuses import Status


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news: its stage, ``None`` where it has none, and its time in the reader's view.

    ``key`` is that of the entry that it stands for; it is not for the eyes of others.
    """

    key: str
    stage: Status | None
    time: datetime


def own_news(setting: AudienceSetting, feed: Iterable[FeedEntry]) -> Iterator[FeedEntry]:
    """Yield, of a reader's news, what is its own, newest first.

    For an account that is an incident from the first entry on by which it touches the account: by
    a component of its own, by words for it, or because it names no component yet. What was told
    once is told to its end, so that no entry ever comes in behind others.
    """
    since: dict[str, datetime | None] = {}
    for each in feed:
        row = each.row
        if row.id not in since:
            since[row.id] = _touches_since(row, setting)
        first = since[row.id]
        if first is not None and each.entry.posted >= first:
            yield each


def notices(setting: AudienceSetting, feed: Iterable[FeedEntry]) -> tuple[Notice, ...]:
    """Return a notice of each piece of a reader's own news, newest first."""
    return tuple(
        Notice(each.entry.key, _stage(each.entry), each.time) for each in own_news(setting, feed)
    )


def _touches_since(row: IncidentRow, setting: AudienceSetting) -> datetime | None:
    """Return since when an incident is about the reader, ``None`` where it is not."""
    own = set(setting.components)
    named: set[str] = set()
    for entry in row.entries:
        named.update(entry.names)
        if not own or not named or not own.isdisjoint(named) or setting.reader in entry.to:
            return entry.posted
    return None


def _stage(entry: Entry) -> Status | None:
    return None if entry.label == "withdrawn" else entry.stage
