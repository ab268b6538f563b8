"""A folder as a target: whole at every moment, and never another hand's work undone unseen."""

import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from builder.output.tree import open_tree
from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.targets.directory import Directory
from builder.publish.targets.place import TargetFault
from builder.publish.targets.staying import decode, encode
from tests.output.trees import assert_visitor_finds_whole_site, on_disk, site, write

ONE = site("one", "abC")
TWO = site("two", "bd")


def tree(folder: Path, pages: dict[str, bytes]) -> BuiltTree:
    write(folder, pages)
    return built_tree(folder / "public")


def target(folder: Path) -> Directory:
    return Directory(folder / "live", folder / "cache")


def test_a_folder_holds_the_tree_and_nothing_else(tmp_path: Path) -> None:
    built = tree(tmp_path / "one", ONE)
    sent = target(tmp_path).send(built)

    assert on_disk(tmp_path / "live") == ONE
    assert set(sent.written) == set(ONE)
    assert target(tmp_path).read("build.json") == (built.folder / "build.json").read_bytes()


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    target(tmp_path).send(tree(tmp_path / "one", ONE))
    before = (tmp_path / "live" / "incidents/b.html").stat()
    change = target(tmp_path).change(tree(tmp_path / "two", TWO))
    sent = target(tmp_path).send(built_tree(tmp_path / "two" / "public"))

    assert on_disk(tmp_path / "live") == TWO
    assert change.removed == sent.removed == ("incidents/C.html", "incidents/a.html")
    assert set(change.written) == set(sent.written)
    same = ONE["incidents/b.html"] == TWO["incidents/b.html"]
    assert ("incidents/b.html" in sent.written) is not same
    if same:
        assert (tmp_path / "live" / "incidents/b.html").stat() == before


def test_styles_stay_for_a_day(tmp_path: Path) -> None:
    style = tmp_path / "live/static/a.css"
    target(tmp_path).send(tree(tmp_path / "one", {**ONE, "static/a.css": b"a"}))
    two = tree(tmp_path / "two", TWO)
    assert "static/a.css" not in target(tmp_path).change(two).removed
    target(tmp_path).send(two)
    assert style.exists()
    assert b"static" not in (tmp_path / "live/manifest.json").read_bytes()
    assert target(tmp_path).change(two).is_nothing
    three = tree(tmp_path / "three", site("three", "bd"))
    target(tmp_path).send(three)
    assert style.exists()
    _older(tmp_path / "cache/staying.json", timedelta(hours=24))
    target(tmp_path).send(two)
    assert not style.exists()
    assert on_disk(tmp_path / "live") == TWO


def _older(memory: Path, by: timedelta) -> None:
    since = decode(memory.read_bytes())
    assert set(since) == {"static/a.css"}
    nanoseconds = int(by.total_seconds()) * 10**9
    memory.write_bytes(encode({path: at - nanoseconds for path, at in since.items()}))


def test_a_style_that_is_used_again_is_as_any_other(tmp_path: Path) -> None:
    one = tree(tmp_path / "one", {**ONE, "static/a.css": b"a"})
    for built in (one, tree(tmp_path / "two", TWO), one):
        target(tmp_path).send(built)
    assert target(tmp_path).change(one).is_nothing
    assert b"static/a.css" in (tmp_path / "live/manifest.json").read_bytes()
    assert decode((tmp_path / "cache/staying.json").read_bytes()) == {}


def test_what_is_there_already_is_not_touched(tmp_path: Path) -> None:
    built = tree(tmp_path / "one", ONE)
    target(tmp_path).send(built)
    assert target(tmp_path).change(built).is_nothing
    assert target(tmp_path).send(built).is_nothing


@pytest.mark.parametrize("name", ["manifest.json", "build.json"])
def test_a_list_that_is_gone_is_written_again(tmp_path: Path, name: str) -> None:
    """Without it the files of then would be nobody's, and stay for ever."""
    built = tree(tmp_path / "one", ONE)
    target(tmp_path).send(built)
    (tmp_path / "live" / name).unlink()
    assert target(tmp_path).change(built).written == ("manifest.json",)
    target(tmp_path).send(built)
    assert (tmp_path / "live" / name).read_bytes() == built.own[name]
    assert target(tmp_path).change(built).is_nothing


