"""Warnings on states that some readers are told and everyone is told better ones of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from builder.source.names import names_of
from builder.source.state_place import problem_of_state
from builder.views.cut import cut
from builder.views.frame import component_limits
from builder.views.rows import row_of
from builder.views.understated import Worse, told_worse, understated
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import PUBLIC

if TYPE_CHECKING:
    from builder.model.incident import Incident
    from builder.model.site import Site
    from builder.views.types import IncidentRow


def worse_in(incident: Incident, site: Site, now: datetime) -> tuple[Worse, ...]:
    """Return what an incident tells some readers of a site that is worse than what it tells all."""
    return told_worse(incident, tuple(site.readers()), component_limits(site), now)


def rows_of(incidents: Iterable[Incident], site: Site, now: datetime) -> Iterator[IncidentRow]:
    """Yield the row of each incident of which everyone may read."""
    limits = component_limits(site)
    for incident in incidents:
        view = cut(PUBLIC, incident, limits, now)
        if view is not None:
            yield row_of(view, "")


def understated_problems(
    worse: Iterable[Worse], public: Iterable[IncidentRow], site: Site, root: Path, now: datetime
) -> Iterator[Problem]:
    """Yield a warning on each state that is worse than what everyone sees, in its file.

    ``public`` are the rows of all incidents as everyone has them.
    """
    called = {component.id: component.called for component in site.components()}
    for each, seen in understated(worse, public, now):
        readers = ", ".join(f"`{name.removeprefix('audience:')}`" for name in each.readers)
        yield problem_of_state(
            root,
            f"incidents/{each.incident}/{each.update or 'incident'}.md",
            each.component,
            names_of(site),
            "worse-than-public",
            f"`{called[each.component]}` is `{each.state}` for {readers}, and everyone sees "
            f"`{seen}`.",
            "Tell everyone too, or write `understated: true` into the update if it is meant.",
        )
