"""Views to pages: which there are, where they lie, and what their bytes depend on.

Knowing all this needs no template: what lays pages out is loaded when the first one is made.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING

from builder.render import addresses
from builder.render.outputs import Output
from builder.views.fingerprint import fingerprint
from builder.views.mentioned import mentioned
from builder.views.types import (
    ComponentPage,
    ComponentView,
    Frame,
    FreePage,
    GroupPage,
    IncidentRow,
    IncidentView,
    MonthView,
    SiteView,
)
from builder.views.uptime_types import (
    ComponentMonths,
    MonthOfComponent,
    UptimeRule,
    UptimeView,
)
from builder.vocabulary.theme import Theme

if TYPE_CHECKING:
    from builder.render.page_maker import PageMaker


class PageRenderer:
    """The pages in one language in one build; ``editions`` are all languages that there are.

    Making a page raises ``TemplateProblem`` where the theme can't be laid out.
    """

    def __init__(self, frame: Frame, theme: Theme, editions: tuple[Frame, ...] = ()) -> None:
        self.theme = theme
        self._frame = frame
        self._editions = editions or (frame,)
        self._common = fingerprint(
            frame.name,
            frame.time_zone,
            frame.languages,
            frame.catalogues,
            frame.folder,
            frame.show_overdue,
            frame.stages,
            frame.search_engines,
            tuple((page.name, page.title) for page in frame.pages),
            theme.digest,
        )

    @cached_property
    def _maker(self) -> "PageMaker":
        from builder.render.page_maker import PageMaker

        return PageMaker(self._frame, self.theme, self._editions)

    def incident_output(self, view: IncidentView, key: str) -> Output:
        """Return the page of an incident, a maintenance or a notice; ``key`` stands for all that
        the view, the frame and the theme were made from."""
        path = f"{self._frame.folder}{addresses.incident_path(view.id)}"
        return Output(path, key, lambda: self._maker.incident(view))

    def month_output(self, month: MonthView) -> Output:
        """Return a month of history."""
        return self._output(
            addresses.month_path(month.key),
            lambda: self._maker.month(month),
            month,
            self._names_in(month.rows),
        )

    def component_outputs(
        self, page: ComponentPage, uptime: UptimeView | None, months: ComponentMonths
    ) -> Iterator[Output]:
        """Yield a component's page, the same under each name that it ever had."""
        before = bool(months.of(page.component.id))
        names = self._names_in(page.open + page.past)
        days = uptime.days_of((page.component.id,)) if uptime else ()
        for name in page.component.addressed:
            path = addresses.component_path(name)
            yield self._output(
                path,
                lambda: self._maker.component(page, uptime, months=before),
                page,
                names,
                days,
                before,
            )

    def month_of_component_outputs(
        self, page: ComponentPage, rule: UptimeRule, months: ComponentMonths
    ) -> Iterator[Output]:
        """Yield the months of a component that are over, and the list of them, under each name that
        the component ever had."""
        component, listed = page.component, months.of(page.component.id)
        for path, month in month_pages(component, months):
            if month is None:
                made = partial(self._component_months, component, months)
                yield self._output(path, made, component.name, listed, rule)
            else:
                made = partial(self._component_month, component, month, rule, months)
                yield self._output(path, made, component.name, month, rule)

    def _component_months(self, component: ComponentView, months: ComponentMonths) -> bytes:
        return self._maker.component_months(component, months)

    def _component_month(
        self,
        component: ComponentView,
        month: MonthOfComponent,
        rule: UptimeRule,
        months: ComponentMonths,
    ) -> bytes:
        history = months.history(component.id, month.key)
        return self._maker.component_month(component, month, history, rule)

    def group_output(self, page: GroupPage, uptime: UptimeView | None = None) -> Output:
        """Return a group's page."""
        return self._output(
            addresses.group_path(page.group.id),
            lambda: self._maker.group(page, uptime),
            page,
            self._names_in(page.open + page.past),
            uptime.days_of(each.id for each in page.group.components) if uptime else (),
            uptime.groups.get(page.group.id) if uptime else None,
        )

    def computing_output(self, site: SiteView, uptime: UptimeView) -> Output:
        """Return how figures of uptime are computed."""
        components = tuple(page.component for page in site.components)
        return self._output(
            addresses.COMPUTING,
            lambda: self._maker.computing(site, uptime),
            uptime.rule,
            self._names(each.id for each in components),
            uptime.days_of(each.id for each in components),
        )

    def free_page_output(self, page: FreePage) -> Output:
        """Return a page of the site's own words."""
        return self._output(
            addresses.page_path(page.name), lambda: self._maker.free_page(page), page
        )

    def not_found_output(self) -> Output:
        """Return what a host shows for an address that leads nowhere."""
        return self._output(addresses.NOT_FOUND, lambda: self._maker.not_found(), self._frame.url)

    def maintenance_output(self, site: SiteView) -> Output:
        """Return the page of maintenance."""
        return self._output(
            addresses.MAINTENANCE,
            lambda: self._maker.maintenance(site),
            site.active,
            site.upcoming,
            site.past_maintenance,
            self._names_in_full(site.active + site.upcoming),
            self._names_in(site.past_maintenance),
        )

    def subscribe_output(self, site: SiteView) -> Output:
        """Return how to hear of news."""
        parts = tuple(
            (group.id, group.name, tuple((each.id, each.name) for each in group.components))
            for group in site.groups
        )
        return self._output(
            addresses.SUBSCRIBE, lambda: self._maker.subscribe(site), parts, self._frame.url
        )

    def embedding_output(self, site: SiteView) -> Output:
        """Return the page of what can stand on other sites."""
        components = tuple((page.component.id, page.component.name) for page in site.components)
        return self._output(
            addresses.EMBEDDING,
            lambda: self._maker.embedding(site),
            self._frame.url,
            components,
            tuple((page.group.id, page.group.name) for page in site.group_pages),
        )

    def banner_output(self, site: SiteView) -> Output:
        """Return the page that may stand in a frame on other sites."""
        open_now = tuple((view.id, view.title) for view in site.open)
        return self._output(
            addresses.BANNER,
            lambda: self._maker.banner(site),
            site.verdict,
            open_now,
            last=True,
        )

    def history_output(self, months: tuple[MonthView, ...]) -> Output:
        """Return the list of months."""
        counts = tuple((month.key, len(month.rows)) for month in months)
        return self._output(
            addresses.HISTORY, lambda: self._maker.history(months), counts, last=True
        )

    def index_output(self, site: SiteView) -> Output:
        """Return the first page."""
        shown = site.open + site.notices + site.active + site.upcoming
        return self._output(
            addresses.INDEX,
            lambda: self._maker.index(site),
            site.verdict,
            site.groups,
            site.open,
            site.notices,
            site.active,
            site.upcoming,
            site.recent,
            self._names_in_full(shown),
            self._names_in(site.recent),
            _days_listed(site),
            last=True,
        )

    def _output(
        self, path: str, make: Callable[[], bytes], *values: object, last: bool = False
    ) -> Output:
        placed = f"{self._frame.folder}{path}"
        return Output(placed, fingerprint(placed, self._common, *values), make, last)

    def _names(self, components: Iterable[str]) -> tuple[object, ...]:
        known = self._frame.component_names
        return tuple(known.get(component) for component in components)

    def _names_in(self, rows: Iterable[IncidentRow]) -> tuple[object, ...]:
        return self._names(sorted({component for row in rows for component in row.components}))

    def _names_in_full(self, views: Iterable[IncidentView]) -> tuple[object, ...]:
        return self._names(sorted({component for view in views for component in mentioned(view)}))


