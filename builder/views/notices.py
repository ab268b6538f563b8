"""Notices: that there is something new for a private reader, without a word of what it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from builder.views.audience_types import AudienceSetting
from builder.views.types import FeedEntry, IncidentView, UpdateView
from builder.vocabulary.statuses import Status

_STAGE_OF_EVENT = {
    "started": Status.IN_PROGRESS,
    "overrun": Status.IN_PROGRESS,
    "completed": Status.COMPLETED,
}


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
    listed = tuple(feed)
    since: dict[str, datetime | None] = {}
    for each in listed:
        incident = each.incident
        if incident.id not in since:
            since[incident.id] = _touches_since(incident, setting)
        first = since[incident.id]
        if first is not None and each.entry.posted >= first:
            yield each


def notices(setting: AudienceSetting, feed: Iterable[FeedEntry]) -> tuple[Notice, ...]:
    """Return a notice of each piece of a reader's own news, newest first."""
    return tuple(
        Notice(each.entry.key, _stage(each), each.time) for each in own_news(setting, feed)
    )


def _touches_since(incident: IncidentView, setting: AudienceSetting) -> datetime | None:
    """Return since when an incident is about the reader, ``None`` where it is not."""
    own = set(setting.components)
    planned = [component for component, _ in incident.plan.states] if incident.plan else []
    named = set(planned)
    for update in sorted(incident.updates, key=lambda each: each.visible_from):
        named.update(component for component, _ in update.states)
        if not own or not named or not own.isdisjoint(named) or _is_for(update, setting.reader):
            return update.visible_from
    return None


def _is_for(update: UpdateView, reader: str) -> bool:
    passages = (passage for text in update.text.values() for passage in text)
    return reader in update.to or any(reader in passage.to for passage in passages)


def _stage(each: FeedEntry) -> Status | None:
    entry = each.entry
    if entry.label == "withdrawn":
        return None
    if entry.label in _STAGE_OF_EVENT:
        return _STAGE_OF_EVENT[entry.label]
    return next(
        (update.status for update in each.incident.updates if update.id == entry.update), None
    )
