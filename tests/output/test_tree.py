import json
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.output.tree import OutputProblem, Written, open_tree
from tests.output.trees import NOTHING, CountingDisk, facts_on_disk, on_disk, site, write

SITE = site("one", "abC")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "dist"


def test_everything_put_is_written_and_nothing_else(out: Path) -> None:
    done = write(out, SITE)

    assert on_disk(out / "public") == SITE
    assert [path.name for path in out.iterdir()] == ["public"]
    assert set(done.written) == {*SITE, "manifest.json", "build.json"}
    assert (done.removed, done.kept) == ((), 0)


def test_what_links_to_others_comes_after_them_and_the_manifest_last(out: Path) -> None:
    done = write(out, SITE)

    assert done.written == (
        "incidents/a.html",
        "incidents/b.html",
        "incidents/C.html",
        "index.html",
        "updates.atom",
        "build.json",
        "manifest.json",
    )


def test_what_was_put_or_kept_can_be_read(out: Path) -> None:
    first = write(out, {"a.json": b"old", "b.json": b"kept"})

    with open_tree(out, "public", first.files) as tree:
        tree.put("a.json", "new", b"new")
        assert tree.is_current("b.json", first.files["b.json"].key)
        tree.keep("b.json")
        assert (tree.read("a.json"), tree.read("b.json")) == (b"new", b"kept")
        with pytest.raises(ValueError, match="not in the tree"):
            tree.read("c.json")


def test_what_another_hand_changed_unseen_is_not_read(out: Path) -> None:
    first = write(out, {"a.json": b"mine"})
    place = out / "public" / "a.json"
    before = place.stat()
    place.write_bytes(b"else")
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

    with open_tree(out, "public", first.files) as tree:
        assert tree.is_current("a.json", first.files["a.json"].key)
        tree.keep("a.json")
        with pytest.raises(OutputProblem, match="another program changed it"):
            tree.read("a.json")


def test_removals_come_after_the_new_index_and_before_the_manifest(out: Path) -> None:
    write(out, SITE)
    disk = CountingDisk()

    done = write(out, site("two", "bC"), disk=disk)

    assert done.removed == ("incidents/a.html",)
    tree = f"{out}/public/"
    steps = [path.removeprefix(tree) for _, path in disk.steps if path.startswith(tree)]
    assert steps == [
        "incidents/b.html",
        "index.html",
        "updates.atom",
        "incidents/a.html",
        "incidents",  # asked to go, and stays: it holds others
        "build.json",
        "manifest.json",
    ]


@pytest.mark.parametrize("remembers", [True, False])
def test_where_nothing_changed_nothing_is_touched(out: Path, remembers: bool) -> None:
    first = write(out, SITE)
    before = facts_on_disk(out)
    disk = CountingDisk()

    done = write(out, SITE, first.files if remembers else NOTHING, disk)

    assert disk.steps == []
    assert facts_on_disk(out) == before
    assert (done.written, done.removed, done.kept) == ((), (), len(SITE) + 2)
    assert {path: each.digest for path, each in done.files.items()} == {
        path: each.digest for path, each in first.files.items()
    }


def test_only_what_changed_is_written(out: Path) -> None:
    first = write(out, SITE)
    before = facts_on_disk(out / "public")

    done = write(out, SITE | {"incidents/a.html": b"other"}, first.files)

    after = facts_on_disk(out / "public")
    moved = {path for path in after if after[path] != before[path]}
    assert moved == {"incidents/a.html", "manifest.json", "build.json"} == set(done.written)


def test_what_was_written_is_told_with_its_stamp(out: Path) -> None:
    done = write(out, SITE)

    for path, written in done.files.items():
        found = (out / "public" / path).stat()
        assert (written.size, written.mtime_ns) == (found.st_size, found.st_mtime_ns)
        assert written.digest == sha256((out / "public" / path).read_bytes()).hexdigest()


