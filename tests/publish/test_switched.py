"""A link that is turned: one build or the next, and nothing lost."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from builder.publish.built_tree import built_tree
from builder.publish.targets.place import TargetFault
from builder.publish.targets.switched import SwitchedDirectory
from tests.build.sites import PROJECT
from tests.output.trees import assert_visitor_finds_whole_site, on_disk
from tests.publish.branches import ONE, TWO, tree

PUBLISH = """
import sys
from pathlib import Path
from builder.publish.built_tree import built_tree
from builder.publish.targets.switched import SwitchedDirectory
link, cache, built = map(Path, sys.argv[1:])
SwitchedDirectory(link, cache).send(built_tree(built))
"""


def place(folder: Path) -> SwitchedDirectory:
    return SwitchedDirectory(folder / "live", folder / "cache")


def builds(folder: Path) -> list[str]:
    return sorted(os.listdir(folder / "live.builds"))


def pages(folder: Path) -> dict[str, bytes]:
    return dict(on_disk(folder / "live"))


def test_a_publish_turns_the_link(tmp_path: Path) -> None:
    one, two = tree(tmp_path / "one", ONE), tree(tmp_path / "two", TWO)
    assert set(place(tmp_path).change(one).written) == set(ONE)
    place(tmp_path).send(one)
    assert (tmp_path / "live").is_symlink()
    assert pages(tmp_path) == ONE
    first = (tmp_path / "live").resolve()
    assert place(tmp_path).change(one).is_nothing
    assert place(tmp_path).send(one).is_nothing
    assert (tmp_path / "live").resolve() == first
    change = place(tmp_path).send(two)
    assert set(change.removed) == ONE.keys() - TWO.keys()
    assert pages(tmp_path) == TWO
    # Who had the old folder open reads on there.
    assert on_disk(first) == ONE
    assert place(tmp_path).read("build.json") == two.own["build.json"]


def test_what_did_not_change_is_the_same_file(tmp_path: Path) -> None:
    place(tmp_path).send(tree(tmp_path / "one", ONE))
    same = [path for path in ONE if TWO.get(path) == ONE[path]]
    before = {path: (tmp_path / "live" / path).stat() for path in same}
    place(tmp_path).send(tree(tmp_path / "two", TWO))
    after = {path: (tmp_path / "live" / path).stat() for path in same}
    for path in same:
        assert (after[path].st_mtime_ns, after[path].st_ino) == (
            before[path].st_mtime_ns,
            before[path].st_ino,
        )


def test_files_of_others_stay_and_old_folders_go(tmp_path: Path) -> None:
    place(tmp_path).send(tree(tmp_path / "one", ONE))
    (tmp_path / "live/CNAME").write_text("status.example.com")
    for number in range(4):
        place(tmp_path).send(tree(tmp_path / f"{number}", ONE if number % 2 else TWO))
        assert (tmp_path / "live/CNAME").read_text() == "status.example.com"
    assert len(builds(tmp_path)) == 2


def test_a_change_by_another_hand_is_named(tmp_path: Path) -> None:
    place(tmp_path).send(tree(tmp_path / "one", ONE))
    (tmp_path / "live/index.html").write_bytes(b"by hand")
    assert place(tmp_path).change(tree(tmp_path / "two", TWO)).foreign == ("index.html",)


def test_a_folder_in_the_place_of_the_link(tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()
    with pytest.raises(TargetFault) as fault:
        place(tmp_path).change(tree(tmp_path / "one", ONE))
    assert fault.value.problem.code == "target-not-a-link"
    assert "mv " in fault.value.problem.mend


def test_where_the_web_server_may_read(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        place(tmp_path).send(tree(tmp_path / "one", ONE))
    finally:
        os.umask(before)
    for path in (tmp_path / "live.builds", *(tmp_path / "live.builds").rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_two_at_once(tmp_path: Path) -> None:
    one, two = tree(tmp_path / "one", ONE), tree(tmp_path / "two", TWO)
    told: list[str] = []

    def publish(folder: Path) -> None:
        try:
            place(tmp_path).send(built_tree(folder))
            told.append("done")
        except TargetFault as fault:
            told.append(fault.problem.code)

    threads = [threading.Thread(target=publish, args=(each.folder,)) for each in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(told) <= {"done", "output-locked"}
    assert "done" in told
    assert pages(tmp_path) in (ONE, TWO)


def killed(tmp_path: Path, kills: int) -> None:
    chance = random.Random(20261124)
    built = [tree(tmp_path / "one", ONE), tree(tmp_path / "two", TWO)]
    place(tmp_path).send(built[0])
    for number in range(kills):
        goal = built[(number + 1) % 2]
        words = (tmp_path / "live", tmp_path / "cache", goal.folder)
        line = [sys.executable, "-c", PUBLISH, *map(str, words)]
        with subprocess.Popen(line, cwd=PROJECT) as process:
            time.sleep(chance.uniform(0.1, 0.5))
            process.send_signal(signal.SIGKILL)
        assert pages(tmp_path) in (ONE, TWO)
        assert_visitor_finds_whole_site(tmp_path / "live")
        place(tmp_path).send(goal)
        assert pages(tmp_path) == (TWO if number % 2 == 0 else ONE)
        assert len(builds(tmp_path)) <= 2


def test_a_publish_that_was_killed(tmp_path: Path) -> None:
    killed(tmp_path, 4)


@pytest.mark.proof
def test_two_hundred_publishes_that_were_killed(tmp_path: Path) -> None:
    killed(tmp_path, 200)
