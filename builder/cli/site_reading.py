"""The site as commands need it that change its files: read, and refused where it is wrong."""

from collections.abc import Iterable
from pathlib import Path

from builder.model.site import Site
from builder.vocabulary.problems import Problem


class SiteRefused(Exception):
    """The site's own files have errors; ``problems`` are all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)


def readable_site(source: Path) -> Site:
    """Return the site of a source folder.

    Raises:
        SiteRefused: one of its files is wrong.
    """
    from builder.source.scan import scan
    from builder.source.site import read_site

    snapshot = scan(source)
    reading = read_site(snapshot)
    errors = [problem for problem in reading.problems if problem.is_error]
    if reading.site is None or errors:
        raise SiteRefused(errors or snapshot.problems)
    return reading.site
