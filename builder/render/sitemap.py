"""What search engines are told: which pages there are, in which languages (sitemaps.org, 0.9).

One list of all pages would be written anew with each incident and grow for ever, so ``sitemap.xml``
leads to short ones: of the fixed pages, and of each month's incidents.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from html import escape

from builder.render import addresses
from builder.render.outputs import Output
from builder.views.fingerprint import fingerprint
from builder.views.types import Frame, MonthView, SiteView
from builder.vocabulary.times import iso

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

Page = tuple[str, datetime | None]
"""The address of a page below the top of its language, and when it last changed, if that is
known."""


def sitemap_outputs(site: SiteView, editions: tuple[Frame, ...]) -> Iterator[Output]:
    """Yield ``robots.txt``, and sitemaps of all pages in all ``editions`` where search engines are
    welcome.

    Where they are not, nothing is forbidden to them: they must be able to read that a page is not
    for them.
    """
    frame = editions[0]
    key = fingerprint(addresses.ROBOTS, frame.url, frame.search_engines)
    yield Output(addresses.ROBOTS, key, partial(_robots, frame))
    if not frame.search_engines:
        return
    place = tuple((each.url, each.folder, each.languages[0]) for each in editions)
    months = tuple(month.key for month in site.months)
    lists = [("sitemaps/pages.xml", tuple(_fixed(site)))]
    lists += [(f"sitemaps/{month.key}.xml", tuple(_of_month(month))) for month in site.months]
    for path, pages in lists:
        yield Output(path, fingerprint(path, place, pages), partial(_sitemap, editions, pages))
    key = fingerprint(addresses.SITEMAP, frame.url, months)
    paths = tuple(path for path, _ in lists)
    yield Output(addresses.SITEMAP, key, partial(_index, frame, paths), last=True)


def _fixed(site: SiteView) -> Iterator[Page]:
    """Yield the pages that are no incident's, and those of incidents that are still ahead."""
    for path in (
        "",
        addresses.MAINTENANCE,
        addresses.HISTORY,
        addresses.SUBSCRIBE,
        addresses.EMBEDDING,
    ):
        yield path, None
    if site.uptime:
        yield addresses.COMPUTING, None
    for page in site.components:
        yield addresses.component_path(page.component.id), None
    for group in site.group_pages:
        yield addresses.group_path(group.group.id), None
    for free in site.frame.pages:
        yield addresses.page_path(free.name), None
    for view in site.upcoming:
        yield addresses.incident_path(view.id), view.updated


def _of_month(month: MonthView) -> Iterator[Page]:
    yield addresses.month_path(month.key), None
    for row in month.rows:
        yield addresses.incident_path(row.id), row.updated


def _sitemap(editions: tuple[Frame, ...], pages: Iterable[Page]) -> bytes:
    lines = [_HEAD, f'<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="{_XHTML}">\n']
    for path, updated in pages:
        there = [(each.languages[0], _address(each, path)) for each in editions]
        alternates = "" if len(editions) == 1 else "".join(_alternates(there))
        changed = "" if updated is None else f"<lastmod>{iso(updated)}</lastmod>"
        for _, address in there:
            lines.append(f"<url><loc>{address}</loc>{changed}{alternates}</url>\n")
    return "".join([*lines, "</urlset>\n"]).encode()


def _alternates(there: list[tuple[str, str]]) -> Iterator[str]:
    for language, address in (*there, ("x-default", there[0][1])):
        yield f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'


def _index(frame: Frame, paths: Iterable[str]) -> bytes:
    lines = [_HEAD, f'<sitemapindex xmlns="{_NAMESPACE}">\n']
    lines += [f"<sitemap><loc>{_address(frame, path)}</loc></sitemap>\n" for path in paths]
    return "".join([*lines, "</sitemapindex>\n"]).encode()


def _robots(frame: Frame) -> bytes:
    lines = ["User-agent: *", "Allow: /"]
    if frame.search_engines:
        lines += [f"Sitemap: {frame.url.rstrip('/')}/{addresses.SITEMAP}"]
    return "\n".join([*lines, ""]).encode()


def _address(frame: Frame, path: str) -> str:
    return escape(f"{frame.url.rstrip('/')}/{frame.folder}{path}")
