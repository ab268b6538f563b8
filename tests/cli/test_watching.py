"""``tocsin publish --watch``: what is saved goes out by itself, and what is wrong is said once."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.cli.watching import AGAIN, Turn
from tests.build.sites import PROJECT, SITE, incident, lay, put, update

LIVE = "publish:\n  live: {type: directory, path: ../live, url: 'http://127.0.0.1:9'}\n"
# Long enough for a machine under load: nobody waits so long where it works.
A_WHILE = 30.0


@pytest.fixture
def source(tmp_path: Path) -> Path:
    root = lay(tmp_path / "source")
    put(root, "site_src/site.yml", SITE + LIVE)
    incident(root, "slow", u1=update("resolved", "14:05", "Slow."))
    return root


@pytest.fixture
def publisher(source: Path) -> Iterator[subprocess.Popen[str]]:
    line = [sys.executable, "-m", "builder", "publish", "--watch", "--source", str(source)]
    with subprocess.Popen(
        line, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def wait_for(place: Path, words: str) -> None:
    end = time.monotonic() + A_WHILE
    while not (place.is_file() and words in place.read_text()):
        assert time.monotonic() < end, f"{place.name} never said {words!r}"
        time.sleep(0.02)


def test_what_is_saved_goes_out_by_itself(source: Path, publisher: subprocess.Popen[str]) -> None:
    page = source.parent / "live/incidents/slow.html"
    wait_for(page, "Slow.")
    put(source, "incidents/slow/1.md", update("resolved", "14:05", "It was slow."))
    wait_for(page, "It was slow.")
    for words in ("Still broken.", "Broken."):
        put(source, "incidents/slow/1.md", update("resovled", "14:05", words))
        time.sleep(0.7)
    put(source, "incidents/slow/1.md", update("resolved", "14:05", "Mended."))
    wait_for(page, "Mended.")
    publisher.send_signal(signal.SIGTERM)
    out, errors = publisher.communicate(timeout=A_WHILE)
    assert publisher.returncode == 0
    assert errors.count("There is no status") == 1
    assert out.count(" written, ") == 3


def test_it_goes_by_the_clock(source: Path, publisher: subprocess.Popen[str]) -> None:
    wait_for(source.parent / "live/incidents/slow.html", "Slow.")
    soon = datetime.now(UTC) + timedelta(seconds=3)
    embargo = (
        f"---\nstatus: investigating\nat: {soon:%Y-%m-%dT%H:%M:%SZ}\nembargo: true\n---\nSoon.\n"
    )
    incident(source, "later", "title: Later", u1=embargo)
    wait_for(source.parent / "live/incidents/later.html", "Soon.")
    publisher.send_signal(signal.SIGINT)
    assert publisher.wait(A_WHILE) == 0


def test_a_moment_and_the_clock_exclude_each_other(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["publish", "--source", str(source), "--watch", "--now", "2026-11-23T18:00:00Z"]
    assert main(words) == 2
    assert "--watch goes by the clock" in capsys.readouterr().err


def test_how_long_to_wait() -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    assert Turn().seconds() is None
    assert Turn(past).seconds() == 0
    assert Turn(again=True).seconds() == AGAIN
    assert Turn(past, again=True).seconds() == 0
