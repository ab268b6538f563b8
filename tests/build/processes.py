"""Processes that a build started, as the system tells of them."""

import time
from pathlib import Path


def children_of(process: int) -> list[int]:
    """Return the processes that a process started, where the system tells."""
    try:
        return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]
    except FileNotFoundError:
        return []


def wait_for_the_end_of(processes: list[int]) -> None:
    """Wait until all of them are gone; a process that outlives its build by long is a fault."""
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{process}").exists() for process in processes):
        assert time.monotonic() < deadline, "a process outlives the build that started it"
        time.sleep(0.01)
