"""The board in a real browser: every reader side by side, and a change that shows by itself."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import browser
from tests.build.sites import PROJECT, put, update
from tests.preview.places import DRAFT, committed, site_with_readers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]
UPDATE = "incidents/checkout/20261123T1405Z.md"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return committed(site_with_readers(tmp_path_factory.mktemp("site")))


@pytest.fixture(scope="module")
def page(root: Path, browser: "Browser") -> "Iterator[Page]":
    line = [sys.executable, "-m", "builder", "serve", "--source", str(root), "--port", "0"]
    with subprocess.Popen(line, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(20_000)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        yield page
        page.close()
        process.terminate()
    assert [line for line in said if "favicon" not in line] == []


def test_every_reader_stands_beside_the_others(page: "Page") -> None:
    page.wait_for_selector("iframe[title=Acme]")
    titles = [frame.get_attribute("title") for frame in page.locator("iframe").all()]
    assert titles == ["Everyone", "The board", "Acme"]
    page.select_option("#page", "incidents/checkout.html")
    page.frame_locator("iframe[title='The board']").get_by_text("It costs.").wait_for()
    page.frame_locator("iframe[title=Acme]").get_by_text("We call you.").wait_for()
    everyone = page.frame_locator("iframe[title=Everyone]")
    everyone.get_by_text("Payments fail.").wait_for()
    assert everyone.get_by_text("It costs.").count() == 0


def test_what_is_saved_shows_by_itself_where_one_was_reading(page: "Page", root: Path) -> None:
    page.select_option("#page", "incidents/checkout.html")
    everyone = page.frame_locator("iframe[title=Everyone]")
    everyone.get_by_text("Payments fail.").wait_for()
    put(root, UPDATE, update("identified", "14:05", "Cards fail again."))
    everyone.get_by_text("Cards fail again.").wait_for()
    page.locator("#differences").get_by_text("changed page: Checkout errors").first.wait_for()


def test_an_error_is_named_until_it_is_mended(page: "Page", root: Path) -> None:
    put(root, UPDATE, update("idenfitied", "14:05", "Not to be seen."))
    broken = page.locator("#broken")
    broken.wait_for(state="visible")
    assert f"{UPDATE}:2:9" in (broken.text_content() or "")
    everyone = page.frame_locator("iframe[title=Everyone]")
    everyone.get_by_text("Cards fail again.").wait_for()
    put(root, UPDATE, update("identified", "14:05", "Mended."))
    broken.wait_for(state="hidden")
    everyone.get_by_text("Mended.").wait_for()


def test_a_draft_is_marked(page: "Page", root: Path) -> None:
    put(root, "incidents/checkout/20261123T1420Z.md", DRAFT)
    mark = page.frame_locator("iframe[title=Everyone]").get_by_text("Draft: nobody sees this yet")
    mark.wait_for()
    page.locator("#differences").get_by_text("(draft)").first.wait_for()
    (root / "incidents/checkout/20261123T1420Z.md").unlink()
    mark.wait_for(state="detached")


def test_all_follow_a_link_and_a_reader_can_be_left_out(page: "Page") -> None:
    page.frame_locator("iframe[title=Everyone]").get_by_role("link", name="History").first.click()
    page.frame_locator("iframe[title=Acme]").get_by_role("heading", name="History").wait_for()
    page.uncheck("input[value='audience:executives']")
    page.locator("iframe[title='The board']").wait_for(state="detached")
    page.check("input[value='audience:executives']")


def test_another_moment(page: "Page") -> None:
    page.select_option("#page", "index.html")
    page.fill("#moment", "2026-11-23T14:00:00Z")
    page.press("#moment", "Tab")
    page.get_by_text("as of 2026-11-23T14:00:00Z").wait_for()
    everyone = page.frame_locator("iframe[title=Everyone]")
    everyone.get_by_text("All Systems Operational").wait_for()
    page.fill("#moment", "")
    page.press("#moment", "Tab")
    everyone.get_by_text("Checkout errors").first.wait_for()
