"""An id means one thing for ever, however the source is edited."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.importers.replay import Edited, read_revisions, replay

SYSTEMS = {"jenkins": "cstate", "packit": "cstate", "statusfy-stencila": "statusfy"}
MANY = 4
"""Versions that make a file's history worth a replay in every run of the tests."""


def _faults(name: str, corpus: Path, folder: Path, chosen: list[Edited]) -> list[str]:
    settings = (
        {"config.yml": (corpus / "config.yml").read_bytes()} if name != "statusfy-stencila" else {}
    )
    found = []
    for number, edited in enumerate(chosen):
        found += replay(edited, SYSTEMS[name], settings, folder / str(number))
    return found


@pytest.mark.parametrize("name", SYSTEMS)
def test_files_that_were_edited_most(
    name: str, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    source = corpus(name)
    chosen = [edited for edited in read_revisions(source) if len(edited.versions) >= MANY]
    assert _faults(name, source, tmp_path, chosen) == []


@pytest.mark.proof
@pytest.mark.parametrize("name", SYSTEMS)
def test_every_version_of_every_file(
    name: str, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    source = corpus(name)
    assert _faults(name, source, tmp_path, list(read_revisions(source))) == []
