"""The wheel in an environment of its own, in a folder far from the sources."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from builder import __version__


def run(*command: str | Path, cwd: Path) -> str:
    result = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=root)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel; what it depends on is borrowed from the tests' own."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    run(*pip, "--no-deps", "--no-index", wheel, cwd=folder)
    borrowed = Path(pytest.__file__).parent.parent
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(f"{borrowed}\n", encoding="utf-8")
    return folder


@pytest.fixture
def site(environment: Path, tmp_path: Path) -> Path:
    run(environment / "bin/tocsin", "init", "site", cwd=tmp_path)
    return tmp_path / "site"


def test_the_wheel_carries_theme_and_skeleton(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (root / "themes").rglob("*"):
        if path.is_file():
            assert f"builder/themes/{path.relative_to(root / 'themes').as_posix()}" in names
    for path in (root / "builder/authoring/skeleton").rglob("*"):
        if path.is_file():
            assert path.relative_to(root).as_posix() in names


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"builder", f"tocsin-{__version__}.dist-info"}


def test_the_version_stands_in_one_place(environment: Path, wheel: Path, tmp_path: Path) -> None:
    assert run(environment / "bin/tocsin", "--version", cwd=tmp_path).split() == [
        "tocsin",
        __version__,
    ]
    assert wheel.name.startswith(f"tocsin-{__version__}-")


def test_the_command_is_the_wheels(environment: Path, tmp_path: Path) -> None:
    code = "import builder; print(builder.__file__)"
    where = run(environment / "bin/python", "-c", code, cwd=tmp_path)
    assert where.startswith(str(environment))


def test_a_new_site_has_no_problem_and_becomes_pages(environment: Path, site: Path) -> None:
    run(environment / "bin/tocsin", "check", "--strict", cwd=site)
    run(environment / "bin/tocsin", "build", cwd=site)
    index = (site / "dist/public/index.html").read_text(encoding="utf-8")
    assert "Example" in index
    assert (site / "dist/public/incidents/2026-01-15-sign-in-fails.html").is_file()


def test_the_module_is_the_command(environment: Path, site: Path) -> None:
    run(environment / "bin/python", "-m", "builder", "build", cwd=site)
    assert (site / "dist/public/index.html").is_file()


def test_a_folder_that_holds_something_is_refused(environment: Path, site: Path) -> None:
    again = subprocess.run(
        [environment / "bin/tocsin", "init", "."],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode != 0
    assert "folder-not-empty" in again.stderr
    assert "Traceback" not in again.stderr
