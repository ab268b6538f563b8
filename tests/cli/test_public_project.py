"""In a project that its host calls public, private text is an error."""

from pathlib import Path

import pytest

from builder.cli.main import main
from builder.cli.public_project import is_public_project
from tests.build.sites import incident, lay, put, update

PRIVATE = "Words.\n\n::: executives\nVanta leaves us.\n:::"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI_PROJECT_VISIBILITY", "GITHUB_EVENT_PATH"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("event", "public"),
    [
        ('{"repository": {"private": false, "visibility": "public"}}', True),
        ('{"repository": {"private": false}}', True),
        ('{"repository": {"private": true, "visibility": "internal"}}', False),
        ('{"repository": {"private": true}}', False),
        ('{"repository": {}}', False),
        ('{"schedule": "0 * * * *"}', False),
        ("[]", False),
        ("{", False),
        ('{"repository": "public"}', False),
    ],
)
def test_github_says_it_in_the_event(tmp_path: Path, event: str, public: bool) -> None:
    put(tmp_path, "event.json", event)
    assert is_public_project({"GITHUB_EVENT_PATH": str(tmp_path / "event.json")}) is public


def test_an_event_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert not is_public_project({"GITHUB_EVENT_PATH": str(tmp_path / "none.json")})
    assert not is_public_project({"GITHUB_EVENT_PATH": str(tmp_path)})
    assert not is_public_project({"GITHUB_EVENT_PATH": ""})


@pytest.mark.parametrize(
    ("visibility", "public"), [("public", True), ("internal", False), ("private", False)]
)
def test_gitlab_says_it_in_a_variable(visibility: str, public: bool) -> None:
    assert is_public_project({"CI_PROJECT_VISIBILITY": visibility}) is public


@pytest.mark.parametrize("command", ["check", "build"])
def test_private_text_in_a_public_project_is_an_error(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    root = lay(tmp_path)
    incident(root, "2026-11-22-open", u20261122T1405Z=update("resolved", "14:05", "Words."))
    words = [command, "--source", str(root), "--now", "2026-11-24T00:00:00Z"]
    monkeypatch.setenv("CI_PROJECT_VISIBILITY", "public")
    assert main(words) == 0, "nothing is private"
    incident(root, "2026-11-23-shop", u20261123T1405Z=update("resolved", "14:05", PRIVATE))
    put(root, "site_src/accounts/vanta.yml", "name: Vanta\n")
    assert main(words) == 1
    told = "".join(capsys.readouterr())
    assert "2026-11-23-shop/20261123T1405Z.md: private-in-public" in told
    assert "accounts/vanta.yml: private-in-public" in told
    assert "2026-11-22-open/20261122T1405Z.md" not in told
    assert "leaves us" not in told
    monkeypatch.setenv("CI_PROJECT_VISIBILITY", "private")
    assert main(words) == 0


def test_a_project_that_became_public_is_judged_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path)
    incident(root, "2026-11-23-shop", u20261123T1405Z=update("resolved", "14:05", PRIVATE))
    words = ["build", "--source", str(root), "--now", "2026-11-24T00:00:00Z"]
    assert main(words) == 0
    monkeypatch.setenv("CI_PROJECT_VISIBILITY", "public")
    assert main(words) == 1
