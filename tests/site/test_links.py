"""Every link leads somewhere, wherever the site lies."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag

import feedparser
import pytest

from tests.build.sites import built, put
from tests.site.crawler import Crawl, Page, crawl, served

OWN = {
    "example": "https://status.example.com/",
    "everything": "https://org.example.com/team/status/",
}


@pytest.fixture(scope="module", params=sorted(OWN))
def site(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A built tree two folders deep, and the address that it knows itself by.

    One is the example of the project, the other has one of everything.
    """
    name: str = request.param
    source = root if name == "example" else Path(__file__).with_name("everything")
    folder = tmp_path_factory.mktemp(name)
    outcome = built(source, folder / "out", folder / "cache")
    assert not outcome.failed, outcome.problems
    (folder / "served" / "team").mkdir(parents=True)
    tree = folder / "served" / "team" / "status"
    (folder / "out" / "public").rename(tree)
    return tree, OWN[name]


@pytest.fixture(params=["at the root", "two folders deep", "from the disk"])
def walked(request: pytest.FixtureRequest, site: tuple[Path, str]) -> Iterator[tuple[Crawl, Path]]:
    """What a walk through the site finds, from each place where it may lie."""
    tree, own = site
    if request.param == "from the disk":
        yield crawl(tree.as_uri() + "/", own), tree
    elif request.param == "at the root":
        with served(tree) as base:
            yield crawl(base, own), tree
    else:
        with served(tree.parent.parent) as base:
            yield crawl(f"{base}team/status/", own), tree


def paths(tree: Path, pattern: str) -> set[str]:
    return {path.relative_to(tree).as_posix() for path in tree.rglob(pattern)}


def test_every_link_leads_somewhere(walked: tuple[Crawl, Path]) -> None:
    assert walked[0].faults == []


def test_every_page_is_found_from_the_first(walked: tuple[Crawl, Path]) -> None:
    found, tree = walked
    pages = paths(tree, "*.html") - {"404.html", "banner.html", "fr/banner.html"}
    # Earlier names of a component show its page to those who kept the address.
    known = {(tree / path).read_bytes() for path in found.pages}
    kept = {path for path in pages - set(found.pages) if (tree / path).read_bytes() in known}
    assert all("components" in path for path in kept)
    assert set(found.pages) == pages - kept
    assert found.files >= {"updates.atom", "updates.rss"} | paths(tree, "*.png")


def test_no_anchor_stands_twice(walked: tuple[Crawl, Path]) -> None:
    for path, page in walked[0].pages.items():
        assert len(page.anchors) == len(set(page.anchors)), path


def test_what_is_not_found_leads_back_by_the_path_of_the_address(site: tuple[Path, str]) -> None:
    tree, own = site
    deep = own.count("/") > 3
    with served(tree.parent.parent if deep else tree) as base:
        base += "team/status/" if deep else ""
        found = crawl(base, own, start="404.html")
        assert found.faults == []
        assert "index.html" in found.files
        # A host shows it in place of any address, however deep that is.
        page = found.pages["404.html"]
    outside = ("https://", "data:image/", "#")
    inside = [link.target for link in page.links if not link.target.startswith(outside)]
    assert inside
    assert all(target.startswith("/") for target in inside)


@pytest.mark.parametrize("name", ["updates.atom", "updates.rss"])
def test_links_of_feeds_lead_into_the_site(site: tuple[Path, str], name: str) -> None:
    tree, own = site
    pages = {path: Page((tree / path).read_text()) for path in paths(tree, "*.html")}
    feed = feedparser.parse((tree / name).read_bytes())
    assert not feed.bozo
    targets = [link.href for link in feed.feed.links] + [feed.feed.link]
    for entry in feed.entries:
        words = Page("".join(part.value for part in entry.content))
        targets += [entry.link, *(link.href for link in entry.links)]
        targets += [link.target for link in words.links]
    assert len(targets) > len(feed.entries)
    for target in targets:
        if not target.startswith(own):
            assert target.startswith(("https://www.example.com/", "https://docs.", "mailto:"))
            continue
        where, anchor = urldefrag(target.removeprefix(own))
        assert (tree / (where or "index.html")).is_file(), target
        assert not anchor or anchor in pages[where].anchors, target


# --- the crawler itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<a href="gone.html">', "index.html: gone.html: nothing lies at gone.html"),
        ('<a href="index.html#gone">', "index.html: index.html has no anchor gone"),
        ('<a href="#gone">', "index.html: index.html has no anchor gone"),
        ('<a href="p/">', "index.html: p/: nothing lies at p/"),
        ('<a href="/p/other.html">', "index.html: /p/other.html leads out of the site"),
        ('<a href="../other.html">', "index.html: ../other.html leads out of the site"),
        ('<img src="https://a.example/b.png">', "a browser would fetch https://a.example/b.png"),
        ('<link rel="stylesheet" href="//a.example/b.css">', "a browser would fetch //a.example"),
        ('<img srcset="gone.png 2x">', "index.html: gone.png: nothing lies at gone.png"),
        ('<a href="https://own.example/gone.html">', "nothing lies at gone.html"),
        ('<a href="javascript:alert(1)">', "javascript:alert(1) leads out of the site"),
    ],
)
def test_the_crawler_sees_what_is_wrong(tmp_path: Path, html: str, fault: str) -> None:
    tree = tmp_path / "deep"
    put(tree, "index.html", html)
    put(tree, "p/other.html", "")
    with served(tmp_path) as base:
        (found,) = crawl(f"{base}deep/", "https://own.example/").faults
    assert fault in found


def test_the_crawler_has_no_word_against_what_is_right(tmp_path: Path) -> None:
    put(tmp_path, "index.html", '<p id="a"><a href="p/b.html#c"></a><a href="#a"></a>')
    put(tmp_path, "p/b.html", '<p id="c"><a href="https://own.example/index.html"></a>')
    found = crawl(tmp_path.as_uri() + "/", "https://own.example/")
    assert (found.faults, set(found.pages)) == ([], {"index.html", "p/b.html"})
