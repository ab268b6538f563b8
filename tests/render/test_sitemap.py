from dataclasses import replace

from lxml import etree

from builder.render.sitemap import sitemap_outputs
from builder.views.frame import editions
from builder.views.types import SiteView
from tests.render import samples

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def made(site: SiteView) -> dict[str, bytes]:
    return {each.path: each.make() for each in sitemap_outputs(site, editions(site.frame))}


def site(**changes: object) -> SiteView:
    return replace(samples.site(), frame=samples.frame(languages=("en", "fr"), **changes))


def test_every_page_in_every_language() -> None:
    found = made(site())
    index = etree.fromstring(found["sitemap.xml"])
    parts = [each.text or "" for each in index.iterfind("s:sitemap/s:loc", NS)]
    assert parts[0] == "https://status.larkspur.example/sitemaps/pages.xml"
    base = "https://status.larkspur.example/"
    listed = {}
    for part in parts:
        for url in etree.fromstring(found[part.removeprefix(base)]).iterfind("s:url", NS):
            there = {
                link.attrib["hreflang"]: link.attrib["href"] for link in url.iterfind("x:link", NS)
            }
            listed[url.findtext("s:loc", "", NS)] = there
    assert listed[base] == {"en": base, "fr": f"{base}fr/", "x-default": base}
    for there in listed.values():
        assert there.keys() == {"en", "fr", "x-default"}
        assert set(there.values()) <= listed.keys()
        assert listed[there["fr"]] == there
    assert f"{base}fr/incidents/2026-10-11-dashboard.html" in listed
    assert f"{base}incidents/2026-12-01-search.html" in listed


def test_robots_leads_to_it_and_forbids_nothing() -> None:
    for engines in (True, False):
        found = made(site(search_engines=engines))
        lines = found["robots.txt"].decode().splitlines()
        assert lines[:2] == ["User-agent: *", "Allow: /"]
        assert not [line for line in lines if line.startswith("Disallow")]
        assert ("Sitemap: https://status.larkspur.example/sitemap.xml" in lines) is engines
        assert set(found) == {"robots.txt"} if not engines else "sitemap.xml" in found


def test_one_month_moves_its_own_list_alone() -> None:
    plain = site()

    def keys(of: SiteView) -> dict[str, str]:
        return {each.path: each.key for each in sitemap_outputs(of, editions(of.frame))}

    month = plain.months[0]
    row = replace(month.rows[0], updated=samples.at("2026-12-24 08:00"))
    other = replace(plain, months=(replace(month, rows=(row, *month.rows[1:])), *plain.months[1:]))
    moved = {path for path, key in keys(plain).items() if keys(other)[path] != key}
    assert moved == {f"sitemaps/{month.key}.xml"}
