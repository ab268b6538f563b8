"""Each way to leak that was thought of is caught by a test.

``mutations/`` holds them as patches; above each stands which test kills it.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PATCHES = {
    path.stem: path for path in sorted(Path(__file__).with_name("mutations").glob("*.patch"))
}
COPIED = ("builder", "themes", "tests", "pyproject.toml")
_KILLER = re.compile(r"^Killed by (tests/\S+)$", re.MULTILINE)
TESTS_FAILED = 1
"""What pytest exits with where tests ran and some failed."""


def killer_of(patch: Path) -> str:
    found = _KILLER.search(patch.read_text(encoding="utf-8"))
    assert found is not None, f"{patch.name} does not name the test that kills it"
    return found.group(1)


KILLERS = sorted({killer_of(patch) for patch in PATCHES.values()})


def applied(patch: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "apply", "--recount", *options, str(patch)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def copied(root: Path, folder: Path) -> Path:
    for name in COPIED:
        source = root / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy(source, folder / name)
    return folder


def run(test: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )


def test_there_are_mutations() -> None:
    assert len(PATCHES) >= 40


@pytest.mark.parametrize("name", PATCHES)
def test_a_mutation_fits_the_code(root: Path, tmp_path: Path, name: str) -> None:
    for changed in re.findall(r"^--- a/(\S+)$", PATCHES[name].read_text("utf-8"), re.MULTILINE):
        target = tmp_path / changed
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / changed, target)
    result = applied(PATCHES[name], tmp_path, "--check")
    assert result.returncode == 0, f"{name}.patch is to be made anew: {result.stderr}"


@pytest.mark.proof
@pytest.mark.parametrize("killer", KILLERS)
def test_nothing_is_killed_without_a_mutation(root: Path, tmp_path: Path, killer: str) -> None:
    result = run(killer, copied(root, tmp_path))
    assert result.returncode == 0, result.stdout


@pytest.mark.proof
@pytest.mark.parametrize("name", PATCHES)
def test_a_mutation_is_killed(root: Path, tmp_path: Path, name: str) -> None:
    folder = copied(root, tmp_path)
    result = applied(PATCHES[name], folder)
    assert result.returncode == 0, result.stderr
    result = run(killer_of(PATCHES[name]), folder)
    assert result.returncode == TESTS_FAILED, result.stdout
