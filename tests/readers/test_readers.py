"""Every reader notifies exactly once of each thing that deserves it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.readers.polled import column, polled
from tests.readers.programs import PROGRAMS, found


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_thing_rings_once(
    name: str,
    versions: list[Path],
    tool: Callable[[str], Path],
    root: Path,
    tmp_path: Path,
) -> None:
    result = polled(name, found(name, tool), versions, tmp_path / "reader")
    assert result.faults() == []
    told = [result.cell(step) for step in range(len(result.notified))]
    assert column((root / "docs" / "feeds.md").read_text("utf-8"), name) == told
