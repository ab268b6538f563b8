"""Two processes: whatever becomes of one of them, nothing hangs and nobody sees a trace."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.build.shared_work import WORTHWHILE, WorkLost, shared
from tests.build.processes import children_of, wait_for_the_end_of
from tests.build.sites import PROJECT, bytes_of, incident, lay, update

ITEMS = range(WORTHWHILE)

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies processes safely")


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_item_is_worked_on_once(jobs: int) -> None:
    assert sorted(shared(ITEMS, lambda item: item * 2, jobs)) == [item * 2 for item in ITEMS]


@linux
def test_both_processes_work() -> None:
    assert len(set(shared(ITEMS, lambda _item: os.getpid(), 2))) == 2


@pytest.mark.parametrize("bad", [0, 1, WORTHWHILE - 1])
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises_is_raised_here(jobs: int, bad: int) -> None:
    def work(item: int) -> int:
        if item == bad:
            raise ValueError(f"item {item}")
        return item

    with pytest.raises(ValueError, match=f"item {bad}"):
        list(shared(ITEMS, work, jobs))


@linux
def test_a_second_process_that_is_killed_is_told() -> None:
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    with pytest.raises(WorkLost):
        list(shared(ITEMS, work, 2))


@linux
def test_the_second_process_is_deaf_to_an_interrupt() -> None:
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGINT)
        return item

    assert sorted(shared(ITEMS, work, 2)) == list(ITEMS)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@linux
def test_the_second_process_ends_where_nobody_takes_its_results(
    capfd: pytest.CaptureFixture[str],
) -> None:
    results = shared(ITEMS, lambda _item: "x" * 100_000, 2)
    assert isinstance(results, Iterator)
    next(results)
    next(results)
    children = children_of(os.getpid())
    results.close()  # type: ignore[attr-defined]
    wait_for_the_end_of(children)
    assert capfd.readouterr().err == ""


@pytest.fixture
def big_site(tmp_path: Path) -> Path:
    """A site that takes two processes long enough to be stopped in the middle."""
    root = lay(tmp_path / "site")
    for number in range(200):
        text = update("investigating", "14:05", f"Words {number} of *many*. " * 60)
        incident(root, f"incident-{number}", u20261123T1405Z=text)
    return root


@linux
@pytest.mark.parametrize("how", ["interrupt", "kill"])
def test_a_build_that_is_stopped_leaves_no_process_and_no_lock(
    big_site: Path, tmp_path: Path, how: str
) -> None:
    out = tmp_path / "out"
    line = [sys.executable, "-m", "builder", "build", "--jobs", "2", "--source", str(big_site)]
    with subprocess.Popen(
        [*line, "--out", str(out), "--now", "2026-11-23T18:00:00Z"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        while not (children := children_of(process.pid)):
            assert process.poll() is None, "over before it could be stopped"
            time.sleep(0.001)
        if how == "interrupt":
            os.killpg(process.pid, signal.SIGINT)
            _, said = process.communicate(timeout=30)
            assert "Traceback" not in said
            assert len(said.splitlines()) == 1
            assert process.returncode == 130
        else:
            process.kill()
    assert not (out / "public").exists()
    # The lock goes with the first process, whatever the second one still does.
    done = subprocess.run(
        [*line, "--out", str(out), "--now", "2026-11-23T18:00:00Z"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    wait_for_the_end_of(children)
    assert len(bytes_of(out)) > 200
