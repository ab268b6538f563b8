"""What all tests share: the root of the project, tools of the system, real histories."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("tocsin", deadline=None)
settings.load_profile("tocsin")

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"


@pytest.fixture(scope="session", autouse=True)
def at_home() -> None:
    """Run as on a person's machine, wherever that is: in continuous integration the program tells
    less."""
    for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI"):
        os.environ.pop(name, None)
    # A shell has what it starts in the background ignore what a person's key sends.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the project."""
    return ROOT


@pytest.fixture(scope="session")
def tool() -> Callable[[str], Path]:
    """Find a command of the system: ``tool("git")``.

    Where it is missing the test is skipped with the reason; with ``TOCSIN_REQUIRE_TOOLS`` set, as
    continuous integration does, it fails.
    """

    def find(name: str) -> Path:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
        reason = f"the command {name} is not installed"
        if os.environ.get("TOCSIN_REQUIRE_TOOLS"):
            pytest.fail(f"{reason}, and TOCSIN_REQUIRE_TOOLS asks for it")
        pytest.skip(reason)

    return find


@pytest.fixture(scope="session")
def corpus() -> Callable[[str], Path]:
    """Find a folder of real histories: ``corpus("jenkins")``.

    They are no part of the project and lie in ``../shared/corpora``; without them the test is
    skipped with the reason.
    """

    def find(name: str) -> Path:
        folder = CORPORA / name
        if not folder.is_dir():
            pytest.skip(f"no folder ../shared/corpora/{name} beside the project")
        return folder

    return find
