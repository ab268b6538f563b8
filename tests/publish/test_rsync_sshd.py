"""A folder behind a real sshd: killed on the way, another host key, a full disk."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builder.publish.targets.place import TargetFault
from tests.build.sites import PROJECT
from tests.output.trees import assert_visitor_finds_whole_site
from tests.publish.branches import ONE, TWO, tree
from tests.publish.machines import Machine, behind_sshd
from tests.publish.test_rsync import fault_of, pages

pytestmark = pytest.mark.proof

KILLS = 25

PUBLISH = """
import sys
from pathlib import Path
from builder.publish.built_tree import built_tree
from tests.publish.machines import Machine
host, folder, shell, built, cache = sys.argv[1:]
place = Machine(host, Path(folder), shell, Path("/dev/null")).target(Path(cache))
place.send(built_tree(Path(built)))
"""


@pytest.fixture
def machine(tmp_path: Path, tool: Callable[[str], Path]) -> Iterator[Machine]:
    for name in ("rsync", "ssh", "ssh-keygen"):
        tool(name)
    with behind_sshd(tmp_path, tool("sshd")) as found:
        yield found


def test_it_is_published_and_read_back(machine: Machine, tmp_path: Path) -> None:
    for name, files in (("one", ONE), ("two", TWO)):
        built = tree(tmp_path / name, files)
        place = machine.target(tmp_path / "cache")
        place.change(built)
        place.send(built)
        assert pages(machine) == files
        assert machine.target(tmp_path / "other").change(built).is_nothing


def test_killed_on_the_way_it_is_whole_and_finished_by_the_next(
    machine: Machine, tmp_path: Path
) -> None:
    chance = random.Random(20261124)
    built = {"one": tree(tmp_path / "one", ONE), "two": tree(tmp_path / "two", TWO)}
    machine.target(tmp_path / "cache").send(built["one"])
    broken = 0
    for number in range(KILLS):
        name = ("two", "one")[number % 2]
        words = (machine.host, machine.folder, machine.shell, built[name].folder)
        line = [sys.executable, "-c", PUBLISH, *map(str, (*words, tmp_path / "cache"))]
        with subprocess.Popen(line, cwd=PROJECT, start_new_session=True) as process:
            time.sleep(chance.uniform(0.3, 3.5))
            broken += process.poll() is None
            process.send_signal(signal.SIGKILL)
        for path, data in pages(machine).items():
            assert path.rpartition("/")[2].startswith(".") or data in (
                ONE.get(path),
                TWO.get(path),
            ), path
        assert_visitor_finds_whole_site(machine.folder)
        machine.target(tmp_path / "cache").send(built[name])
        assert pages(machine) == (TWO if name == "two" else ONE)
    assert broken >= 5


def test_another_host_key(machine: Machine, tmp_path: Path) -> None:
    one = tree(tmp_path / "one", ONE)
    known = tmp_path / "known"
    other = (tmp_path / "key.pub").read_text().split()[1]
    words = known.read_text().split()
    known.write_text(f"{words[0]} {words[1]} {other}\n")
    assert fault_of(machine.target(tmp_path / "cache"), one) == "target-host-key"
    known.write_text("")
    assert fault_of(machine.target(tmp_path / "cache"), one) == "target-host-key"


def test_a_key_that_nobody_knows(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "allowed").write_text("")
    one = tree(tmp_path / "one", ONE)
    assert fault_of(machine.target(tmp_path / "cache"), one) == "target-no-credentials"


def test_a_full_disk(machine: Machine, tmp_path: Path) -> None:
    size = ["mount", "-t", "tmpfs", "-o", "size=256k", "tocsin", str(machine.folder)]
    if subprocess.run(size, check=False, capture_output=True).returncode != 0:
        pytest.skip("no disk of its own can be mounted here")
    try:
        machine.target(tmp_path / "cache").send(tree(tmp_path / "one", ONE))
        noise = random.Random(1).randbytes(400_000)
        large = tree(tmp_path / "large", {**TWO, "static/large.bin": noise})
        with pytest.raises(TargetFault) as fault:
            machine.target(tmp_path / "cache").send(large)
        assert fault.value.problem.code == "target-full"
        for path, data in pages(machine).items():
            assert data in (ONE.get(path), TWO.get(path)), path
        assert_visitor_finds_whole_site(machine.folder)
        small = tree(tmp_path / "two", TWO)
        machine.target(tmp_path / "cache").send(small)
        assert pages(machine) == TWO
    finally:
        subprocess.run(["umount", str(machine.folder)], check=True)


def test_the_line_breaks(machine: Machine, tmp_path: Path) -> None:
    one = tree(tmp_path / "one", ONE)
    shell = machine.shell.replace("-p ", "-p 1 -o Port=")
    place = machine.target(tmp_path / "cache", shell=shell)
    assert fault_of(place, one) == "target-unreachable"
