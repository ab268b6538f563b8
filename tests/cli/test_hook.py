"""A command of the operator's own after a publish."""

import os
from pathlib import Path

import pytest

from builder.cli.hook import run_hook

GIVEN = {"PATH": os.environ["PATH"]}


def test_it_gets_json_and_its_end_counts(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_hook(("tee", str(tmp_path / "told")), {"a": [1]}, GIVEN)
    assert (tmp_path / "told").read_text() == '{"a": [1]}'
    assert capfd.readouterr().err == '{"a": [1]}'
    assert not run_hook(("sh", "-c", "exit 3"), {}, GIVEN)
    assert "ended with 3" in capfd.readouterr().err
    assert not run_hook(("no-such-program",), {}, GIVEN)
    assert "can't be run" in capfd.readouterr().err


def test_it_ends_at_some_time_with_all_that_it_started(capfd: pytest.CaptureFixture[str]) -> None:
    assert not run_hook(("sh", "-c", "sleep 60; true"), {}, GIVEN, 0.1)
    assert "did not end within" in capfd.readouterr().err
