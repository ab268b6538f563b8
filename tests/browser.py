"""A real browser for tests that need one: import ``browser`` into a module or its conftest."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

INSECURE_NAME = "private.test"
"""A name that leads to this machine and is no secure context over plain http."""


# Of a module and not of the session: playwright holds the thread's event loop as long as it runs.
@pytest.fixture(scope="module")
def browser(tool: Callable[[str], Path]) -> "Iterator[Browser]":
    """Debian's Chromium without a window; skipped, or failed, where it or playwright is missing."""
    chromium = tool("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        reason = "the package playwright is not installed"
        if os.environ.get("TOCSIN_REQUIRE_TOOLS"):
            pytest.fail(f"{reason}, and TOCSIN_REQUIRE_TOOLS asks for it")
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", f"--host-resolver-rules=MAP {INSECURE_NAME} 127.0.0.1"],
            # Pages that the browser keeps as they were are what "forget" must reach as well.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()