def test_a_file_is_current_only_with_the_same_key_and_bytes(out: Path) -> None:
    done = write(out, SITE)
    key = done.files["index.html"].key
    index = out / "public" / "index.html"

    def is_current(with_key: str) -> bool:
        with open_tree(out, "public", done.files) as tree:
            return tree.is_current("index.html", with_key)

    assert is_current(key)
    assert not is_current("another key")
    os.utime(index, ns=(1, 1))
    assert is_current(key), "another time alone does not count"
    index.write_bytes(index.read_bytes()[::-1])
    assert not is_current(key)
    index.write_bytes(b"shorter, and yet of the same time")
    os.utime(index, ns=(1, done.files["index.html"].mtime_ns))
    assert not is_current(key)
    index.unlink()
    assert not is_current(key)


def test_a_file_whose_time_alone_changed_is_kept_with_its_new_time(out: Path) -> None:
    first = write(out, SITE)
    os.utime(out / "public" / "index.html", ns=(5, 5))

    done = write(out, SITE, first.files)

    assert done.written == ()
    assert done.files["index.html"].mtime_ns == 5


def test_a_page_that_was_changed_by_hand_is_made_anew(out: Path) -> None:
    first = write(out, SITE)
    (out / "public" / "index.html").write_text("by hand")

    done = write(out, SITE, first.files)

    assert done.written == ("index.html",)
    assert on_disk(out / "public") == SITE


def test_without_commit_the_last_site_stays(out: Path) -> None:
    write(out, SITE)
    before = facts_on_disk(out)

    with open_tree(out, "public", NOTHING) as tree:
        tree.put("index.html", "", b"new")
        tree.put("new.html", "", b"new")

    assert facts_on_disk(out) == before


def test_an_error_in_the_build_leaves_no_stage(out: Path) -> None:
    def fail() -> None:
        with open_tree(out, "public", NOTHING) as tree:
            tree.put("index.html", "", b"new")
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    assert list(out.iterdir()) == []


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_modes_are_the_same_whatever_the_umask(out: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write(out, SITE)
    finally:
        os.umask(before)

    assert stat.S_IMODE((out / "public").stat().st_mode) == 0o755
    for path in (out / "public").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644)


def test_the_manifest_and_the_digest_are_the_same_whatever_the_order(tmp_path: Path) -> None:
    write(tmp_path / "a", SITE)
    write(tmp_path / "b", dict(reversed(SITE.items())))

    for name in ("manifest.json", "build.json"):
        here, there = (tmp_path / folder / "public" / name for folder in "ab")
        assert here.read_bytes() == there.read_bytes()
    manifest = json.loads((tmp_path / "a" / "public" / "manifest.json").read_bytes())
    assert manifest == {
        "format": 1,
        "files": {path: sha256(SITE[path]).hexdigest() for path in sorted(SITE)},
    }


def test_folders_that_became_empty_go_and_others_stay(out: Path) -> None:
    write(out, {"index.html": b"", "a/b/c/one.html": b"", "d/two.html": b""})
    (out / "public" / "d" / "notes.txt").write_text("mine")

    write(out, {"index.html": b""})

    assert not (out / "public" / "a").exists()
    assert on_disk(out / "public") == {"index.html": b"", "d/notes.txt": b"mine"}


def test_the_folder_of_a_tree_stays_when_it_is_empty(out: Path) -> None:
    write(out, SITE)

    write(out, {})

    assert on_disk(out / "public") == {}
    assert (out / "public" / "manifest.json").exists()


def test_a_private_tree_has_a_stage_of_its_own(out: Path) -> None:
    write(out, SITE)
    write(out, {"index.html": b"private"}, name="private/abc")

    assert on_disk(out / "private" / "abc") == {"index.html": b"private"}
    assert on_disk(out / "public") == SITE
    assert sorted(path.name for path in out.iterdir()) == ["private", "public"]


