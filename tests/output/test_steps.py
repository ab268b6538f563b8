from pathlib import Path

from builder.output.folders import Folders
from builder.output.journal import Journal, Move, Removal
from builder.output.steps import carry_out
from tests.output.trees import CountingDisk, on_disk


def test_steps_come_in_the_order_in_which_a_visitor_may_see_them(tmp_path: Path) -> None:
    tree = tmp_path / "public"
    (tree / "b").mkdir(parents=True)
    for path in ("a", "b/old.html", "kept.html"):
        (tree / path).write_bytes(b"old")
    found = {path: (tree / path).stat() for path in ("a", "b/old.html")}
    stage = tmp_path / "stage"
    stage.mkdir()
    for name in "012":
        (stage / name).write_text(f"new {name}")
    clearing, removal = (
        Removal(path, facts.st_size, facts.st_mtime_ns) for path, facts in found.items()
    )
    journal = Journal(
        "public",
        (clearing,),
        (Move("0", "a/new.html", ""), Move("1", "index.html", "")),
        (removal, Removal("gone.html", 1, 1)),
        (Move("2", "manifest.json", ""),),
    )
    disk = CountingDisk()

    carry_out(journal, str(stage), Folders(str(tmp_path), disk), disk)

    assert [(what, path.removeprefix(f"{tree}/")) for what, path in disk.steps] == [
        ("remove", "a"),
        ("make_folder", "a"),
        ("set_mode", "a"),
        ("replace", "a/new.html"),
        ("replace", "index.html"),
        ("remove", "b/old.html"),
        ("remove_folder", "b"),
        ("replace", "manifest.json"),
    ]
    assert on_disk(tree) == {
        "a/new.html": b"new 0",
        "index.html": b"new 1",
        "kept.html": b"old",
    }


def test_a_file_that_is_not_the_one_that_was_to_go_stays(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    path = tmp_path / "public" / "page"
    path.write_bytes(b"other")
    journal = Journal("public", (), (), (Removal("page", 5, path.stat().st_mtime_ns - 1),), ())
    disk = CountingDisk()

    carry_out(journal, "", Folders(str(tmp_path), disk), disk)

    assert path.read_bytes() == b"other"


def test_nothing_is_removed_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public" / "a").symlink_to(tmp_path / "elsewhere")
    path = tmp_path / "elsewhere" / "page"
    path.write_bytes(b"mine")
    journal = Journal("public", (), (), (Removal("a/page", 4, path.stat().st_mtime_ns),), ())
    disk = CountingDisk()

    carry_out(journal, "", Folders(str(tmp_path), disk), disk)

    assert path.read_bytes() == b"mine"
