import os
from pathlib import Path

import pytest

from builder.output.disk import DISK
from builder.output.folders import Folders
from builder.output.ownership import Ownership, find_ownership
from builder.output.written import Written
from tests.output.trees import NOTHING, write


@pytest.fixture
def ownership(tmp_path: Path) -> Ownership:
    """``claimed.html`` stands in the manifest, ``remembered.html`` in the memory alone."""
    written = write(tmp_path, {"remembered.html": b"words"}).files
    (tmp_path / "public" / "manifest.json").unlink()
    (tmp_path / "public" / "remembered.html").rename(tmp_path / "kept")
    (tmp_path / "public" / "build.json").unlink()
    write(tmp_path, {"claimed.html": b"words"})
    (tmp_path / "kept").rename(tmp_path / "public" / "remembered.html")
    remembered = {"remembered.html": written["remembered.html"]}
    return find_ownership("public", Folders(str(tmp_path), DISK), remembered, frozenset())


def _is_ours(ownership: Ownership, path: str) -> bool:
    return ownership.is_ours(path, os.lstat(f"{ownership.root}/{path}"))


def test_ours_is_what_the_manifest_names_whatever_it_holds(ownership: Ownership) -> None:
    Path(ownership.root, "claimed.html").write_text("changed by hand")

    assert _is_ours(ownership, "claimed.html")
    assert _is_ours(ownership, "manifest.json")
    assert _is_ours(ownership, "build.json")


def test_ours_is_what_the_memory_knows_while_it_holds_those_bytes(ownership: Ownership) -> None:
    path = Path(ownership.root, "remembered.html")
    assert _is_ours(ownership, "remembered.html")
    os.utime(path, ns=(1, 1))
    assert _is_ours(ownership, "remembered.html")
    path.write_text("WORDS")
    assert not _is_ours(ownership, "remembered.html")
    path.unlink()
    path.symlink_to("claimed.html")
    assert not _is_ours(ownership, "remembered.html")


def test_nothing_else_is_ours(ownership: Ownership) -> None:
    Path(ownership.root, "mine.html").write_text("words")

    assert not _is_ours(ownership, "mine.html")
    assert ownership.paths == {"claimed.html", "remembered.html", "manifest.json", "build.json"}


def test_what_a_broken_off_build_may_have_written_is_ours(tmp_path: Path) -> None:
    folders = Folders(str(tmp_path), DISK)
    found = find_ownership("public", folders, NOTHING, frozenset({"new.html"}))

    assert found.claimed == {"new.html"}


def test_a_changed_time_is_told_with_what_is_known(ownership: Ownership) -> None:
    path = Path(ownership.root, "remembered.html")
    os.utime(path, ns=(7, 7))
    known = ownership.remembered["remembered.html"]

    assert ownership.as_remembered("remembered.html", path.lstat()) == Written(
        known.key, known.digest, known.size, 7
    )
