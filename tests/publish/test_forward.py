"""What a build was made of must follow what readers have, and be shown to."""

import os
from pathlib import Path

import pytest

from builder.publish.forward import backwards, commit_of
from builder.publish.record import Held
from builder.vocabulary.problems import Problem
from tests.publish.branches import git


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of three commits."""
    origin = tmp_path_factory.mktemp("history") / "origin"
    origin.mkdir()
    git(origin, "init", "-q", "-b", "main")
    for name in ("one", "two", "three"):
        git(origin, "commit", "-q", "--allow-empty", "-m", name)
    return origin


def environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"]}


def refusal(source: Path, noted: str) -> Problem | None:
    held = Held("digest", noted, ("one/1",))
    commit = commit_of(source, environment())
    return backwards("live", held, commit, {"one/1"}, source, environment())


def clone(origin: Path, folder: Path, depth: int) -> Path:
    git(folder, "clone", "-q", f"--depth={depth}", f"file://{origin}", "clone")
    return folder / "clone"


def test_a_commit_that_follows_is_fine(origin: Path) -> None:
    for name in ("HEAD", "HEAD~1", "HEAD~2"):
        assert refusal(origin, git(origin, "rev-parse", name)) is None


def test_a_clone_with_too_little_history_shows_nothing(origin: Path, tmp_path: Path) -> None:
    """The noted commit is not there, or is there by another way and the history between is cut."""
    first = git(origin, "rev-parse", "HEAD~2")
    shallow = clone(origin, tmp_path, 1)
    for _ in range(2):
        found = refusal(shallow, first)
        assert found is not None
        assert found.code == "publish-backwards"
        assert "too little history" in found.message
        assert "git fetch --unshallow" in found.mend
        git(shallow, "fetch", "-q", "--depth=1", "origin", first)
    git(shallow, "fetch", "-q", "--unshallow")
    assert refusal(shallow, first) is None


def test_little_history_is_enough_where_it_shows_it(origin: Path, tmp_path: Path) -> None:
    assert refusal(clone(origin, tmp_path, 2), git(origin, "rev-parse", "HEAD~1")) is None


def test_a_commit_that_is_nowhere_is_refused(origin: Path) -> None:
    found = refusal(origin, "1" * 40)
    assert found is not None
    assert "does not have" in found.message
