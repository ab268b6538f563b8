"""Pages as bytes: values are prepared, laid out by a template, and put into the shell."""

from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

from markupsafe import Markup

from builder.render import addresses
from builder.render.assets import asset_paths
from builder.render.badges import badges
from builder.render.cards import incident_page
from builder.render.component_months import component_month_page, component_months_page
from builder.render.computing import computing
from builder.render.embedding import banner_page, embedding_page
from builder.render.feed_addresses import (
    ATOM_TYPE,
    CALENDAR_TYPE,
    MEDIA_TYPES,
    calendar_path,
    feed_name,
)
from builder.render.feed_links import links_of_part
from builder.render.icons import icon
from builder.render.lists import component_page, group_page, history_page, month_page
from builder.render.markup import made
from builder.render.page_values import DiscoveredFeed, FreePageValues
from builder.render.setting import Setting, shortened
from builder.render.shell import NOTHING, Shell, shell_of, slots
from builder.render.stylesheet import stylesheet
from builder.render.subscribe import subscribe_page
from builder.render.summary import index_page, maintenance_page
from builder.render.templates import Templates
from builder.render.times import Times
from builder.render.words import direction, language_name, words_in
from builder.views.types import (
    ComponentPage,
    ComponentView,
    FeedOf,
    Frame,
    FreePage,
    GroupPage,
    IncidentView,
    MonthView,
    SiteView,
)
from builder.views.uptime_types import (
    ComponentHistory,
    ComponentMonths,
    MonthOfComponent,
    UptimeRule,
    UptimeView,
)
from builder.vocabulary.statuses import Impact
from builder.vocabulary.theme import Theme

