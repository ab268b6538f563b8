"""nginx and Caddy with the public tree, set up with nothing but the files that a build wrote."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.seal.hosts_objects import public_object
from builder.seal.hosts_public import (
    FEED_JSON,
    IMMUTABLE,
    SHORT,
    PublicSite,
    asset_headers,
    banner_headers,
    data_headers,
    headers_file,
    page_headers,
)
from tests.build.sites import built, incident, lay, put, update
from tests.hosts.servers import SERVERS, Answer, Server

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
}


@dataclass(frozen=True, slots=True)
class Hosted:
    """A public tree and its server; ``path`` is that of the site's address."""

    tree: Path
    server: Server
    path: str
    site: PublicSite

    def get(self, path: str) -> Answer:
        return self.server.get(f"{self.path}/{path}")

    def files(self, ending: str = "") -> list[str]:
        found = (path for path in self.tree.rglob(f"*{ending}") if path.is_file())
        return sorted(path.relative_to(self.tree).as_posix() for path in found)


@pytest.fixture(
    scope="module",
    params=[(server, path) for server in sorted(SERVERS) for path in ("", "/team/status")],
    ids=lambda param: f"{param[0]}{param[1] or '/'}",
)
def hosted(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    tool: Callable[[str], Path],
) -> Iterator[Hosted]:
    name, path = request.param
    command = tool(name)
    base = tmp_path_factory.mktemp(name)
    root = lay(base / "site")
    put(
        root,
        "site_src/site.yml",
        f"name: Example\nurl: https://status.example.com{path}\ntime_zone: Etc/UTC\n"
        "languages: [en, fr]\n",
    )
    incident(root, "2026-11-23-checkout", u20261123T1405Z=update("investigating", "14:05"))
    window = (
        "title: Work\nkind: maintenance\nscheduled_for: 2026-12-01T10:00:00Z\n"
        "scheduled_until: 2026-12-01T11:00:00Z\ncomponents: {checkout: under_maintenance}"
    )
    incident(root, "2026-12-01-work", window, u20261123T1500Z=update("scheduled", "15:00"))
    assert built(root, base / "out", base / "cache").problems == ()
    place = base / "root" / path.strip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    (base / "out/public").rename(place)
    put(place, "updates.json", "{}")
    put(place, "components/checkout/updates.json", "{}")
    put(place, "api/v2/summary.json", "{}")
    (place / "static").mkdir(exist_ok=True)
    put(place, "static/logo.0123456789ab.svg", "<svg/>")
    put(place, "incidents/2026-11-23-checkout/0123456789ab.png", "")
    style = (place / "index.html").read_text().split("style-src '", 1)[1].partition("'")[0]
    ending = {"nginx": "nginx.conf", "caddy": "caddy"}[name]
    files = {"public": base / "cache/hosts" / f"public.{ending}"}
    with SERVERS[name](command, base / "server", base / "root", files, {}) as servers:
        yield Hosted(place, servers["public"], path, PublicSite(path, True, style))


def told(answer: Answer, wanted: Mapping[str, str]) -> dict[str, str]:
    return {name: answer.headers.get(name.lower(), "") for name in wanted}


def test_every_file_is_served_with_its_type(hosted: Hosted) -> None:
    seen = set()
    for path in hosted.files():
        answer = hosted.get(path)
        assert answer.status == 200, path
        assert answer.body == (hosted.tree / path).read_bytes(), path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        ending = Path(path).suffix
        if Path(path).name in ("updates.json", "major.json"):
            assert answer.headers["content-type"] == FEED_JSON, path
        elif ending:
            assert answer.headers["content-type"] == TYPES[ending], path
            seen.add(ending)
    assert seen == TYPES.keys()


def test_a_store_keeps_with_each_file_what_servers_send(hosted: Hosted) -> None:
    for path in hosted.files():
        sent, kept = hosted.get(path).headers, public_object(path)
        # Servers say nothing of some files that no reader asks for, like robots.txt.
        assert kept["Content-Type"] == sent.get("content-type", "application/octet-stream"), path
        assert kept["Cache-Control"] == sent.get("cache-control", SHORT), path


def test_pages(hosted: Hosted) -> None:
    wanted = page_headers(hosted.site)
    assert "frame-ancestors 'none'" in wanted["Content-Security-Policy"]
    pages = [path for path in hosted.files(".html") if not path.endswith("banner.html")]
    assert "fr/incidents/2026-11-23-checkout.html" in pages
    for path in (*pages, "", "fr/"):
        answer = hosted.get(path)
        assert (answer.status, told(answer, wanted)) == (200, wanted), path
        assert "access-control-allow-origin" not in answer.headers, path


def test_the_banner_alone_may_be_framed(hosted: Hosted) -> None:
    wanted = banner_headers(hosted.site)
    for path in ("banner.html", "fr/banner.html"):
        answer = hosted.get(path)
        assert told(answer, wanted) == wanted, path
        assert "frame-ancestors" not in answer.headers["content-security-policy"]
        assert "x-frame-options" not in answer.headers


def test_data_is_for_every_site_and_kept_a_short_while(hosted: Hosted) -> None:
    wanted = data_headers()
    for ending in (".json", ".atom", ".rss", ".ics"):
        for path in hosted.files(ending):
            answer = hosted.get(path)
            assert told(answer, wanted) == wanted, path
    answer = hosted.get("badges/status.svg")
    assert told(answer, wanted) == wanted


