"""A saved file is noticed, once; what nobody wrote is not."""

import threading
from pathlib import Path

import pytest

from builder.source.watching import Changes, watched

# Long enough for a machine under load: nobody waits so long where it works.
A_WHILE = 20.0


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "incidents/one").mkdir(parents=True)
    (tmp_path / "site_src").mkdir()
    (tmp_path / "incidents/one/incident.md").write_text("one")
    return tmp_path


def test_a_file_that_was_saved(root: Path) -> None:
    with watched(root) as changes:
        (root / "incidents/one/incident.md").write_text("two")
        assert changes.wait(A_WHILE) == {"incidents/one/incident.md"}
        assert not changes.wait(0.05)


def test_a_file_that_was_put_in_place_as_editors_do(root: Path) -> None:
    (root / "incidents/one/.new").write_text("two")
    with watched(root) as changes:
        (root / "incidents/one/.new").replace(root / "incidents/one/incident.md")
        assert changes.wait(A_WHILE)


def test_a_folder_that_comes_with_its_files(root: Path) -> None:
    with watched(root) as changes:
        (root / "incidents/two").mkdir()
        assert changes.wait(A_WHILE)
        (root / "incidents/two/incident.md").write_text("two")
        assert changes.wait(A_WHILE)


def test_a_folder_of_the_site_that_was_not_there(root: Path) -> None:
    with watched(root) as changes:
        (root / "themes/mine").mkdir(parents=True)
        assert changes.wait(A_WHILE)
        (root / "themes/mine/theme.css").write_text("")
        assert changes.wait(A_WHILE)


def test_what_lies_beside_the_sources_is_no_change(root: Path) -> None:
    (root / "dist").mkdir()
    with watched(root) as changes:
        (root / "dist/index.html").write_text("")
        assert not changes.wait(0.1)


def test_reading_is_no_change(root: Path) -> None:
    with watched(root) as changes:
        (root / "incidents/one/incident.md").read_text()
        assert not changes.wait(0.1)


def test_many_changes_in_a_row_are_told_once() -> None:
    changes = Changes()
    assert not changes.wait(0)

    def write() -> None:
        for _ in range(20):
            changes.note("a", "b")

    writer = threading.Thread(target=write)
    writer.start()
    assert changes.wait(A_WHILE)
    writer.join()
    changes.wait(0.05)
    assert not changes.wait(0.05)
