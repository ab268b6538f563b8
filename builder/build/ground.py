"""The ground that all incidents are read against: the site and the theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from builder.output.kept import KeptSite
from builder.source.scan import Snapshot
from builder.vocabulary.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.source.pictures import Picture
    from builder.vocabulary.catalogue import Catalogue
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
    return KeptSite(digest, replace(ground.site, catalogues={}), ground.site_problems)


def _with_theme(
    snapshot: Snapshot, site: Site, found: tuple[Problem, ...], pictures: tuple[Picture, ...]
) -> Ground:
    from builder.render.catalogues import catalogues
    from builder.source.theme import read_theme

    reading = read_theme(snapshot.root, site.theme, site.languages)
    problems = (*snapshot.problems, *found, *reading.problems)
    if reading.theme is not None:
        words, wrong = catalogues(reading.theme, site.languages)
        problems = (*problems, *wrong, *_without_words(site, words))
        site = replace(site, catalogues=words)
    return Ground(site, reading.theme, problems, pictures, found)


def _without_words(site: Site, words: Mapping[str, Catalogue]) -> Iterator[Problem]:
    """Yield a warning on each language in which the interface has no words."""
    for language in site.languages:
        if language not in words and language.partition("-")[0] != "en":
            yield Problem(
                Place("site_src/site.yml"),
                "language-without-words",
                f"The interface has no words in `{language}`: there they are English.",
                f"Write them into `themes/{site.theme}/locales/{language}/LC_MESSAGES/tocsin.po` "
                "beside the theme's templates.",
                Severity.WARNING,
            )
