"""A private reader's feed: notices that tell nothing, or whole entries for a host that checks.

All addresses are relative to the feed's own (RFC 3987; RFC 4287, section 4.2.7.1): where a private
tree is served is not known here, and a key stands in none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from builder.render.atom import ATOM
from builder.render.badges import badges
from builder.render.feed_check import HERE
from builder.render.feed_format import feed_bytes
from builder.render.feed_items import Feed, FeedItem, Views, item_of, tag, welcome_time
from builder.render.outputs import Output
from builder.render.private_setting import PrivateSetting
from builder.render.private_words import private_words_in
from builder.render.telling import Telling, said, telling
from builder.views.audience_types import AudienceView
from builder.views.fingerprint import fingerprint
from builder.views.notices import Notice
from builder.views.types import FeedEntry, Frame, IncidentView, Passage


@dataclass(frozen=True, slots=True)
class OpaqueIds:
    """The ids of a feed, of what stands in an empty one, and of its entries by their keys."""

    feed: str
    welcome: str
    entries: Mapping[str, str]


def notice_feed(frame: Frame, told: tuple[Notice, ...], ids: OpaqueIds) -> Feed:
    """Return a feed that says of each update its time and stage, and nothing else.

    ``frame`` is the reader's own; of its words none but the site's authority is told.
    """
    how = telling(frame)
    items = tuple(_notice(notice, frame, how, ids) for notice in told)
    return _feed(frame, how, ids, items)


def full_feed(
    view: AudienceView, told: tuple[FeedEntry, ...], views: Views, ids: OpaqueIds
) -> Feed:
    """Return a feed of whole entries, as the reader's pages have them; ``told`` are those that
    ``ids`` has the ids of."""
    frame = view.setting.frame
    place = _place(view)
    how = replace(
        telling(frame), site=HERE, top=HERE, public=telling(frame).site, inside=view.inside
    )
    placed = cache(lambda incident: _placed(views(incident), place))
    items = tuple(
        replace(
            item_of(each, placed(each.row.id), frame, how),
            id=_id(frame, ids.entries[each.entry.key]),
        )
        for each in told
    )
    return _feed(frame, how, ids, items)


def feed_output(feed: Feed, name: str) -> Output:
    """Return the feed as a file of this name in the tree's own folder.

    Its ``make`` raises ``FeedProblem`` where the bytes would break a rule of their format.
    """
    return Output(
        path=name,
        key=fingerprint(name, feed),
        make=lambda: feed_bytes(feed, name, ATOM),
        last=True,
    )


def _feed(frame: Frame, how: Telling, ids: OpaqueIds, items: tuple[FeedItem, ...]) -> Feed:
    title = private_words_in(frame.catalogue)["private_title"]
    return Feed(
        id=_id(frame, ids.feed),
        title=title,
        description=how.own_words["private_description"],
        author=title,
        language=how.language,
        site=HERE,
        page=HERE,
        items=items or (_welcome(frame, how, ids),),
    )


def _id(frame: Frame, opaque: str) -> str:
    return tag(frame, "private", opaque)


def _notice(notice: Notice, frame: Frame, how: Telling, ids: OpaqueIds) -> FeedItem:
    own_words = how.own_words
    title = own_words["notice"]
    sentences = [how.sentence("notice_posted", time=how.time(notice.time))]
    if notice.stage is not None:
        stage = said(how.words.stages[notice.stage])
        title = how.sentence("notice_of", stage=stage).text
        sentences.append(how.sentence("notice_stage", stage=stage))
    sentences.append(said(own_words["notice_where"]))
    return FeedItem(
        id=_id(frame, ids.entries[notice.key]),
        link=HERE,
        title=title,
        summary=" ".join(sentence.text for sentence in sentences),
        html="".join(f"<p>{sentence.html}</p>" for sentence in sentences),
        published=notice.time,
        updated=notice.time,
        categories=(),
    )


def _welcome(frame: Frame, how: Telling, ids: OpaqueIds) -> FeedItem:
    """The only entry of a feed without news: some programs refuse a feed that has none."""
    words = how.own_words
    first = welcome_time(frame)
    return FeedItem(
        id=_id(frame, ids.welcome),
        link=HERE,
        title=words["private_welcome"],
        summary=words["private_description"],
        html=f"<p>{words['private_description']}</p>",
        published=first,
        updated=first,
        categories=(),
    )


def _place(view: AudienceView) -> PrivateSetting:
    frame = view.setting.frame
    words = private_words_in(frame.catalogue)
    times = telling(frame).times
    return PrivateSetting(frame, words, times, badges(words), "", view.inside, view.limited)


def _placed(incident: IncidentView, place: PrivateSetting) -> IncidentView:
    """Let links to what the tree does not hold lead to the public pages."""

    def placed(text: Mapping[str, tuple[Passage, ...]]) -> dict[str, tuple[Passage, ...]]:
        return {
            language: tuple(
                replace(passage, html=place.led_outside(passage.html)) for passage in passages
            )
            for language, passages in text.items()
        }

    updates = tuple(replace(update, text=placed(update.text)) for update in incident.updates)
    return replace(incident, updates=updates)
