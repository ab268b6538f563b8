"""``tocsin outbox`` as a caller meets it: what it lists, what its command is given, exit status."""

import json
import os
from pathlib import Path

import pytest

from builder.cli.main import main
from tests.publish.private_site import outbox_of, private_site, published


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of which everything was published and nothing sent."""
    monkeypatch.setattr("builder.publish.delivery.Delivery._seen", lambda *_: None)
    for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    root = private_site(tmp_path)
    published(root)
    return root


def run(source: Path, action: str, *more: str) -> int:
    cache = str(source.parent / "cache")
    return main(["outbox", action, *more, "--source", str(source), "--cache", cache])


def test_list_and_show(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(source, "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert "audience:executives  update  en  [Investigating] Checkout errors" in lines[0]
    assert run(source, "show", lines[0][:8]) == 0
    assert "Board words" in capsys.readouterr().out
    assert run(source, "show", "none") == 2


def test_where_others_read_along_no_account_and_no_private_word_is_printed(
    source: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = outbox_of(source).waiting()
    monkeypatch.setenv("CI", "true")
    assert run(source, "list", "--format", "json") == 0
    assert run(source, "show", waiting[0].id) == 1
    assert run(source, "send", "--exec", "true") == 0
    said = "".join(capsys.readouterr())
    assert "acme" not in said
    assert "Board" not in said
    assert said.count("Checkout errors") == 1


def test_the_command_gets_json_and_no_secret(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "TOCSIN_SECRET", "0123456789abcdef" * 4)
    script = tmp_path / "mailer"
    script.write_text(f"#!/bin/sh\nenv >> {tmp_path}/env\ncat >> {tmp_path}/given\n", "utf-8")
    script.chmod(0o755)
    assert run(source, "send", "--exec", str(script)) == 0
    given = (tmp_path / "given").read_text("utf-8")
    first, _ = json.JSONDecoder().raw_decode(given)
    assert first["reader"] == "audience:executives"
    assert {"subject", "text", "html", "link", "slack", "teams", "webhook"} <= first.keys()
    told = (tmp_path / "env").read_text("utf-8")
    assert "PATH=" in told
    assert "0123456789abcdef" not in told
    assert run(source, "send", "--exec", "false") == 0


def test_a_command_that_fails_is_a_fault_from_outside(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(source, "send", "--exec", "false") == 3
    assert "the command failed (1); it still waits" in capsys.readouterr().err
    assert run(source, "send", "--exec", "'") == 2
    assert run(source, "send", "--exec", "") == 2


def test_without_a_record_nothing_is_sent_and_it_is_said(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = source.parent / "cache/record"
    record.rename(record.with_name("elsewhere"))
    assert run(source, "send", "--exec", "true") == 3
    assert "there is no record" in capsys.readouterr().err


def test_a_record_that_begins_late_does_not_know_what_was_sent(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a checkout of a CI that keeps nothing: readers have the site, and may have been told."""
    cache = source.parent / "cache"
    cache.rename(cache.with_name("elsewhere"))
    published(source)
    assert outbox_of(source).waiting()
    assert run(source, "send", "--exec", "false") == 3
    assert "nobody knows what was sent already" in capsys.readouterr().err
    published(source)
    assert run(source, "send", "--exec", "false") == 3
    assert "nobody knows what was sent already" in capsys.readouterr().err


def test_a_first_publish_that_was_killed_leaves_a_record_that_knows(source: Path) -> None:
    """Everything was sent to the targets, and nothing of it noted but that it began."""
    record = source.parent / "cache/record"
    for path in record.iterdir():
        if path.name != "begun.jsonl":
            path.unlink()
    published(source)
    assert run(source, "send", "--exec", "true") == 0
