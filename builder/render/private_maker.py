"""Private pages as bytes: all that a reader sees stands in ``main``, which alone is sealed."""

from dataclasses import replace

from markupsafe import Markup

from builder.render.addresses import HISTORY, INDEX, page_path
from builder.render.badges import badges
from builder.render.cards import affected_spans, up
from builder.render.component_months import component_month_page, component_months_page
from builder.render.computing import computing
from builder.render.icons import icon
from builder.render.lists import component_page, history_page, month_page
from builder.render.markup import made
from builder.render.page_values import FreePageValues
from builder.render.press import Press
from builder.render.private_cards import now_card
from builder.render.private_index import private_index
from builder.render.private_setting import PrivateSetting
from builder.render.private_values import PrivateIncident, Trail
from builder.render.private_words import private_words_in
from builder.render.service_level import service_page
from builder.render.shell import Shell, shell_of, slots
from builder.render.times import Times
from builder.render.words import direction
from builder.views.audience_types import AudienceIncident, AudienceSetting, AudienceView
from builder.views.service_types import PeriodLevel, ServiceView
from builder.views.types import ComponentPage, ComponentView, FreePage, MonthView
from builder.views.uptime_types import (
    ComponentHistory,
    ComponentMonths,
    MonthOfComponent,
    UptimeRule,
    UptimeView,
)


class PrivatePageMaker:
    """Makes the pages of one private tree; raises ``TemplateProblem`` as ``Templates`` does."""

    def __init__(
        self,
        reader: AudienceSetting,
        press: Press,
        inside: frozenset[str],
        limited: frozenset[str],
        parts: frozenset[str] = frozenset(),
    ) -> None:
        words = private_words_in(reader.frame.catalogue)
        self._reader = reader
        self._words = words
        self._press = press
        self._top = PrivateSetting(
            frame=reader.frame,
            words=words,
            times=Times(reader.frame.time_zone, words),
            badges=badges(words),
            root="",
            inside=inside,
            limited=limited,
            parts=parts,
        )
        self._below = replace(self._top, root="../")
        self._deep = replace(self._top, root="../../../")
        self._shells: dict[str, Shell] = {}

    def index(self, view: AudienceView) -> bytes:
        """Return the first page."""
        return self._page("index.html", self._top, private_index(view, self._top))

    def incident(self, body: Markup) -> bytes:
        """Return the page of an incident around what it says."""
        return self._around(self._below, body)

    def incident_body(
        self,
        incident: AudienceIncident,
        reader: AudienceSetting,
        inside: frozenset[str] = frozenset(),
        limited: frozenset[str] = frozenset(),
    ) -> Markup:
        """Return what the page of an incident says to a reader of this tree's zone and language.

        ``reader`` may stand for many who are alike: nothing else is told of who reads this tree.
        ``inside`` and ``limited`` are those of the incidents that this one leads to.
        """
        view = incident.view
        around = replace(
            self._below, frame=reader.frame, inside=inside, limited=limited, parts=frozenset()
        )
        setting = around.on_page_of(view.id)
        page = PrivateIncident(
            card=now_card(incident, reader, setting, own_page=True),
            up=up(view, setting),
            spans_heading=self._words["affected_when"],
            spans=tuple(affected_spans(view.spans, setting)),
        )
        return self._body("incident.html", setting, page)

    def month(self, month: MonthView) -> bytes:
        """Return a month of history."""
        return self._page("month.html", self._below, month_page(month, self._below))

    def component(
        self, page: ComponentPage, uptime: UptimeView | None, *, months: bool = False
    ) -> bytes:
        """Return a component's page; ``months`` is true where it has months that are over."""
        values = component_page(page, self._below, uptime, months=months)
        return self._page("component.html", self._below, values)

    def component_month(
        self,
        component: ComponentView,
        month: MonthOfComponent,
        history: ComponentHistory,
        rule: UptimeRule,
    ) -> bytes:
        """Return the page of a component's month."""
        page = component_month_page(component, month, history, rule, self._deep)
        return self._page("component_month.html", self._deep, page)

    def component_months(self, component: ComponentView, months: ComponentMonths) -> bytes:
        """Return the list of a component's months."""
        page = component_months_page(component, months.figures(component.id), self._deep)
        return self._page("component_months.html", self._deep, page)

    def computing(self, components: tuple[ComponentView, ...], uptime: UptimeView) -> bytes:
        """Return how figures of uptime are computed."""
        return self._page("uptime.html", self._top, computing(uptime, components, self._top))

    def service(self, service: ServiceView) -> bytes:
        """Return all about the account's contract."""
        page = service_page(service, service.now, self._top)
        return self._page("service.html", self._top, page)

    def report(self, service: ServiceView, level: PeriodLevel) -> bytes:
        """Return a period of the account's contract as a page that stands for itself."""
        page = service_page(service, level, self._top)
        zone = self._top.frame.time_zone.removeprefix("Etc/")
        language = self._reader.frame.languages[0]
        return str(
            self._press.templates.render(
                "private/report.html",
                page=page,
                title=page.heading,
                language=language,
                direction=direction(language),
                style=made(self._press.private_stylesheet.text),
                style_hash=self._press.private_stylesheet.hash,
                icon=icon(),
                words=self._words,
                zone=self._words.sentence("times", zone=zone),
            )
        ).encode()

    def history(self, months: tuple[MonthView, ...]) -> bytes:
        """Return the list of months."""
        return self._page("history.html", self._below, history_page(months, self._below))

    def free_page(self, page: FreePage) -> bytes:
        """Return a page of the site's own words."""
        setting = self._below
        values = FreePageValues(
            name=setting.name(page.title, longest=None), body=setting.passages(page.text, 2)
        )
        return self._page("page.html", setting, values)

    def _page(self, template: str, setting: PrivateSetting, page: object) -> bytes:
        return self._around(setting, self._body(template, setting, page))

    def _body(self, template: str, setting: PrivateSetting, page: object) -> Markup:
        zone = setting.frame.time_zone.removeprefix("Etc/")
        return self._press.templates.render(
            f"private/{template}",
            page=page,
            zone=self._words.sentence("times", zone=zone),
            words=self._words,
            root=setting.root,
        )

    def _around(self, setting: PrivateSetting, body: Markup) -> bytes:
        """Put what a page says into what surrounds all pages at this depth, laid out once."""
        shell = self._shells.get(setting.root)
        if shell is None:
            shell = self._shells[setting.root] = self._shell(setting)
        return shell.filled("", "", "", body)

    def _trail(self, setting: PrivateSetting) -> Trail:
        words = self._words
        pages = (
            setting.link(page_path(page.name), setting.name(page.title))
            for page in self._reader.frame.pages
        )
        return Trail(
            name=self._reader.name,
            links=(
                setting.link(INDEX, words["status"]),
                setting.link(HISTORY, words["history"]),
                *pages,
                setting.outside(setting.public(""), words["public_page"]),
            ),
        )

    def _shell(self, setting: PrivateSetting) -> Shell:
        language = self._reader.frame.languages[0]
        laid_out = self._press.templates.render(
            "private/layout.html",
            title=self._words["private_title"],
            language=language,
            direction=direction(language),
            style=made(self._press.private_stylesheet.text),
            style_hash=self._press.private_stylesheet.hash,
            trail=self._trail(setting),
            words=self._words,
            root=setting.root,
            icon=icon(),
            main=slots()["main"],
        )
        return shell_of(laid_out)