def _days_listed(site: SiteView) -> tuple[object, ...]:
    """Return what the days and figures of all that an index lists depend on."""
    if site.uptime is None:
        return ()
    listed = (each.id for group in site.groups for each in group.components)
    return (*site.uptime.days_of(listed), site.uptime.groups)


def month_pages(
    component: ComponentView, months: ComponentMonths
) -> Iterator[tuple[str, MonthOfComponent | None]]:
    """Yield the addresses of a component's months, and of the list of them with ``None``, under
    each name that the component ever had."""
    listed = months.of(component.id)
    for name in component.addressed if listed else ():
        for month in listed:
            yield addresses.component_month_path(name, month.key), month
        yield addresses.component_months_path(name), None


def site_outputs(
    site: SiteView, months: ComponentMonths, renderer: PageRenderer
) -> Iterator[Output]:
    """Yield all pages of a site in one language but those of incidents; what others lead to comes
    first."""
    for month in site.months:
        yield renderer.month_output(month)
    for component in site.components:
        if site.uptime:
            yield from renderer.month_of_component_outputs(component, site.uptime.rule, months)
        yield from renderer.component_outputs(component, site.uptime, months)
    for group in site.group_pages:
        yield renderer.group_output(group, site.uptime)
    if site.uptime:
        yield renderer.computing_output(site, site.uptime)
    for page in site.frame.pages:
        yield renderer.free_page_output(page)
    yield renderer.maintenance_output(site)
    yield renderer.subscribe_output(site)
    yield renderer.embedding_output(site)
    yield renderer.banner_output(site)
    yield renderer.history_output(site.months)
    yield renderer.index_output(site)


def shared_outputs(renderer: PageRenderer) -> Iterator[Output]:
    """Yield what the pages in all languages share: assets, and the page of a dead address."""
    from builder.render.assets import asset_outputs

    yield from asset_outputs(renderer.theme)
    yield renderer.not_found_output()