LONGEST_DESCRIPTION = 200
"""Characters of what previews and search engines show below the title."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the frame of a page; ``current`` where it leads to the page it stands on."""

    address: str
    text: str | Markup
    current: bool


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A link to the same page in a language; ``current`` where it stands on that page."""

    address: str
    language: str
    name: str
    current: bool


class PageMaker:
    """Makes the pages in one language; raises ``TemplateProblem`` as ``Templates`` does.

    ``editions`` are all languages that the same pages are in, this one among them.
    """

    def __init__(self, frame: Frame, theme: Theme, editions: tuple[Frame, ...]) -> None:
        words = words_in(frame.catalogue)
        self._frame = frame
        self._editions = editions
        self._words = words
        self._templates = Templates(theme)
        self._stylesheet = stylesheet(theme)
        self._assets = asset_paths(theme)
        times = Times(frame.time_zone, words)
        self._top = Setting(frame, words, times, badges(words), "")
        self._below = replace(self._top, root="../")
        self._deep = replace(self._top, root="../../../")
        self._site = self._top.plain({frame.languages[0]: frame.name})
        self._home = self._top.name({frame.languages[0]: frame.name})
        self._shells: dict[tuple[str, str], Shell] = {}

    def incident(self, view: IncidentView) -> bytes:
        """Return the page of an incident, a maintenance or a notice."""
        setting = self._below
        stage = [self._words.stages[view.stage]] if view.stage else []
        names = [setting.component_names(view.components)] if view.components else []
        began = [setting.times.plain(view.began)]
        return self._page(
            "incident.html",
            setting,
            addresses.incident_path(view.id),
            incident_page(view, setting),
            title=setting.plain(view.title),
            description=" · ".join(stage + names + began),
        )

    def index(self, site: SiteView) -> bytes:
        """Return the first page."""
        page = index_page(site, self._top)
        title, level = page.verdict, site.verdict.indicator
        return self._page("index.html", self._top, addresses.INDEX, page, title=title, level=level)

    def maintenance(self, site: SiteView) -> bytes:
        """Return the page of maintenance."""
        return self._page(
            "maintenance.html",
            self._top,
            addresses.MAINTENANCE,
            maintenance_page(site, self._top),
            title=self._words["maintenance"],
            feeds=(self._calendar(self._top, FeedOf.SITE),),
        )

    def subscribe(self, site: SiteView) -> bytes:
        """Return how to hear of news."""
        page = subscribe_page(site, self._top, self._editions)
        return self._page(
            "subscribe.html",
            self._top,
            addresses.SUBSCRIBE,
            page,
            title=page.heading,
            feeds=(self._calendar(self._top, FeedOf.SITE),),
        )

    def embedding(self, site: SiteView) -> bytes:
        """Return the page of what can stand on other sites."""
        return self._page(
            "embed.html",
            self._top,
            addresses.EMBEDDING,
            embedding_page(site, self._top),
            title=self._words["embedding"],
        )

    def banner(self, site: SiteView) -> bytes:
        """Return the page that may stand in a frame on other sites."""
        return self._templates.render(
            "banner.html",
            page=banner_page(site, self._top),
            site=self._site,
            words=self._words,
            language=self._top.language,
            direction=direction(self._top.language),
            style=made(self._stylesheet.text),
            style_hash=self._stylesheet.hash,
        ).encode()

    def history(self, months: tuple[MonthView, ...]) -> bytes:
        """Return the list of months."""
        return self._page(
            "history.html",
            self._below,
            addresses.HISTORY,
            history_page(months, self._below),
            title=self._words["history"],
        )

    def month(self, month: MonthView) -> bytes:
        """Return a month of history."""
        page = month_page(month, self._below)
        path = addresses.month_path(month.key)
        return self._page("month.html", self._below, path, page, title=page.name)

    def computing(self, site: SiteView, uptime: UptimeView) -> bytes:
        """Return how figures of uptime are computed."""
        components = tuple(page.component for page in site.components)
        page = computing(uptime, components, self._top)
        return self._page("uptime.html", self._top, addresses.COMPUTING, page, title=page.heading)

    def component(
        self, page: ComponentPage, uptime: UptimeView | None = None, *, months: bool = False
    ) -> bytes:
        """Return a component's page; ``months`` is true where it has months that are over."""
        component, setting = page.component, self._below
        return self._page(
            "component.html",
            setting,
            addresses.component_path(component.id),
            component_page(
                page,
                setting,
                uptime,
                links_of_part(FeedOf.COMPONENT, component.id, component.name, setting),
                months=months,
            ),
            title=setting.plain(component.name),
            description=self._words.states[component.state],
            feeds=self._of_part(
                setting, FeedOf.COMPONENT, component.id, setting.plain(component.name)
            ),
        )

    def component_month(
        self,
        component: ComponentView,
        month: MonthOfComponent,
        history: ComponentHistory,
        rule: UptimeRule,
    ) -> bytes:
        """Return the page of a component's month."""
        setting = self._deep
        page = component_month_page(component, month, history, rule, setting)
        path = addresses.component_month_path(component.id, month.key)
        title = self._of(component, setting.times.month(month.key))
        return self._page("component_month.html", setting, path, page, title=title)

    def component_months(self, component: ComponentView, months: ComponentMonths) -> bytes:
        """Return the list of a component's months."""
        setting = self._deep
        page = component_months_page(component, months.figures(component.id), setting)
        path = addresses.component_months_path(component.id)
        title = self._of(component, self._words["uptime.months"])
        return self._page("component_months.html", setting, path, page, title=title)

    def _of(self, component: ComponentView, what: str) -> str:
        return self._words["state"].format(component=self._deep.plain(component.name), state=what)

    def group(self, page: GroupPage, uptime: UptimeView | None = None) -> bytes:
        """Return a group's page."""
        group, setting = page.group, self._below
        name = setting.plain(group.name)
        return self._page(
            "group.html",
            setting,
            addresses.group_path(group.id),
            group_page(page, setting, uptime),
            title=name,
            description=self._words.states[group.state] if group.components else "",
            feeds=self._of_part(setting, FeedOf.GROUP, group.id, name),
        )

    def free_page(self, page: FreePage) -> bytes:
        """Return a page of the site's own words."""
        setting = self._below
        values = FreePageValues(
            name=setting.name(page.title, longest=None), body=setting.passages(page.text, 2)
        )
        path = addresses.page_path(page.name)
        return self._page("page.html", setting, path, values, title=setting.plain(page.title))

    def not_found(self) -> bytes:
        """Return what a host shows for an address that leads nowhere.

        It may be shown at any depth, so it alone links by the path of the site's address.
        """
        path = quote(unquote(urlsplit(self._frame.url).path.strip("/")), "/")
        root = f"/{path}/" if path else "/"
        setting = replace(self._top, root=f"{root}{self._frame.folder}")
        return self._page("not_found.html", setting, "", None, title=self._words["not_found"])

    def _page(
        self,
        template: str,
        setting: Setting,
        path: str,
        page: object,
        *,
        title: str,
        description: str = "",
        level: Impact | None = None,
        feeds: tuple[DiscoveredFeed, ...] = (),
    ) -> bytes:
        main = self._templates.render(template, page=page, words=self._words, root=setting.root)
        alternates, languages = self._in_other_languages(path, setting)
        return self._shell(setting, path if path in self._listed else "").filled(
            title=self._words["page_title"].format(page=title, site=self._site),
            description=shortened(description or title, LONGEST_DESCRIPTION),
            icon=icon(level),
            main=main,
            feeds=self._templates.render("feeds.html", feeds=feeds) if feeds else NOTHING,
            alternates=alternates,
            languages=languages,
        )

    def _in_other_languages(self, path: str, setting: Setting) -> tuple[Markup, Markup]:
        """Return what tells programs and people of the same page in other languages."""
        if len(self._editions) == 1 or not path:
            return NOTHING, NOTHING
        links = tuple(
            LanguageLink(
                address=f"{setting.top}{edition.folder}{path}",
                language=edition.languages[0],
                name=language_name(edition.languages[0]),
                current=edition is self._frame,
            )
            for edition in self._editions
        )
        render = self._templates.render
        return (
            render("alternates.html", links=links),
            render("languages.html", links=links, words=self._words),
        )

    def _feeds(
        self, setting: Setting, of: FeedOf, part: str = "", name: str = ""
    ) -> tuple[DiscoveredFeed, ...]:
        """Return what programs are told of a feed in each of its formats."""
        return tuple(
            DiscoveredFeed(
                media_type,
                f"{name}: {self._words[ending]}" if name else self._words[ending],
                f"{setting.root}{feed_name(of, part)}.{ending}",
            )
            for ending, media_type in MEDIA_TYPES.items()
        )

    def _calendar(
        self, setting: Setting, of: FeedOf, part: str = "", name: str = ""
    ) -> DiscoveredFeed:
        """Return what programs are told of a calendar."""
        said = self._words["calendar"]
        title = f"{name}: {said}" if name else said
        return DiscoveredFeed(CALENDAR_TYPE, title, f"{setting.root}{calendar_path(of, part)}")

    def _of_part(
        self, setting: Setting, of: FeedOf, part: str, name: str
    ) -> tuple[DiscoveredFeed, ...]:
        """Return what programs are told of the feed and the calendar of a component or group."""
        feeds = self._feeds(setting, of, part, name)
        return (*feeds, self._calendar(setting, of, part, name))

    @cached_property
    def _listed(self) -> frozenset[str]:
        """The pages that every page links to."""
        pages = (addresses.page_path(page.name) for page in self._frame.pages)
        fixed = (
            addresses.INDEX,
            addresses.MAINTENANCE,
            addresses.HISTORY,
            addresses.SUBSCRIBE,
            addresses.EMBEDDING,
        )
        return frozenset((*fixed, *pages))

    def _shell(self, setting: Setting, current: str) -> Shell:
        """Return what surrounds pages at this depth, laid out once."""
        found = self._shells.get((setting.root, current))
        if found is None:
            found = shell_of(self._laid_out(setting, current))
            self._shells[(setting.root, current)] = found
        return found

    def _laid_out(self, setting: Setting, current: str) -> Markup:
        words, root = self._words, setting.root

        def link(path: str, text: str | Markup) -> Link:
            return Link(root + path, text, path == current)

        return self._templates.render(
            "layout.html",
            **slots(),
            words=words,
            site=self._site,
            language=setting.language,
            direction=direction(setting.language),
            search_engines=self._frame.search_engines,
            style=made(self._stylesheet.text),
            style_hash=self._stylesheet.hash,
            assets={name: setting.top + path for name, path in self._assets.items()},
            home=link(addresses.INDEX, self._home),
            links=(
                link(addresses.INDEX, words["status"]),
                link(addresses.MAINTENANCE, words["maintenance"]),
                link(addresses.HISTORY, words["history"]),
                link(addresses.SUBSCRIBE, words["subscribe"]),
            ),
            pages=tuple(
                link(addresses.page_path(page.name), setting.name(page.title))
                for page in self._frame.pages
            ),
            site_feeds=(
                *self._feeds(setting, FeedOf.SITE),
                DiscoveredFeed(ATOM_TYPE, words["whole"], root + addresses.HISTORY_ATOM),
            ),
            embedding=link(addresses.EMBEDDING, words["embedding"]),
            atom=link(addresses.ATOM, words["atom"]),
            rss=link(addresses.RSS, words["rss"]),
            zone=self._frame.time_zone.removeprefix("Etc/"),
        )
