"""A folder of another machine: whole at every moment, and never another hand's work undone."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from builder.output.manifest import OWN
from builder.publish.built_tree import BuiltTree
from builder.publish.targets.place import TargetFault
from builder.publish.targets.rsync import RsyncFolder
from builder.publish.targets.rsync_faults import rsync_fault
from tests.output.trees import assert_visitor_finds_whole_site
from tests.publish.branches import ONE, TWO, tree
from tests.publish.machines import Machine, near


@pytest.fixture
def machine(tmp_path: Path, tool: Callable[[str], Path]) -> Machine:
    tool("rsync")
    return near(tmp_path)


def there(machine: Machine) -> dict[str, bytes]:
    return {
        path.relative_to(machine.folder).as_posix(): path.read_bytes()
        for path in machine.folder.rglob("*")
        if path.is_file()
    }


def pages(machine: Machine) -> dict[str, bytes]:
    found = there(machine)
    return {path: found[path] for path in found if path not in OWN and "manifest." not in path}


def fault_of(place: RsyncFolder, built: BuiltTree) -> str:
    with pytest.raises(TargetFault) as fault:
        place.change(built)
    return fault.value.problem.code


def test_a_folder_holds_the_tree_and_nothing_else(machine: Machine, tmp_path: Path) -> None:
    built = tree(tmp_path / "one", ONE)
    place = machine.target(tmp_path / "a")
    assert set(place.change(built).written) == set(ONE)
    assert set(place.send(built).written) == set(ONE)
    assert pages(machine) == ONE
    assert set(there(machine)) == {*ONE, *OWN}
    assert place.read("build.json") == built.own["build.json"]
    assert place.read("nothing") is None
    assert machine.target(tmp_path / "b").change(built).is_nothing


def test_only_what_differs_is_touched_and_what_is_gone_goes(
    machine: Machine, tmp_path: Path
) -> None:
    machine.target(tmp_path / "a").send(tree(tmp_path / "one", ONE))
    (machine.folder / "CNAME").write_text("status.example.com")
    (machine.folder / "incidents/mine.html").write_text("mine, not yours")
    same = [path for path in ONE if TWO.get(path) == ONE[path]]
    before = {path: (machine.folder / path).stat() for path in same}
    two = tree(tmp_path / "two", TWO)
    place = machine.target(tmp_path / "a")
    place.change(two)
    sent = place.send(two)
    assert pages(machine) == {
        **TWO,
        "CNAME": b"status.example.com",
        "incidents/mine.html": b"mine, not yours",
    }
    assert set(sent.removed) == ONE.keys() - TWO.keys()
    assert {path: (machine.folder / path).stat() for path in same} == before


def test_folders_that_are_empty_go(machine: Machine, tmp_path: Path) -> None:
    deep = {**ONE, "a/b/c.html": b"deep"}
    machine.target(tmp_path / "a").send(tree(tmp_path / "deep", deep))
    assert (machine.folder / "a/b/c.html").exists()
    machine.target(tmp_path / "a").send(tree(tmp_path / "one", ONE))
    assert not (machine.folder / "a").exists()
    assert pages(machine) == ONE


def test_names_that_are_rules_elsewhere(machine: Machine, tmp_path: Path) -> None:
    odd = {**ONE, "a*.html": b"star", "b[1].html": b"class", "c d.html": b"blank", "e?.html": b"?"}
    kept = ("ab.html", "b1.html")
    machine.target(tmp_path / "a").send(tree(tmp_path / "odd", odd))
    assert pages(machine) == odd
    for name in kept:
        (machine.folder / name).write_bytes(b"mine")
    machine.target(tmp_path / "a").send(tree(tmp_path / "one", ONE))
    assert pages(machine) == {**ONE, **dict.fromkeys(kept, b"mine")}


def test_calls_follow_steps_and_not_files(machine: Machine, tmp_path: Path) -> None:
    many = {**ONE, **{f"incidents/{number}.html": b"%d" % number for number in range(200)}}
    place = machine.target(tmp_path / "a")
    place.send(tree(tmp_path / "one", many))
    machine.calls()
    changed = {**many, "incidents/1.html": b"other", "index.html": b"other"}
    two = tree(tmp_path / "two", changed)
    place = machine.target(tmp_path / "a")
    place.change(two)
    place.send(two)
    assert pages(machine) == changed
    assert machine.calls() <= 20
    machine.target(tmp_path / "a").change(two)
    assert machine.calls() <= 3


def test_what_another_hand_changed_is_named(machine: Machine, tmp_path: Path) -> None:
    machine.target(tmp_path / "a").send(tree(tmp_path / "one", ONE))
    changed = next(path for path in ONE if path in TWO and ONE[path] != TWO[path])
    (machine.folder / changed).write_bytes(b"by hand")
    assert machine.target(tmp_path / "a").change(tree(tmp_path / "two", TWO)).foreign == (changed,)


def test_who_can_read_them_is_the_web_server(machine: Machine, tmp_path: Path) -> None:
    machine.folder.chmod(0o750)
    before = os.umask(0o077)
    try:
        machine.target(tmp_path / "a").send(tree(tmp_path / "one", ONE))
    finally:
        os.umask(before)
    assert machine.folder.stat().st_mode & 0o777 == 0o750
    for path in machine.folder.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def broken_at(folder: Path, call: int) -> str:
    """Return a shell whose line breaks with the call of this number."""
    shell = folder / f"broken-{call}"
    shell.write_text(
        f'#!/bin/sh\nwhile [ "$1" = -l ]; do shift 2; done\nshift\n'
        f"echo x >>{folder}/broken-calls\n"
        f'[ $(wc -l <{folder}/broken-calls) -ge {call} ] && exit 255\nexec "$@"\n'
    )
    shell.chmod(0o755)
    (folder / "broken-calls").unlink(missing_ok=True)
    return str(shell)


@pytest.mark.parametrize("call", [3, 6, 8, 10, 12])
def test_a_publish_that_is_broken_off_is_finished_by_the_next(
    machine: Machine, tmp_path: Path, call: int
) -> None:
    _broken_off(machine, tmp_path, call)


@pytest.mark.proof
@pytest.mark.parametrize("call", range(1, 22))
def test_a_publish_may_be_broken_off_at_every_call(
    machine: Machine, tmp_path: Path, call: int
) -> None:
    _broken_off(machine, tmp_path, call)


def _broken_off(machine: Machine, tmp_path: Path, call: int) -> None:
    machine.target(tmp_path / "a").send(tree(tmp_path / "one", ONE))
    two = tree(tmp_path / "two", TWO)
    place = machine.target(tmp_path / "a", shell=broken_at(tmp_path, call))
    with suppress(TargetFault):
        place.change(two)
        place.send(two)
    for path, data in pages(machine).items():
        assert data in (ONE.get(path), TWO.get(path)), path
    assert_visitor_finds_whole_site(machine.folder)
    again = machine.target(tmp_path / "a")
    change = again.change(two)
    assert change.foreign == ()
    again.send(two)
    assert pages(machine) == TWO
    assert machine.target(tmp_path / "b").change(two).is_nothing


def test_of_two_at_once_one_wins(machine: Machine, tmp_path: Path) -> None:
    machine.target(tmp_path / "none").send(tree(tmp_path / "zero", {"C.html": b"C"}))
    first, second = tree(tmp_path / "one", ONE), tree(tmp_path / "two", TWO)
    here, beside = (machine.target(tmp_path / name) for name in "ab")
    here.change(first)
    beside.change(second)
    told: list[str] = []

    def publish(place: RsyncFolder, built: BuiltTree) -> None:
        try:
            place.send(built)
            told.append("done")
        except TargetFault as fault:
            told.append(fault.problem.code)

    threads = [
        threading.Thread(target=publish, args=each) for each in ((here, first), (beside, second))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["another-publisher", "done"]
    assert pages(machine) in (ONE, TWO)


def test_a_folder_that_is_not_there(machine: Machine, tmp_path: Path) -> None:
    machine.folder.rmdir()
    one = tree(tmp_path / "one", ONE)
    assert fault_of(machine.target(tmp_path / "a"), one) == "target-not-there"


def test_no_rsync_here(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = tree(tmp_path / "one", ONE)
    monkeypatch.setenv("PATH", "/nowhere")
    assert fault_of(machine.target(tmp_path / "a"), one) == "no-rsync"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Host key verification failed.\nrsync: connection unexpectedly closed", "target-host-key"),
        ("deploy@x: Permission denied (publickey).\nrsync: connection", "target-no-credentials"),
        ('rsync: mkstemp "/srv/.a.X" failed: Permission denied (13)', "target-refused"),
        ("rsync: write failed on a: No space left on device (28)", "target-full"),
        ("ssh: connect to host x port 22: Connection refused\nrsync error", "target-unreachable"),
        ("sh: 1: rsync: not found\nrsync error: (code 127)", "target-failed"),
        ("rsync error: some (code 4) at main.c", "target-failed"),
    ],
)
def test_each_fault_is_told_by_its_kind(said: str, code: str) -> None:
    problem = rsync_fault(said, "live", "x")
    assert problem.code == code
    assert "/srv/.a" not in f"{problem.message} {problem.mend}"
