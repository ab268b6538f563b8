"""A real browser, and hosts with and without the headers of the design."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.seal.host import Host, running
from tests.seal.visitor import Visitor, open_visitor

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


@pytest.fixture(params=[True, False], ids=["headers", "no headers"])
def any_host(request: pytest.FixtureRequest) -> Iterator[Host]:
    """A host that sends the headers of the design, then one that sends none."""
    with running(request.param) as host:
        yield host


@pytest.fixture
def host() -> Iterator[Host]:
    """A host that sends the headers of the design."""
    with running(True) as host:
        yield host


@pytest.fixture
def bare_host() -> Iterator[Host]:
    """A host that sends none of the headers."""
    with running(False) as host:
        yield host


@pytest.fixture
def visitor(browser: "Browser") -> "Iterator[Visitor]":
    """A person with a browser of their own. No page may break the policy or fail in a script."""
    with open_visitor(browser) as visitor:
        yield visitor


@pytest.fixture
def visitor_with(browser: "Browser") -> "Iterator[Callable[..., Visitor]]":
    """Visitors whose browsers are set up otherwise (``java_script_enabled=False``)."""
    with ExitStack() as stack:

        def make(**options: Any) -> Visitor:
            return stack.enter_context(open_visitor(browser, **options))

        yield make
