"""The played history, built once for all that look at it."""

from pathlib import Path

import pytest

from tests.readers.played import play


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The feeds before the first step and after each."""
    return play(tmp_path_factory.mktemp("played"))
