"""Builds killed from outside, and a disk that is really full."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.output.lock import locked
from builder.output.tree import OutputProblem
from tests.output.trees import (
    assert_visitor_finds_whole_site,
    facts_on_disk,
    on_disk,
    page,
    site,
    write,
)

LETTERS = "".join(chr(code) for code in range(ord("a"), ord("z") + 1))

BUILDER = """
import itertools, random, sys
from pathlib import Path
from builder.output.lock import locked
from tests.output.test_kill import LETTERS, version
from tests.output.trees import write
out, cache, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
for number in itertools.count(seed):
    with locked(cache, out):
        write(out, version(number))
"""


def version(number: int) -> dict[str, bytes]:
    """A site of about 40 pages, other pages and other words each time."""
    chosen = random.Random(number)
    letters = "".join(chosen.sample(LETTERS + LETTERS.upper(), 40))
    big = {f"pages/{letter}.html": page(f"{number} " * 2000) for letter in letters[:5]}
    return big | site(str(number), letters)


@pytest.mark.proof
def test_thirty_kills_at_random_instants(root: Path, tmp_path: Path) -> None:
    out, cache = tmp_path / "dist", tmp_path / "cache"
    (out / "public").mkdir(parents=True)
    (out / "public" / "mine.txt").write_bytes(b"mine")
    instants = random.Random(20261123)
    broken_off = 0
    for kill in range(30):
        arguments = (str(out), str(cache), str(kill * 1000))
        with subprocess.Popen(
            [sys.executable, "-c", BUILDER, *arguments],
            cwd=root,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(instants.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        assert_visitor_finds_whole_site(out / "public")
        broken_off += (out / ".tocsin-stage-public").exists()
        wanted = version(kill * 1000 + 999)
        with locked(cache, out):
            write(out, wanted)
        assert on_disk(out / "public") == wanted | {"mine.txt": b"mine"}
        assert [path.name for path in out.iterdir()] == ["public"]
    print(f"{broken_off} of 30 kills left a stage")  # noqa: T201
    assert broken_off > 5


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no command mount here")
    if done.returncode != 0:
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_on_a_full_disk_the_last_good_site_stays(small_disk: Path) -> None:
    small = site("old", "abc")
    write(small_disk, small)
    before = facts_on_disk(small_disk)

    with pytest.raises(OutputProblem, match="No space left on device"):
        write(small_disk, site("new", "abcd") | {"big.html": page("x" * 400_000)})

    assert facts_on_disk(small_disk) == before
    write(small_disk, site("newer", "bcde"))
    assert on_disk(small_disk / "public") == site("newer", "bcde")
