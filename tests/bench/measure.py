"""One command, run as a fresh process: how long it took and what memory it needed at most."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the wall clock and of the processor, and the most memory in MiB."""

    seconds: float
    processor: float
    memory: float


class RunFailed(Exception):
    """The command ended with an error; the message has its last words."""


def run(*arguments: str | Path) -> Run:
    """Run Python with these arguments at the root of the project.

    Its memory is never told to be less than that of the process that starts it, so that one has to
    stay small.

    Raises:
        RunFailed: it did not exit with 0.
    """
    command = [sys.executable, *(str(argument) for argument in arguments)]
    began = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stderr.close()
    if child.returncode != 0:
        last = said.decode(errors="replace").strip().splitlines()[-5:]
        raise RunFailed("\n".join([" ".join(command[1:]), *last]))
    # Linux counts in KiB, macOS in bytes.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def typical(runs: list[Run]) -> Run:
    """Return the median times and the most memory of several runs."""
    return Run(
        seconds=median(each.seconds for each in runs),
        processor=median(each.processor for each in runs),
        memory=max(each.memory for each in runs),
    )
