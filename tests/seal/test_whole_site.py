"""A site as it is built: its opener takes over every element and word of the theme's pages."""

import os
import shutil
import subprocess
import sys
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.seal.opening import open_tree
from builder.seal.secret import Secret
from tests.readers.programs import needs_package
from tests.seal.host import Host
from tests.seal.samples import SITE
from tests.seal.visitor import Visitor
from tests.site.checkers import axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

READER = "audience:customer-service"


def tocsin(*arguments: str | Path) -> str:
    secret = SITE.secret.reveal().hex()
    return subprocess.run(
        [sys.executable, "-m", "builder", *arguments, "--now", "2026-11-23T15:00:00Z"],
        env={**os.environ, "TOCSIN_SECRET": secret},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture(scope="module")
def example(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The example's private trees, and the link of one of its readers."""
    source = tmp_path_factory.mktemp("example")
    for name in ("site_src", "incidents"):
        shutil.copytree(root / name, source / name)
    link = tocsin("link", "add", READER, "--print", "--source", source)
    tocsin("build", "--private", "--source", source)
    return source / "dist" / "private", link.split()[-1]


class Main(HTMLParser):
    """The elements of ``<main>`` with their classes and what they draw, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inside = False
        self.elements: list[list[str]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.inside:
            found = dict(attrs)
            self.elements.append([tag, found.get("class") or "", found.get("d") or ""])
        self.inside = self.inside or tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.text += data


SHOWN = """() => {
    const copy = document.querySelector("#tocsin-content").cloneNode(true);
    for (const own of copy.querySelectorAll(".tocsin-copy, .tocsin-ago")) own.remove();
    const all = Array.from(copy.querySelectorAll("*"));
    const told = (one, name) => one.getAttribute(name) || "";
    const elements = all.map((one) => [one.localName, told(one, "class"), told(one, "d")]);
    return {elements, text: copy.textContent};
}"""


def opened_page(
    trees: Path, link: str, host: Host, visitor: Visitor
) -> tuple[Mapping[str, bytes], "Page"]:
    """The reader's pages in clear, and the browser's with the first of them opened."""
    address, _, key = link.partition("#k=")
    folder = trees / address.split("/")[-2]
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    pages = open_tree(files, folder.name, Secret(urlsafe_b64decode(key + "="))).pages
    host.put(folder.name, files)
    page = visitor.go(host.url(f"{folder.name}/#k={key}"))
    page.wait_for_selector("#tocsin-content > *")
    return pages, page


def test_axe_finds_nothing_in_an_opened_page(
    example: tuple[Path, str], host: Host, visitor: Visitor
) -> None:
    needs_package("axe-core")
    _, page = opened_page(*example, host, visitor)
    assert axe(page) == []


def test_every_page_of_the_theme_is_taken_over_whole(
    example: tuple[Path, str], host: Host, visitor: Visitor
) -> None:
    opened, page = opened_page(*example, host, visitor)
    assert len(opened) > 5
    for path, content in opened.items():
        if not path.endswith(".html"):
            continue
        wanted = Main(content.decode())
        page.evaluate(
            """path => { document.querySelector("#tocsin-content").replaceChildren();
                         location.hash = "#p=" + path + "&a=again"; }""",
            path,
        )
        page.wait_for_selector("#tocsin-content > *")
        shown = page.evaluate(SHOWN)
        assert shown["text"].split() == wanted.text.split(), path
        assert shown["elements"] == wanted.elements, path
