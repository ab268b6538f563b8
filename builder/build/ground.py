"""The ground that all incidents are read against: the site and the theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.source.scan import Snapshot
from builder.vocabulary.problems import Problem

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.source.pictures import Picture
    from builder.vocabulary.theme import Theme


@dataclass(frozen=True, slots=True)
class Ground:
    """Site and theme, ``None`` where they could not be read at all, and what is wrong with them.

    ``pictures`` are those that free pages show.
    """

    site: Site | None
    theme: Theme | None
    problems: tuple[Problem, ...]
    pictures: tuple[Picture, ...] = ()


def read_ground(snapshot: Snapshot) -> Ground:
    """Read site and theme."""
    from builder.source.site import read_site
    from builder.source.theme import read_theme

    reading = read_site(snapshot)
    problems = (*snapshot.problems, *reading.problems)
    if reading.site is None:
        return Ground(None, None, problems)
    theme = read_theme(snapshot.root, reading.site.theme)
    return Ground(reading.site, theme.theme, (*problems, *theme.problems), reading.pictures)
