"""The command line as a caller meets it: streams, exit status, wrong usage."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder import __version__
from builder.cli.main import COMMANDS, main
from tests.build.sites import incident, lay, update

TOCSIN = (sys.executable, "-m", "builder")


def run(*words: str, root: Path, stdout: int) -> subprocess.CompletedProcess[str]:
    """Run the command from the root of the project, as a process of its own."""
    return subprocess.run(
        [*TOCSIN, *words], cwd=root, text=True, check=False, stdout=stdout, stderr=subprocess.PIPE
    )


def test_no_command_is_a_wish_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert all(f"    {name} " in said for name in COMMANDS)


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["build", "--help"]])
def test_what_is_asked_for_goes_to_the_output(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    captured = capsys.readouterr()
    assert captured.out
    assert captured.err == ""


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--version"])
    assert capsys.readouterr().out == f"tocsin {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "invalid choice: 'chek' (choose from"),
        (["build", "--sorce", "x"], "usage: tocsin build [-h]"),
        (["build", "--sorce", "x"], "tocsin build: error: this is not known: --sorce x"),
        (["--source", "x", "check"], "the command comes before its options: tocsin COMMAND"),
        (["check", "--format", "xml"], "argument --format: invalid choice: 'xml'"),
        (["build", "--now", "yesterday"], "'yesterday' is not a time. Write it like 2026-"),
        (["build", "--now", "2026-11-23T14:05"], "has no offset from UTC. Write it like 2026-"),
        (["init"], "the following arguments are required: DIR"),
        (["import", "cstat", "a", "--into", "b"], "invalid choice: 'cstat'"),
    ],
)
def test_wrong_usage_is_said_with_the_usage(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.startswith("usage: tocsin")


@pytest.mark.parametrize("words", [["schema"], ["check"], ["build"]])
def test_an_output_without_room_is_a_fault_from_outside(
    words: list[str], root: Path, tmp_path: Path
) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    site = [] if words == ["schema"] else ["--source", str(lay(tmp_path / "site"))]
    with full.open("w") as stream:
        done = run(*words, *site, root=root, stdout=stream.fileno())
    assert done.returncode == 3
    assert done.stderr == "No space left on device\n"


def test_a_reader_who_has_seen_enough_is_no_fault_to_speak_of(root: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run("schema", root=root, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (3, "")


@pytest.mark.parametrize("closed", [1, 2])
def test_a_stream_that_the_caller_closed_is_not_needed(
    closed: int, root: Path, tmp_path: Path
) -> None:
    site = lay(tmp_path / "site")
    command = f'exec "$@" {closed}>&-'
    done = subprocess.run(
        ["/bin/sh", "-c", command, "sh", *TOCSIN, "build", "--source", str(site)],
        cwd=root,
        check=False,
    )
    assert done.returncode == 0
    assert (site / "dist/public/index.html").is_file()


def test_who_stops_it_sees_one_line(root: Path, tmp_path: Path) -> None:
    site = lay(tmp_path / "site")
    for number in range(300):
        incident(site, f"i{number}", u1=update("resolved", "14:05", "Word. " * 400))
    command = [*TOCSIN, "build", "--jobs", "1", "--source", str(site)]
    running = subprocess.Popen(
        command, cwd=root, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not (site / "dist").exists() and running.poll() is None:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "stopped before the end; run it again to go on\n")
    assert main(["build", "--source", str(site)]) == 0
