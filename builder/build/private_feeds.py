"""The feeds of a private tree: what they tell, and under which ids.

What is printed knows ids alone; the key that they are made of stays here.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from builder.build.readers import ReaderTree
from builder.model.site import Site
from builder.render.outputs import Output
from builder.seal.feeds import CHECKED_FEED, entry_key, feed_ids
from builder.views.audience_view import audience_setting, audience_view, kept_since
from builder.views.notices import notices, own_news
from builder.views.types import SiteView
from builder.vocabulary.audiences import Feed

if TYPE_CHECKING:
    from builder.build.sealed_tree import SealedTree
    from builder.render.feed_items import Views


class PrivateFeeds:
    """The feeds of one private tree: one a link where it is sealed, else one for all whom the host
    lets in. Whole entries are told only where a host checks who reads them."""

    def __init__(
        self, plan: ReaderTree, site: Site, sealed: "SealedTree | None", now: datetime
    ) -> None:
        assert plan.keys is not None, plan.name
        self._setting = audience_setting(plan.reader, site)
        self._since = kept_since(now, self._setting.frame.time_zone)
        self._names = (CHECKED_FEED,) if sealed is None else sealed.feeds
        self._full = plan.feed is Feed.FULL and sealed is None
        self._key = entry_key(plan.keys, plan.reader.name)

    def outputs(self, view: SiteView, views: "Views") -> Iterator[Output]:
        """Yield the feeds that tell of a site; ``views`` gives the words of an incident."""
        if not self._names:
            return
        from builder.render.private_feeds import feed_output, full_feed, notice_feed

        setting = self._setting
        frame = setting.frame
        told = tuple(own_news(setting, view.feed))
        ids = feed_ids(self._key, frame.languages[0], (each.entry.key for each in told))
        if self._full:
            feed = full_feed(audience_view(setting, view, self._since), told, views, ids)
        else:
            feed = notice_feed(frame, notices(setting, told), ids)
        for name in self._names:
            yield feed_output(feed, name)