def test_a_file_that_is_not_ours_is_neither_replaced_nor_removed(out: Path) -> None:
    (out / "public").mkdir(parents=True)
    (out / "public" / "index.html").write_text("mine")
    (out / "public" / "other.html").write_text("mine too")
    before = facts_on_disk(out)

    with pytest.raises(OutputProblem) as refused:
        write(out, SITE)

    assert str(refused.value) == (
        f"{out}/public/index.html: output-not-ours: was not written by tocsin. "
        "Move it away, or give another folder as --out. Nothing was written."
    )
    assert facts_on_disk(out) == before


def test_all_files_in_the_way_are_named_at_once(out: Path) -> None:
    (out / "public").mkdir(parents=True)
    for name in ("a", "b", "c", "d", "e", "f"):
        (out / "public" / name).write_text("mine")

    with pytest.raises(OutputProblem, match=r"public/a: .* \(nor were b, c, d and 2 more\)"):
        write(out, dict.fromkeys("abcdef", b"ours"))


def test_a_file_of_the_same_bytes_is_taken_for_ours(out: Path) -> None:
    (out / "public").mkdir(parents=True)
    (out / "public" / "index.html").write_bytes(SITE["index.html"])

    done = write(out, SITE)

    assert "index.html" not in done.written
    assert write(out, {}).removed == tuple(sorted(SITE))


def test_what_only_the_memory_knows_is_ours_while_its_bytes_are(out: Path) -> None:
    first = write(out, SITE)
    (out / "public" / "manifest.json").unlink()

    second = write(out, site("two", "abC"), first.files)
    assert on_disk(out / "public") == site("two", "abC")

    (out / "public" / "manifest.json").unlink()
    (out / "public" / "index.html").write_text("mine")
    with pytest.raises(OutputProblem, match=r"public/index\.html: output-not-ours"):
        write(out, site("three", "abC"), second.files)


def test_what_only_the_memory_knows_and_someone_changed_is_not_removed(out: Path) -> None:
    first = write(out, SITE)
    (out / "public" / "manifest.json").unlink()
    (out / "public" / "incidents" / "a.html").write_text("mine")

    done = write(out, {}, first.files)

    assert "incidents/b.html" in done.removed
    assert on_disk(out / "public") == {"incidents/a.html": b"mine"}


