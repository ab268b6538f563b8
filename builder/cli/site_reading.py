"""The site as commands need it that change its files: read, and refused where it is wrong."""

from pathlib import Path

from builder.model.site import Site


class SiteRefused(Exception):
    """The site's own files have errors; ``str`` of it names them all."""


def readable_site(source: Path) -> Site:
    """Return the site of a source folder.

    Raises:
        SiteRefused: one of its files is wrong.
    """
    from builder.source.scan import scan
    from builder.source.site import read_site

    reading = read_site(scan(source))
    errors = [str(problem) for problem in reading.problems if problem.is_error]
    if reading.site is None or errors:
        raise SiteRefused("\n".join(errors) or "there is no site here; `tocsin check` says more")
    return reading.site