def test_what_has_a_hash_in_its_name_is_kept(hosted: Hosted) -> None:
    wanted = asset_headers()
    (widget,) = hosted.files(".js")
    for path in (
        widget,
        "static/logo.0123456789ab.svg",
        "incidents/2026-11-23-checkout/0123456789ab.png",
    ):
        assert told(hosted.get(path), wanted) == wanted, path


@pytest.mark.parametrize(
    "path",
    [
        "api/v2/missing.json",
        "api/v2/incidents/missing.json",
        "api/v2/summary.json/",
        "api/v2/summary.json.json",
        "api/v2/summary",
        "api/v2/",
        "api/tocsin/v1/incidents/nothing.json",
        "api/tocsin/v1/history/1999-01.json",
        "incidents/aaaaaaaaaaaa.json",
        "components/nothing/updates.json",
        "de/updates.json",
        "fr/api/v2/summary.json",
        "nothing.json",
        "components/nothing/updates.atom",
        "badges/nothing.svg",
        "widget.000000000000.js",
        "nothing.html",
        "nothing",
        "incidents/",
    ],
)
def test_what_is_missing_is_missing(hosted: Hosted, path: str) -> None:
    answer = hosted.get(path)
    assert answer.status in (403, 404), path
    assert b"Page not found" in answer.body
    assert answer.headers["content-type"] == TYPES[".html"]
    assert IMMUTABLE not in answer.headers.get("cache-control", "")


def rules_of(site: PublicSite) -> dict[str, dict[str, str]]:
    """Read the file of static hosts: headers by the path of each rule."""
    rules: dict[str, dict[str, str]] = {}
    for line in headers_file(site).decode().splitlines():
        if line.startswith("/"):
            assert line not in rules
            rules[line] = found = {}
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            found[name] = value
    return rules


def matches(rule: str, path: str) -> bool:
    """Say whether a rule is about a path: ``*`` is anything, ``:name`` anything within a folder."""
    parts = (re.escape(part) for part in re.split(r":[a-z]+", rule))
    return re.fullmatch("[^/]+".join(parts).replace(r"\*", ".*"), path) is not None


@pytest.mark.parametrize("path", ["", "/team/status"])
def test_the_file_of_static_hosts_covers_every_page(path: str) -> None:
    rules = rules_of(PublicSite(path, True, "sha256-x"))

    def sent(below: str) -> dict[str, str]:
        taken: dict[str, str] = {}
        for headers in (headers for rule, headers in rules.items() if matches(rule, path + below)):
            assert all(taken.get(name, value) == value for name, value in headers.items()), below
            taken |= headers
        return taken

    pages = ("", "index.html", "maintenance.html", "maintenance", "subscribe.html", "embed.html")
    folders = ("incidents/x.html", "incidents/x", "history/2026-11.html", "history/", "p/about")
    parts = ("components/x.html", "groups/x.html", "history/index.html")
    for folder in ("", "fr/", "pt-BR/"):
        for page in (*pages, *folders, *parts):
            assert "frame-ancestors 'none'" in sent(f"/{folder}{page}")["Content-Security-Policy"]
        for page in ("banner.html", "banner"):
            framed = sent(f"/{folder}{page}")["Content-Security-Policy"]
            assert "frame-ancestors" not in framed
        for feed in ("updates", "major", "components/x/updates", "groups/x/updates"):
            assert sent(f"/{folder}{feed}.json")["Content-Type"] == FEED_JSON
        assert sent(f"/{folder}components/x/updates.atom")["Access-Control-Allow-Origin"] == "*"
    assert "frame-ancestors 'none'" in sent("/404.html")["Content-Security-Policy"]
    assert sent("/widget.0123456789ab.js")["Cache-Control"] == IMMUTABLE
    assert sent("/static/logo.svg")["Cache-Control"] == IMMUTABLE
    for data in ("api/v2/summary.json", "api/tocsin/v1/status.json", "incidents/aaaaaaaaaaaa.json"):
        assert "Cache-Control" not in sent(f"/{data}")
        assert "Content-Type" not in sent(f"/{data}")


def test_the_file_of_static_hosts_keeps_to_their_limits(tmp_path: Path) -> None:
    """Cloudflare Pages reads 100 rules of 2,000 characters a line, and takes one ``*`` a rule."""
    root = lay(tmp_path / "site")
    languages = ("en", "ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "zh")
    address = f"https://example.com/{'status/' * 40}"
    put(
        root,
        "site_src/site.yml",
        f"name: Example\nurl: {address}\nlanguages: [{', '.join(languages)}]\n",
    )
    parts = "\n".join(f"- {{id: c{number}, name: Component {number}}}" for number in range(300))
    put(root, "site_src/components.yml", f"components:\n{parts}\n")
    assert not built(root, tmp_path / "out", tmp_path / "cache").failed
    text = (tmp_path / "out" / "public" / "_headers").read_text()
    rules = [line for line in text.splitlines() if line.startswith("/")]
    assert len(rules) <= 100
    assert max(map(len, text.splitlines())) <= 2_000
    assert all(rule.count("*") <= 1 for rule in rules)
