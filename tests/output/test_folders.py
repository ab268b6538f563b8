from pathlib import Path

import pytest

from builder.output.disk import DISK
from builder.output.faults import OutputProblem
from builder.output.folders import Folders


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(str(tmp_path), DISK)


def test_a_folder_is_made_with_those_above_it(folders: Folders, tmp_path: Path) -> None:
    assert not folders.is_there("public/a/b")

    folders.make("public/a/b")

    assert (tmp_path / "public/a/b").is_dir()
    assert folders.is_there("public/a/b")
    assert folders.is_there("")


@pytest.mark.parametrize("kind", ["file", "link", "broken link"])
def test_nothing_is_made_through_a_link_or_a_file(
    folders: Folders, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    if kind == "file":
        (tmp_path / "public").write_text("")
    else:
        target = "elsewhere" if kind == "link" else "nowhere"
        (tmp_path / "public").symlink_to(tmp_path / target)

    assert folders.obstacle("public/a/b") == "public"
    assert not folders.is_there("public/a")
    with pytest.raises(OutputProblem, match=f"^{tmp_path}/public: output-in-the-way"):
        folders.make("public/a/b")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_empty_folders_go_up_to_the_top_and_no_further(folders: Folders, tmp_path: Path) -> None:
    folders.make("public/a/b/c")
    folders.make("public/a/kept")

    folders.remove_empty("public/a/b/c", "public")

    assert [path.name for path in (tmp_path / "public/a").iterdir()] == ["kept"]
    folders.remove_empty("public/a/kept", "public")
    assert list(tmp_path.rglob("*")) == [tmp_path / "public"]
    assert not folders.is_there("public/a")


def test_a_folder_that_may_not_be_changed_is_told(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.make("public/a")
    assert folders.refused("public/a/b/c") is None
    monkeypatch.setattr("os.access", lambda path, _mode: not path.endswith("/a"))

    assert folders.refused("public/a/b/c") == f"{tmp_path}/public/a"
    assert folders.refused("public/x") is None