def test_a_change_by_another_hand_is_named(tmp_path: Path) -> None:
    target(tmp_path).send(tree(tmp_path / "one", ONE))
    (tmp_path / "live" / "index.html").write_bytes(b"another hand's")
    (tmp_path / "live" / "updates.atom").unlink()

    change = target(tmp_path).change(tree(tmp_path / "two", TWO))
    assert change.foreign == ("index.html", "updates.atom")


def test_files_that_are_not_ours_stay(tmp_path: Path) -> None:
    live = tmp_path / "live"
    live.mkdir()
    (live / "robots-of-mine.txt").write_text("mine", encoding="utf-8")
    target(tmp_path).send(tree(tmp_path / "one", ONE))
    target(tmp_path).send(tree(tmp_path / "two", TWO))
    assert (live / "robots-of-mine.txt").read_text("utf-8") == "mine"


def test_a_file_of_another_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    live = tmp_path / "live"
    live.mkdir()
    (live / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(TargetFault, match="not written by tocsin"):
        target(tmp_path).send(tree(tmp_path / "one", ONE))
    assert on_disk(live) == {"index.html": b"mine"}


def test_what_a_broken_off_publish_left_is_nobody_elses(tmp_path: Path) -> None:
    target(tmp_path).send(tree(tmp_path / "one", ONE))
    live = tmp_path / "live"
    with open_tree(live, ".", {}) as opened:
        opened.put("index.html", "key", b"half a publish")
        (live / "index.html").write_bytes(b"half a publish")
        assert target(tmp_path).change(tree(tmp_path / "two", TWO)).foreign == ()


def test_a_folder_that_may_not_be_written_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "live").write_text("a file", encoding="utf-8")
    with pytest.raises(TargetFault):
        target(tmp_path).send(tree(tmp_path / "one", ONE))


PUBLISHER = """
import itertools, sys
from pathlib import Path
from builder.publish.built_tree import built_tree
from builder.publish.targets.directory import Directory
folder, first = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
for number in itertools.count(first):
    name = "one" if number % 2 else "two"
    Directory(folder / "live", folder / "cache").send(built_tree(folder / name / "public"))
"""


def killed(root: Path, folder: Path, number: int) -> None:
    """Publish one tree after the other until a kill comes at some instant."""
    command = [sys.executable, "-c", PUBLISHER, str(folder), str(number)]
    child = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(number % 17 / 400)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()


def many_kills(root: Path, folder: Path, kills: int) -> int:
    """Read without pause while publishes are killed; return how often the index was read whole."""
    tree(folder / "one", ONE)
    tree(folder / "two", TWO)
    target(folder).send(built_tree(folder / "one" / "public"))
    wrong: list[bytes] = []
    over = threading.Event()
    read = 0

    def visit() -> None:
        nonlocal read
        whole = {ONE["index.html"], TWO["index.html"]}
        while not over.is_set():
            found = (folder / "live" / "index.html").read_bytes()
            read += 1
            if found not in whole:
                wrong.append(found)

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        for number in range(kills):
            killed(root, folder, number)
            assert_visitor_finds_whole_site(folder / "live")
    finally:
        over.set()
        visitor.join()
    assert not wrong
    target(folder).send(built_tree(folder / "one" / "public"))
    assert on_disk(folder / "live") == ONE
    return read


def test_a_few_kills(root: Path, tmp_path: Path) -> None:
    assert many_kills(root, tmp_path, 3)


@pytest.mark.proof
def test_two_hundred_kills_under_a_reader(root: Path, tmp_path: Path) -> None:
    assert many_kills(root, tmp_path, 200) > 200


@pytest.mark.proof
def test_a_full_disk_leaves_what_readers_have(tmp_path: Path) -> None:
    live = tmp_path / "live"
    live.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tocsin", str(live)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("no disk of its own can be mounted here")
    try:
        target(tmp_path).send(tree(tmp_path / "one", ONE))
        large = tree(tmp_path / "large", {**TWO, "static/large.bin": b"x" * 400_000})
        with pytest.raises(TargetFault, match="No space left"):
            target(tmp_path).send(large)
        assert on_disk(live) == ONE
        target(tmp_path).send(tree(tmp_path / "two", TWO))
        assert on_disk(live) == TWO
    finally:
        subprocess.run(["umount", str(live)], check=True)
