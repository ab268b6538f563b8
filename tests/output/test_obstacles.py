import os
from pathlib import Path

import pytest

from builder.output.disk import DISK
from builder.output.faults import OutputProblem
from builder.output.folders import Folders
from builder.output.journal import Removal
from builder.output.obstacles import (
    blocked,
    clearings,
    holds_only,
    refuse_elsewhere,
    refuse_without_rights,
)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(str(tmp_path), DISK)


def test_a_tree_on_another_disk_is_refused_since_no_file_could_take_its_place_whole(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_elsewhere("public", folders)
    folders.make("public")
    refuse_elsewhere("public", folders)
    lstat = os.lstat

    def elsewhere(path: str) -> os.stat_result:
        found = list(lstat(path))
        if path.endswith("/public"):
            found[2] += 1
        return os.stat_result(found)

    monkeypatch.setattr("os.lstat", elsewhere)
    with pytest.raises(OutputProblem, match=f"^{tmp_path}/public: output-elsewhere"):
        refuse_elsewhere("public", folders)


def test_a_file_where_a_folder_must_be_blocks_unless_it_goes(
    folders: Folders, tmp_path: Path
) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public/a").write_text("")

    assert blocked("public", ["a/b/c.html", "d.html"], (), folders) == {"a"}
    assert blocked("public", ["a/b/c.html", "d.html"], ("a",), folders) == set()


def test_a_folder_holds_nothing_but_what_goes(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c").write_text("")
    (tmp_path / "a/d").write_text("")

    assert holds_only(str(tmp_path / "a"), "a", ("a/b/c", "a/d"))
    assert not holds_only(str(tmp_path / "a"), "a", ("a/b/c",))
    (tmp_path / "a/empty").mkdir()
    assert not holds_only(str(tmp_path / "a"), "a", ("a/b/c", "a/d"))


def test_without_the_right_to_write_nothing_begins(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.make("public/a")
    refuse_without_rights("public", ["a/b.html", "c/d.html"], folders)
    monkeypatch.setattr("os.access", lambda path, _mode: not path.endswith("/a"))

    with pytest.raises(OutputProblem, match=f"^{tmp_path}/public/a: output-failed") as refused:
        refuse_without_rights("public", ["a/b.html", "c/d.html"], folders)
    assert refused.value.problem.mend


def test_only_what_stands_in_the_way_goes_before_what_comes() -> None:
    leaving = {path: Removal(path, 0, 0) for path in ("a", "b/c", "b/d", "e", "f/g")}

    assert clearings(leaving, {"a/x.html", "b", "h"}) == {"a", "b/c", "b/d"}
    assert clearings(leaving, set()) == set()
