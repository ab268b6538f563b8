"""Where feeds and calendars lie below the folder of their language, and in which formats."""

from builder.render.addresses import CALENDAR
from builder.views.types import FeedOf

ATOM_TYPE = "application/atom+xml"
RSS_TYPE = "application/rss+xml"
JSON_TYPE = "application/feed+json"

MEDIA_TYPES = {"atom": ATOM_TYPE, "rss": RSS_TYPE, "json": JSON_TYPE}
"""Media types by the endings of feeds, in the order in which programs are told of them."""

CALENDAR_TYPE = "text/calendar"

CALENDAR_NAME = "iCalendar"

FORMAT_NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}

HISTORY = "history"
"""The name of the feed with one entry an incident."""

HISTORY_ENDINGS = ("atom", "rss")

_NAMES = {
    FeedOf.SITE: "updates",
    FeedOf.MAJOR: "major",
    FeedOf.COMPONENT: "components/{id}/updates",
    FeedOf.GROUP: "groups/{id}/updates",
}

_FOLDERS = {
    FeedOf.SITE: "",
    FeedOf.COMPONENT: "components/{id}/",
    FeedOf.GROUP: "groups/{id}/",
}


def calendar_path(of: FeedOf, part: str = "") -> str:
    """Return where a calendar lies; ``part`` is the id of a component or group."""
    return f"{_FOLDERS[of]}{CALENDAR}".format(id=part)


def feed_name(of: FeedOf, part: str = "") -> str:
    """Return where a feed lies, without its ending; ``part`` is the id of a component or group."""
    return _NAMES[of].format(id=part)
