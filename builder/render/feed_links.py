"""Links to feeds and calendars, format by format, as people see them on pages."""

from collections.abc import Iterable

from builder.render.feed_addresses import CALENDAR_NAME, FORMAT_NAMES, calendar_path, feed_name
from builder.render.page_values import FormatLink
from builder.render.setting import Setting
from builder.views.types import FeedOf, Localised


def feed_links(
    name: str, address: str, endings: Iterable[str] = FORMAT_NAMES
) -> tuple[FormatLink, ...]:
    """Return a link to each format of the feed of this name, whose address has no ending yet."""
    return tuple(
        FormatLink(FORMAT_NAMES[ending], f"{FORMAT_NAMES[ending]}, {name}", f"{address}.{ending}")
        for ending in endings
    )


def calendar_link(name: str, address: str) -> FormatLink:
    """Return a link to the calendar of this name."""
    return FormatLink(CALENDAR_NAME, f"{CALENDAR_NAME}, {name}", address)


def links_of_part(
    of: FeedOf, part: str, name: Localised, setting: Setting
) -> tuple[FormatLink, ...]:
    """Return links to the feed and the calendar of a component or group."""
    said = setting.plain(name)
    return (
        *feed_links(said, f"{setting.root}{feed_name(of, part)}"),
        calendar_link(said, f"{setting.root}{calendar_path(of, part)}"),
    )
