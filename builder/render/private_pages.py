"""A private reader's view to pages: which there are, where they lie, what their bytes depend on.

They lie at the addresses of the public ones, so that both trees are told apart by their folder
alone. Knowing all this needs no template.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from builder.render import addresses
from builder.render.outputs import Output
from builder.render.pages import month_pages
from builder.render.press import Press
from builder.views.audience_types import (
    AudienceIncident,
    AudienceKind,
    AudienceSetting,
    AudienceView,
)
from builder.views.fingerprint import fingerprint
from builder.views.service_types import ServiceView
from builder.views.types import ComponentPage, ComponentView, FreePage, MonthView
from builder.views.uptime_types import (
    ComponentMonths,
    MonthOfComponent,
    UptimeRule,
    UptimeView,
)

if TYPE_CHECKING:
    from markupsafe import Markup

    from builder.render.private_maker import PrivatePageMaker


class PrivatePageRenderer:
    """The pages of one private tree in one build.

    ``inside`` are the incidents known to have a page in the tree, ``limited`` those of which no
    public page tells, ``parts`` the addresses of pages about components: links go by them. Making a
    page raises ``TemplateProblem`` where the theme can't be laid out.
    """

    def __init__(
        self,
        setting: AudienceSetting,
        press: Press,
        inside: frozenset[str] = frozenset(),
        limited: frozenset[str] = frozenset(),
        parts: frozenset[str] = frozenset(),
    ) -> None:
        self._press = press
        self._setting = setting
        self._inside = inside
        self._limited = limited
        self._parts = parts
        self._common = fingerprint(setting, press.theme.digest)

    @cached_property
    def _maker(self) -> "PrivatePageMaker":
        from builder.render.private_maker import PrivatePageMaker

        links = (self._inside, self._limited, self._parts)
        return PrivatePageMaker(self._setting, self._press, *links)

    def incident_output(self, incident: str, key: str, body: Callable[[], "Markup"]) -> Output:
        """Return an incident's page; ``key`` stands for all that the incident, the setting and the
        theme were made from, ``body`` makes what it says."""
        path = addresses.incident_path(incident)
        return Output(path, key, lambda: self._maker.incident(body()))

    def incident_body(
        self,
        incident: AudienceIncident,
        reader: AudienceSetting,
        inside: frozenset[str] = frozenset(),
        limited: frozenset[str] = frozenset(),
    ) -> "Markup":
        """Return what an incident's page says to a reader, who may stand for many who are alike.

        ``inside`` and ``limited`` are those of the incidents that this one leads to.
        """
        return self._maker.incident_body(incident, reader, inside, limited)

    def month_output(self, month: MonthView) -> Output:
        """Return a month of history."""
        return self._output(
            addresses.month_path(month.key),
            lambda: self._maker.month(month),
            month,
            tuple(self._kept(row.id) for row in month.rows),
        )

    def component_outputs(
        self, page: ComponentPage, uptime: UptimeView | None, months: ComponentMonths
    ) -> Iterator[Output]:
        """Yield a component's page, the same under each name that it ever had."""
        before = bool(months.of(page.component.id))
        rows = page.open + page.past
        made_from = (
            page,
            uptime.days_of((page.component.id,)) if uptime else (),
            before,
            tuple(self._kept(row.id) for row in rows),
            self._names(sorted({name for row in rows for name in row.components})),
        )
        for name in page.component.addressed:
            path = addresses.component_path(name)
            yield self._output(
                path, lambda: self._maker.component(page, uptime, months=before), *made_from
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
                kept = tuple(map(self._kept, month.incidents))
                yield self._output(path, made, component.name, month, rule, kept)

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

    def computing_output(self, view: AudienceView, uptime: UptimeView) -> Output:
        """Return how figures of uptime are computed."""
        components = tuple(page.component for page in view.components)
        return self._output(
            addresses.COMPUTING,
            lambda: self._maker.computing(components, uptime),
            uptime.rule,
            uptime.days_of(each.id for each in components),
        )

    def service_output(self, service: ServiceView) -> Output:
        """Return all about the account's contract."""
        shown = replace(service, turns=())
        return self._output(
            addresses.SERVICE,
            lambda: self._maker.service(shown),
            shown,
            tuple(sorted(self._inside)),
            tuple(sorted(self._limited)),
            tuple(sorted(self._parts)),
        )

    def free_page_output(self, page: FreePage) -> Output:
        """Return a page of the site's own words."""
        return self._output(
            addresses.page_path(page.name),
            lambda: self._maker.free_page(page),
            page,
            tuple(sorted(self._inside)),
            tuple(sorted(self._parts)),
        )

    def history_output(self, months: tuple[MonthView, ...]) -> Output:
        """Return the list of months."""
        counts = tuple((month.key, len(month.rows)) for month in months)
        return self._output(
            addresses.HISTORY, lambda: self._maker.history(months), counts, last=True
        )

    def index_output(self, view: AudienceView) -> Output:
        """Return the first page."""
        site = view.site
        return self._output(
            addresses.INDEX,
            lambda: self._maker.index(view),
            site.verdict,
            site.groups,
            view.open,
            view.notices,
            view.active,
            view.upcoming,
            view.standings,
            site.recent,
            tuple(sorted(self._inside)),
            tuple(sorted(self._limited)),
            site.uptime and site.uptime.days_of(page.component.id for page in view.components),
            site.uptime and site.uptime.groups,
            tuple(replace(each, turns=()) for each in view.services),
            last=True,
        )

    def _names(self, components: Iterable[str]) -> tuple[object, ...]:
        known = self._setting.frame.component_names
        return tuple(known.get(component) for component in components)

    def _kept(self, incident: str) -> tuple[bool, bool]:
        return incident in self._inside, incident in self._limited

    def _output(
        self, path: str, make: Callable[[], bytes], *values: object, last: bool = False
    ) -> Output:
        return Output(path, fingerprint(path, self._common, *values), make, last)


def private_outputs(view: AudienceView, months: ComponentMonths, press: Press) -> Iterator[Output]:
    """Yield all files of a private tree but incidents; what others lead to comes first."""
    parts = {path for page in view.components for path in _paths_of(page.component, months)}
    if view.site.uptime:
        parts.add(addresses.COMPUTING)
    own = view.services if view.setting.kind is AudienceKind.ACCOUNT else ()
    if own:
        parts.add(addresses.SERVICE)
    renderer = PrivatePageRenderer(view.setting, press, view.inside, view.limited, frozenset(parts))
    for month in view.months:
        yield renderer.month_output(month)
    for component in view.components:
        if view.site.uptime:
            rule = view.site.uptime.rule
            yield from renderer.month_of_component_outputs(component, rule, months)
        yield from renderer.component_outputs(component, view.site.uptime, months)
    if view.site.uptime:
        yield renderer.computing_output(view, view.site.uptime)
    for service in own:
        yield renderer.service_output(service)
    for page in view.setting.frame.pages:
        yield renderer.free_page_output(page)
    yield renderer.history_output(view.months)
    yield renderer.index_output(view)


def _paths_of(component: ComponentView, months: ComponentMonths) -> Iterator[str]:
    """Yield the addresses of a component's pages."""
    yield from (addresses.component_path(name) for name in component.addressed)
    yield from (path for path, _ in month_pages(component, months))
