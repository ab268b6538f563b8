"""The page that says how to hear of news: ways to subscribe, all feeds, and all calendars."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from builder.render.feed_addresses import (
    FORMAT_NAMES,
    HISTORY,
    HISTORY_ENDINGS,
    calendar_path,
    feed_name,
)
from builder.render.feed_links import calendar_link, feed_links
from builder.render.page_values import FeedLine, FeedList, FormatLink, SubscribePage, Way
from builder.render.setting import Setting
from builder.render.subscribe_words import subscribe_words_in
from builder.render.words import language_name
from builder.views.types import FeedOf, Frame, GroupView, Localised, SiteView

WAYS = ("slack", "teams", "mail", "reader", "calendar", "program")


def subscribe_page(site: SiteView, setting: Setting, editions: tuple[Frame, ...]) -> SubscribePage:
    """Return the values of the page; ``editions`` are all languages that the site is in."""
    words = subscribe_words_in(setting.frame.catalogue)
    top = f"{setting.frame.url.rstrip('/')}/{setting.frame.folder}"
    address = f"{top}{feed_name(FeedOf.SITE)}"
    calendar = f"{top}{calendar_path(FeedOf.SITE)}"
    ways = (
        Way(
            words[way],
            words[f"{way}_text"],
            words[f"{way}_sample"].format(
                atom=f"{address}.atom", json=f"{address}.json", ics=calendar
            ),
        )
        for way in WAYS
    )
    return SubscribePage(
        heading=setting.words["subscribe"],
        introduction=words["introduction"],
        ways=tuple(ways),
        lists=tuple(each for each in _lists(site, setting, editions) if each.feeds),
    )


def _lists(site: SiteView, setting: Setting, editions: tuple[Frame, ...]) -> Iterator[FeedList]:
    words = subscribe_words_in(setting.frame.catalogue)
    whole = (
        _line(words["all"], feed_name(FeedOf.SITE), setting),
        _line(words["major"], feed_name(FeedOf.MAJOR), setting),
        _line(words["whole"], HISTORY, setting, HISTORY_ENDINGS),
    )
    yield FeedList("_all", words["all_feeds"], whole)
    yield FeedList("_groups", words["groups"], tuple(_groups(site.groups, setting)))
    yield FeedList("_components", setting.words["components"], tuple(_parts(site.groups, setting)))
    others = (each for each in editions if each.folder != setting.frame.folder)
    languages = tuple(_in_language(each, setting) for each in others)
    yield FeedList("_languages", setting.words["languages"], languages)
    yield FeedList("_calendars", words["calendars"], tuple(_calendars(site, setting)))


def _groups(groups: Iterable[GroupView], setting: Setting) -> Iterator[FeedLine]:
    for group in groups:
        if group.id:
            yield _of_part(FeedOf.GROUP, group.id, group.name, setting)


def _parts(groups: Iterable[GroupView], setting: Setting) -> Iterator[FeedLine]:
    for group in groups:
        for component in group.components:
            yield _of_part(FeedOf.COMPONENT, component.id, component.name, setting)


def _of_part(of: FeedOf, part: str, name: Localised, setting: Setting) -> FeedLine:
    return _line(setting.plain(name), feed_name(of, part), setting, shown=setting.name(name))


def _in_language(edition: Frame, setting: Setting) -> FeedLine:
    name = language_name(edition.languages[0])
    start = f"{setting.top}{edition.folder}"
    return FeedLine(name, feed_links(name, f"{start}{feed_name(FeedOf.SITE)}"))


def _calendars(site: SiteView, setting: Setting) -> Iterator[FeedLine]:
    """Yield the calendar of the whole site, then those of the parts whose feeds are listed."""
    whole = setting.words["embed.whole_site"]
    yield FeedLine(whole, (_calendar(FeedOf.SITE, "", whole, setting),))
    groups = ((FeedOf.GROUP, group.id, group.name) for group in site.groups if group.id)
    parts = (
        (FeedOf.COMPONENT, component.id, component.name)
        for group in site.groups
        for component in group.components
    )
    for of, part, name in (*groups, *parts):
        link = _calendar(of, part, setting.plain(name), setting)
        yield FeedLine(setting.name(name), (link,))


def _calendar(of: FeedOf, part: str, name: str, setting: Setting) -> FormatLink:
    return calendar_link(name, f"{setting.root}{calendar_path(of, part)}")


def _line(
    name: str,
    path: str,
    setting: Setting,
    endings: Iterable[str] = FORMAT_NAMES,
    shown: Markup | None = None,
) -> FeedLine:
    return FeedLine(shown or name, feed_links(name, f"{setting.root}{path}", endings))