def test_without_the_right_to_write_nothing_is_begun(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(out, SITE)
    before = facts_on_disk(out)
    monkeypatch.setattr("os.access", lambda path, _mode: not path.endswith("/incidents"))

    with pytest.raises(OutputProblem, match="public/incidents: output-failed"):
        write(out, site("two", "abc"))

    assert facts_on_disk(out) == before


def test_a_damaged_manifest_is_none_and_is_said(out: Path) -> None:
    first = write(out, SITE)
    (out / "public" / "manifest.json").write_text('{"format":1,"fil')

    with open_tree(out, "public", NOTHING) as tree:
        assert tree.notes == (
            "public/manifest.json is damaged; what lies there is compared byte by byte.",
        )
    with pytest.raises(OutputProblem):
        write(out, site("two", "abC"))
    assert write(out, SITE).written == ("manifest.json",)
    (out / "public" / "manifest.json").write_text("")
    write(out, site("two", "abC"), first.files)
    assert on_disk(out / "public") == site("two", "abC")


def test_another_program_s_manifest_is_not_ours(out: Path) -> None:
    (out / "public").mkdir(parents=True)
    (out / "public" / "manifest.json").write_text('{"name":"An app","icons":[]}')

    with pytest.raises(OutputProblem, match=rf"^{out}/public/manifest\.json: output-not-ours"):
        write(out, SITE)


def test_a_link_in_place_of_a_page_is_replaced_and_not_followed(out: Path) -> None:
    write(out, SITE)
    elsewhere = out.parent / "elsewhere.html"
    elsewhere.write_bytes(SITE["index.html"])
    (out / "public" / "index.html").unlink()
    (out / "public" / "index.html").symlink_to(elsewhere)

    write(out, SITE)

    assert not (out / "public" / "index.html").is_symlink()
    assert on_disk(out / "public") == SITE
    assert elsewhere.read_bytes() == SITE["index.html"]


def test_a_link_as_long_as_the_page_is_no_page(out: Path) -> None:
    page = out / "public" / "page"
    key = write(out, {"page": b"nowhere"}).files["page"].key
    page.unlink()
    page.symlink_to("nowhere")
    facts = page.lstat()
    seeming = Written(key, sha256(b"nowhere").hexdigest(), facts.st_size, facts.st_mtime_ns)

    for remembered in ({"page": seeming}, NOTHING):
        write(out, {"page": b"nowhere"}, remembered)
        assert not page.is_symlink()
        assert page.read_bytes() == b"nowhere"
        page.unlink()
        page.symlink_to("nowhere")


def test_a_link_in_place_of_a_folder_is_refused(out: Path) -> None:
    first = write(out, SITE)
    elsewhere = out.parent / "elsewhere"
    (out / "public" / "incidents").rename(elsewhere)
    (out / "public" / "incidents").symlink_to(elsewhere)
    before = facts_on_disk(out.parent)

    for remembered in (NOTHING, first.files):
        with pytest.raises(OutputProblem, match=r"public/incidents: output-not-ours"):
            write(out, SITE, remembered)
        with pytest.raises(OutputProblem, match=r"public/incidents: output-not-ours"):
            write(out, site("two", "xyz"), remembered)

    assert facts_on_disk(out.parent) == before


def test_nothing_is_removed_through_a_link(out: Path) -> None:
    first = write(out, SITE)
    elsewhere = out.parent / "elsewhere"
    (out / "public" / "incidents").rename(elsewhere)
    (out / "public" / "incidents").symlink_to(elsewhere)

    write(out, {"index.html": b""}, first.files)

    assert len(list(elsewhere.iterdir())) == 3


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_tree_that_is_no_folder_is_refused(out: Path, kind: str) -> None:
    out.mkdir()
    (out / "elsewhere").mkdir()
    if kind == "link":
        (out / "public").symlink_to(out / "elsewhere")
    else:
        (out / "public").write_text("mine")

    with pytest.raises(OutputProblem, match=f"^{out}/public: output-in-the-way"):
        write(out, SITE)

    assert list((out / "elsewhere").iterdir()) == []


def test_a_file_gives_way_to_a_folder_and_back(out: Path) -> None:
    first = write(out, {"a": b"file", "index.html": b""})
    second = write(out, {"a/b/c": b"below", "index.html": b""}, first.files)
    assert on_disk(out / "public") == {"a/b/c": b"below", "index.html": b""}

    write(out, {"a": b"file", "index.html": b""}, second.files)
    assert on_disk(out / "public") == {"a": b"file", "index.html": b""}


@pytest.mark.parametrize("stranger", ["a/b/mine.txt", "a/mine"])
def test_a_folder_that_holds_something_else_gives_no_way(out: Path, stranger: str) -> None:
    write(out, {"a/b/c": b"below"})
    (out / "public" / stranger).write_text("mine")

    with pytest.raises(OutputProblem, match=f"^{out}/public/a: output-not-ours"):
        write(out, {"a": b"file"})

    assert on_disk(out / "public") == {"a/b/c": b"below", stranger: b"mine"}


def test_a_name_that_differs_by_case_alone_is_not_lost(out: Path) -> None:
    """On a disk where both are one file, the old name must go before the new one comes.

    Two names of one file stand for such a disk.
    """
    write(out, {"incidents/Foo.html": b"same"})
    folder = out / "public" / "incidents"
    if not (folder / "foo.html").exists():
        os.link(folder / "Foo.html", folder / "foo.html")
    disk = CountingDisk()

    write(out, {"incidents/foo.html": b"same"}, disk=disk)

    steps = [(what, Path(path).name) for what, path in disk.steps]
    assert steps.index(("remove", "Foo.html")) < steps.index(("replace", "foo.html"))
    assert on_disk(out / "public") == {"incidents/foo.html": b"same"}


def test_names_that_differ_by_case_alone_are_two_where_the_disk_says_so(out: Path) -> None:
    write(out, {"index.html": b"links to Foo", "Foo.html": b"same"})
    if (out / "public" / "foo.html").exists():
        pytest.skip("this disk makes no difference between cases")
    disk = CountingDisk()

    write(out, {"index.html": b"links to foo", "foo.html": b"same"}, disk=disk)

    steps = [(what, Path(path).name) for what, path in disk.steps]
    assert steps.index(("replace", "index.html")) < steps.index(("remove", "Foo.html"))


@pytest.mark.parametrize(
    "path", ["", "/a", "a//b", "../a", "a/../b", "a\\b", "a\n", "manifest.json"]
)
def test_a_path_outside_the_tree_is_refused(out: Path, path: str) -> None:
    with open_tree(out, "public", NOTHING) as tree, pytest.raises(ValueError, match="no path"):
        tree.put(path, "", b"")


def test_a_path_comes_once(out: Path) -> None:
    with open_tree(out, "public", NOTHING) as tree:
        tree.put("a", "", b"")
        with pytest.raises(ValueError, match="twice"):
            tree.put("a", "", b"")
        with pytest.raises(ValueError, match="never written"):
            tree.keep("b")
        tree.put("a/b", "", b"")
        with pytest.raises(ValueError, match="a file and a folder"):
            tree.commit()


def test_a_pipe_in_place_of_a_page_does_not_hang_the_build(out: Path) -> None:
    first = write(out, SITE)
    (out / "public" / "index.html").unlink()
    os.mkfifo(out / "public" / "index.html")

    write(out, SITE, first.files)

    assert on_disk(out / "public") == SITE


PATHS = st.sampled_from(["index.html", "a", "a/b", "a/b/c", "b/c", "b/C", "é.html", "updates.atom"])
TREES = st.dictionaries(PATHS, st.sampled_from([b"", b"one", b"two"]))
FOREIGN = st.sets(st.sampled_from(["mine.txt", "a/mine.txt", "b/c/mine.txt", "c/mine.txt"]))


def _fits(tree: dict[str, bytes]) -> bool:
    return not any(other.startswith(f"{path}/") for path in tree for other in tree)


@settings(max_examples=60, deadline=None)
@given(
    trees=st.lists(st.tuples(TREES.filter(_fits), st.booleans()), min_size=1, max_size=6),
    foreign=FOREIGN,
)
def test_whatever_came_before_the_last_tree_is_there_and_nothing_of_others_moved(
    tmp_path_factory: pytest.TempPathFactory,
    trees: list[tuple[dict[str, bytes], bool]],
    foreign: set[str],
) -> None:
    out = tmp_path_factory.mktemp("out")
    mine = dict.fromkeys(foreign, b"mine")
    for path, data in mine.items():
        (out / "public" / path).parent.mkdir(parents=True, exist_ok=True)
        (out / "public" / path).write_bytes(data)
    kept = facts_on_disk(out / "public")
    remembered: dict[str, Written] = {}
    last: dict[str, bytes] = {}
    for tree, forgets in trees:
        before = facts_on_disk(out)
        blocked = any(stranger.startswith(f"{path}/") for path in tree for stranger in mine)
        try:
            done = write(out, tree, NOTHING if forgets else remembered)
        except OutputProblem:
            assert blocked
            assert facts_on_disk(out) == before
            continue
        assert not blocked
        assert on_disk(out / "public") == tree | mine
        assert done.kept >= sum(last.get(path) == data for path, data in tree.items())
        remembered, last = dict(done.files), tree
    assert facts_on_disk(out / "public").items() >= kept.items()
    assert [path.name for path in out.iterdir()] in ([], ["public"])
