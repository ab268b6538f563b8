"""What is printed where others read along."""

from pathlib import Path

import pytest

from builder.cli.main import main
from builder.cli.reading_along import in_ci
from tests.build.sites import incident, lay, update

PRIVATE = "Vanta leaves us"


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, False),
        ({"CI": "false"}, False),
        ({"CI": "true"}, True),
        ({"GITHUB_ACTIONS": "true"}, True),
        ({"GITLAB_CI": "1"}, True),
    ],
)
def test_ci_is_known_by_its_variables(environment: dict[str, str], told: bool) -> None:
    assert in_ci(environment) is told


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("ci", "shown", "quoted"), [("true", False, False), ("true", True, True), ("", False, True)]
)
def test_private_words_are_not_printed_in_ci(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    ci: str,
    shown: bool,
    quoted: bool,
) -> None:
    root = lay(tmp_path)
    body = f"Words.\n\n::: executives\n{PRIVATE} <b>now</b>.\n:::"
    incident(root, "2026-11-23-shop", u20261123T1405Z=update("identified", "14:05", body))
    incident(root, "2026-11-23-open", u20261123T1405Z=update("identifid", "14:05"))
    for name in ("GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CI", ci)
    words = [command, "--source", str(root), "--now", "2026-11-24T00:00:00Z"]
    assert main([*words, *(["--show-private"] if shown else [])]) == 1
    told = "".join(capsys.readouterr())
    assert (PRIVATE in told) is quoted
    assert "2026-11-23-shop/20261123T1405Z.md:8:" in told
    assert "identifid" in told, "what everyone may read is told as ever"
