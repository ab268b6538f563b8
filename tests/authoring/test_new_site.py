from fnmatch import fnmatch
from pathlib import Path

import pytest

from builder.authoring.new_site import NotLaidOut, lay_out
from builder.authoring.secret_file import NAME, NEXT, PREVIOUS


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("folder", ["site", "deep/down/site"])
def test_a_missing_folder_is_made(tmp_path: Path, folder: str) -> None:
    written = lay_out(tmp_path / folder, 2026)
    assert files(tmp_path / folder) == set(written)
    assert {".gitignore", "site_src/site.yml", "site_src/components.yml"} <= set(written)


def test_an_empty_folder_and_a_new_repository_will_do(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    lay_out(repository, 2026)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert lay_out(empty, 2026) == lay_out(tmp_path / "other", 2026)
    assert (repository / ".git").is_dir()


def test_the_year_is_the_callers(tmp_path: Path) -> None:
    lay_out(tmp_path / "site", 2031)
    text = (tmp_path / "site/site_src/site.yml").read_text(encoding="utf-8")
    assert "  year: 2031\n" in text
    assert "YEAR" not in text


def test_what_a_build_makes_is_ignored_by_git(tmp_path: Path) -> None:
    lay_out(tmp_path / "site", 2026)
    lines = (tmp_path / "site/.gitignore").read_text(encoding="utf-8").splitlines()
    assert {"dist/", ".tocsin/"} <= set(lines)
    for name in (NAME, PREVIOUS, NEXT, f"{NAME}.new"):
        assert any(fnmatch(name, line) for line in lines), name


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotLaidOut) as refusal:
        lay_out(tmp_path, 2026)
    problem = refusal.value.problem
    assert problem.code == "folder-not-empty"
    assert "'letter.txt'" in problem.message
    assert problem.mend
    assert files(tmp_path) == {"letter.txt"}


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(NotLaidOut) as refusal:
        lay_out(tmp_path / "site", 2026)
    assert refusal.value.problem.code == "not-a-folder"


@pytest.mark.parametrize("failing", range(1, 5))
def test_a_failure_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    calls = iter(range(1, 100))
    rename = Path.rename

    def sometimes(self: Path, target: Path) -> Path:
        if next(calls) == failing:
            raise OSError("no space left")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", sometimes)
    with pytest.raises(OSError, match="no space left"):
        lay_out(tmp_path / "deep/site", 2026)
    assert not list(tmp_path.iterdir())
