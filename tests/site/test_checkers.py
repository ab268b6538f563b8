"""No program that looks for faults finds one, on any kind of page, in light and in dark."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.build import Request, build
from builder.build.readers import private_trees
from builder.seal.keys import tree_keys
from builder.seal.opening import open_with_content_key
from builder.seal.secret import Secret
from builder.source.scan import scan
from builder.source.site import read_site
from tests.browser import browser
from tests.build.sites import NOW
from tests.readers.programs import needs_package
from tests.site.checkers import RULES, axe, html_validate, lighthouse, nu
from tests.site.crawler import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["browser"]

pytestmark = pytest.mark.proof

SECRET = Secret(bytes(range(32)))
KINDS = {
    "index.html",
    "uptime.html",
    "components/*.html",
    "components/*/history/*.html",
    "groups/*.html",
    "history/*.html",
    "incidents/*.html",
}
"""What there must be among the pages."""


@pytest.fixture(scope="module")
def trees(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The trees of the example and of a site with one of everything, private ones in clear."""
    found = {}
    for name, source in (("example", root), ("everything", Path(__file__).parent / "everything")):
        folder = tmp_path_factory.mktemp(name)
        outcome = build(Request(source, folder / "out", folder / "c", NOW, True, secret=SECRET))
        assert not outcome.failed, outcome.problems
        found[name] = folder / "out" / "public"
        site = read_site(scan(source)).site
        assert site is not None
        for tree in private_trees(site, SECRET, NOW):
            place = folder / tree.reader.name.replace(":", "-")
            written = folder / "out" / tree.name
            pages = {each.relative_to(written).as_posix(): each for each in _files(written)}
            clear = {path: each.read_bytes() for path, each in pages.items()}
            if tree.sealed is not None and tree.keys is not None:
                keys = tree_keys(tree.keys, tree.sealed)
                clear = {**open_with_content_key(clear, keys.path_id, keys.content).pages}
            for path, data in clear.items():
                (place / path).parent.mkdir(parents=True, exist_ok=True)
                (place / path).write_bytes(data)
            found[f"{name} for {tree.reader.name}"] = place
    return found


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in sorted(folder.rglob("*")) if each.is_file())


@pytest.fixture(scope="module")
def pages(trees: dict[str, Path]) -> list[Path]:
    """All pages of all trees."""
    for kind in KINDS:
        assert [*trees["example"].glob(kind)], kind
        assert any([*tree.glob(kind)] for name, tree in trees.items() if " for " in name) == (
            kind != "groups/*.html"
        ), f"{kind}: private pages have all of these but groups"
    return [page for tree in trees.values() for page in _files(tree) if page.suffix == ".html"]


def test_html_validate_finds_nothing(pages: list[Path], tool: Callable[[str], Path]) -> None:
    needs_package("html-validate")
    assert html_validate(tool("node"), pages) == []


def test_the_nu_checker_finds_nothing(pages: list[Path], tool: Callable[[str], Path]) -> None:
    needs_package("vnu-jar")
    assert nu(tool("java"), pages) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(pages: list[Path], browser: "Browser", colours: str) -> None:
    needs_package("axe-core")
    wrong = {}
    context = browser.new_context(
        viewport={"width": 360, "height": 800},
        color_scheme="dark" if colours == "dark" else "light",
    )
    with context.new_page() as page:
        for path in pages:
            page.goto(path.as_uri())
            # The banner stands in a frame of a page that has a heading of its own.
            rules = RULES[:-1] if path.name == "banner.html" else RULES
            wrong[path] = axe(page, rules)
    context.close()
    assert {path: found for path, found in wrong.items() if found} == {}


def test_lighthouse_gives_the_best_marks(
    trees: dict[str, Path], tool: Callable[[str], Path]
) -> None:
    """But for search engines: it fetches ``robots.txt`` by a script, which the content policy
    forbids, and wants languages by whole addresses, which the sitemap has."""
    needs_package("lighthouse")
    month = next(trees["example"].glob("components/*/history/2*.html"))
    with served(trees["example"]) as base:
        for path in ("index.html", month.relative_to(trees["example"]).as_posix()):
            marks = dict(lighthouse(tool("node"), tool("chromium"), base + path))
            assert marks.pop("seo") > 0.8, path
            assert marks.pop("performance") > 0.9, path
            assert marks == {"accessibility": 1, "best-practices": 1}, path
