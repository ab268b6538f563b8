"""A real browser, and hosts with and without the headers of the design."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import INSECURE_NAME, browser
from tests.seal.host import Host, running
from tests.seal.visitor import Visitor, open_visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["INSECURE_NAME", "browser"]


@pytest.fixture(
    params=[True, pytest.param(False, marks=pytest.mark.proof)], ids=["headers", "no headers"]
)
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
