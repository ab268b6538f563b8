"""The ground that all incidents are read against: the site and the theme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from builder.output.kept import KeptSite
from builder.source.scan import Snapshot
from builder.vocabulary.problems import Problem

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.source.pictures import Picture
    from builder.vocabulary.theme import Theme


@dataclass(frozen=True, slots=True)
class Ground:
    """Site and theme, ``None`` where they could not be read at all, and what is wrong with them.

    ``pictures`` are those that free pages show; ``site_problems`` what is wrong in ``site_src/``;
    ``references`` the incidents that free pages lead to.
    """

    site: Site | None
    theme: Theme | None
    problems: tuple[Problem, ...]
    pictures: tuple[Picture, ...] = ()
    site_problems: tuple[Problem, ...] = ()
    references: tuple[str, ...] = ()


def read_ground(
    snapshot: Snapshot, kept: KeptSite | None = None, latest: datetime | None = None
) -> Ground:
    """Read site and theme; ``kept`` is a site that was read from the very same files.

    ``latest`` is as for ``read_site``.
    """
    if kept is not None:
        return _with_theme(snapshot, kept.site, kept.problems, ())
    from builder.source.site import read_site

    reading = read_site(snapshot, latest)
    if reading.site is None:
        return Ground(None, None, (*snapshot.problems, *reading.problems))
    ground = _with_theme(snapshot, reading.site, reading.problems, reading.pictures)
    return replace(ground, references=reading.references)


def to_keep(ground: Ground, digest: str) -> KeptSite | None:
    """Return what the next build may keep of the site; nothing where pictures belong to it, or
    where its pages lead to incidents, which may change."""
    if ground.site is None or ground.pictures or ground.references:
        return None
    return KeptSite(digest, ground.site, ground.site_problems)


def _with_theme(
    snapshot: Snapshot, site: Site, found: tuple[Problem, ...], pictures: tuple[Picture, ...]
) -> Ground:
    from builder.source.theme import read_theme

    theme = read_theme(snapshot.root, site.theme)
    problems = (*snapshot.problems, *found, *theme.problems)
    return Ground(site, theme.theme, problems, pictures, found)
