"""The uptime of components and groups as one reader sees them, from the rows of its incidents.

Only what the cut has left is counted: figures are a function of the reader's own view.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from fractions import Fraction

from builder.model.board import Stretch
from builder.model.site import Component, Site
from builder.model.uptime import Held, Measured, Window, any_down, mean, measure
from builder.model.uptime_policy import GroupRule, Policy
from builder.model.uptime_window import midnight
from builder.views.frame import readable_components
from builder.views.rows import carried
from builder.views.types import IncidentRow, Span
from builder.vocabulary.readers import Reader
from builder.vocabulary.statuses import State

Sources = Mapping[str, tuple[Stretch, ...]]
"""The stretches of incidents by their ids: they know which update brought a state about."""


@dataclass(frozen=True, slots=True)
class ComponentUptime:
    """A component's figure; ``name`` is in the default language."""

    id: str
    name: str
    measured: Measured

    @property
    def uptime(self) -> Fraction | None:
        """The figure; ``None`` where there is no data."""
        return self.measured.uptime


@dataclass(frozen=True, slots=True)
class GroupUptime:
    """A group's figure: ``uptime`` is ``None`` where there is no data. ``components`` are those
    that it was made of; ``measured`` is set where the group was measured as one."""

    id: str
    name: str
    uptime: Fraction | None
    components: tuple[str, ...]
    measured: Measured | None = None


@dataclass(frozen=True, slots=True)
class Uptime:
    """All figures of a reader over a window, in the order of the site or of who asked."""

    window: Window
    policy: Policy
    groups: tuple[GroupUptime, ...]
    components: tuple[ComponentUptime, ...]


def uptime(
    reader: Reader,
    site: Site,
    rows: Iterable[IncidentRow],
    window: Window,
    zone: tzinfo,
    policy: Policy,
    *,
    wanted: Collection[str] | None = None,
    sources: Sources | None = None,
) -> Uptime:
    """Measure what the reader may read.

    ``rows`` are those of this reader's incidents. A component's ``start_date`` and the day of its
    archiving begin at midnight in ``zone``. ``wanted`` are components in the order in which they
    are to be listed, without groups; ``None`` asks for all that were there at some time of the
    window, and for the groups. ``sources`` make each piece name the update that brought it about.
    """
    heard = told(carried(rows), window, sources)
    readable = {each.id: each for each in readable_components(reader, site)}
    if wanted is None:
        there = lives(readable.values(), window, zone)
        names = [
            name for name, life in there.items() if life.seconds or not readable[name].archived
        ]
    else:
        names = [name for name in wanted if name in readable]
        there = lives((readable[name] for name in names), window, zone)
    called = {each.id: each.name for each in site.components()}
    measured = {name: measure(heard.get(name, ()), (there[name],), policy) for name in names}
    groups = group_figures(site, measured, there, heard, policy) if wanted is None else ()
    return Uptime(
        window,
        policy,
        tuple(groups),
        tuple(ComponentUptime(name, called[name], measured[name]) for name in names),
    )


def told(
    rows: Iterable[IncidentRow], window: Window, sources: Sources | None = None
) -> dict[str, list[Held]]:
    """Return what was told of each component of a window, by its id; merged incidents are already
    carried on. ``sources`` make each name the update that brought it about."""
    known = sources or {}
    first, last = (datetime.fromtimestamp(each, UTC) for each in (window.since, window.until))
    found: dict[str, list[Held]] = {}
    for row in rows:
        for span in row.spans:
            if span.state is State.OPERATIONAL or span.since >= last:
                continue
            if span.until is None or span.until > first:
                found.setdefault(span.component, []).append(
                    Held(
                        span.state,
                        int(span.since.timestamp()),
                        None if span.until is None else int(span.until.timestamp()),
                        f"{row.id}/{_update_behind(span, known.get(row.id, ()))}",
                    )
                )
    return found


def lives(components: Iterable[Component], window: Window, zone: tzinfo) -> dict[str, Window]:
    """Return from when to when in the window there is data of each component, by its id."""
    return {each.id: Window(*_life(each, window, zone)) for each in components}


def _update_behind(span: Span, stretches: Iterable[Stretch]) -> str:
    """Return the update that a state goes back to; ``incident`` for the window of a maintenance."""
    for each in stretches:
        begun = each.component == span.component and each.since <= span.since
        if begun and (each.until is None or span.since < each.until):
            return each.update or "incident"
    return "incident"


def _life(component: Component, window: Window, zone: tzinfo) -> tuple[int, int]:
    """Return from when to when in the window there is data of a component; nothing of one that was
    archived nobody knows when."""
    since, until = window.since, window.until
    if component.start_date is not None:
        since = max(since, midnight(component.start_date, zone))
    if isinstance(component.archived, date):
        until = min(until, midnight(component.archived, zone))
    elif component.archived:
        until = since
    return since, max(since, until)


def group_figures(
    site: Site,
    measured: Mapping[str, Measured],
    there: Mapping[str, Window],
    heard: Mapping[str, Iterable[Held]],
    policy: Policy,
) -> Iterator[GroupUptime]:
    """Yield the figures of groups, of those of their components that were ``measured``."""
    for group in site.groups:
        inside = tuple(each.id for each in group.components if each.id in measured)
        if not inside:
            continue
        if policy.groups is GroupRule.MEAN:
            figure = mean(measured[name].uptime for name in inside)
            yield GroupUptime(group.id, group.name, figure, inside)
        else:
            whole = any_down(((heard.get(name, ()), there[name]) for name in inside), policy)
            yield GroupUptime(group.id, group.name, whole.uptime, inside, whole)
