"""The project as a stranger meets it: what is locked, what is said, what is where."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

FOLDERS = {".ci", "builder", "docs", "incidents", "site_src", "tests", "themes"}

IMPORTED_BY_OTHERS = {
    "linkify-it-py": "markdown-it-py finds bare links with it",
    "tzdata": "zoneinfo reads it where the system has no zones",
}

PART_OF_OTHERS = {
    "markupsafe": "jinja2's type for text that is escaped",
    "pydantic-core": "pydantic's types of errors",
}

MACHINE_PATH = re.compile(r"(?<![\w.}>])/(?:home|Users|root|work|opt|mnt|private/var)/\w")


def project(root: Path) -> dict[str, object]:
    content = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    table = content["project"]
    assert isinstance(table, dict)
    return table


def distribution(requirement: str) -> str:
    return re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def dependencies(root: Path) -> set[str]:
    declared = project(root)["dependencies"]
    assert isinstance(declared, list)
    return {distribution(requirement) for requirement in declared}


def dependencies_by_choice(root: Path) -> set[str]:
    declared = project(root)["optional-dependencies"]
    assert isinstance(declared, dict)
    return {distribution(requirement) for each in declared.values() for requirement in each}


def imports_of(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_what_is_imported_is_declared_and_what_is_declared_is_imported(root: Path) -> None:
    imported = {name for module in (root / "builder").rglob("*.py") for name in imports_of(module)}
    foreign = imported - sys.stdlib_module_names - {"builder"}
    known = packages_distributions()
    used = {distribution(known[name][0]) for name in foreign}
    declared = dependencies(root) | dependencies_by_choice(root)
    assert (used - set(PART_OF_OTHERS)) | set(IMPORTED_BY_OTHERS) == declared


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"]
)
def test_a_lock_has_a_hash_for_everything_and_names_no_place(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^(\S.*?)\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.M)
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(entries) == len(lines) > 0
    assert all(re.match(r"[a-z0-9.-]+==\S+ ", entry) for entry, _ in entries)
    assert "://" not in text
    assert " @ " not in text


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_what_is_declared(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9.-]+)==", text, re.M))
    assert dependencies(root) <= locked


def test_what_tests_need_is_locked_as_it_runs(root: Path) -> None:
    runtime = (root / "requirements.lock").read_text(encoding="utf-8")
    development = (root / "requirements-dev.lock").read_text(encoding="utf-8")
    pinned = re.compile(r"^([a-z0-9.-]+==\S+)", re.M)
    assert set(pinned.findall(runtime)) <= set(pinned.findall(development))


def test_continuous_integration_runs_the_readmes_test_command(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    command = re.search(r"^(make test\b.*?)\s+# runs the tests$", readme, re.M)
    assert command is not None
    assert command.group(1) in (root / ".ci/run").read_text(encoding="utf-8").splitlines()


def test_continuous_integration_fails_on_the_first_failure(root: Path) -> None:
    script = root / ".ci/run"
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize(
    "target",
    ["help", "site", "serve", "test", "check", "proofs", "bench", "wheel", "lock", "clean"],
)
def test_make_knows_each_everyday_command(
    root: Path, tool: Callable[[str], Path], target: str
) -> None:
    told = subprocess.run(
        [tool("make"), "--dry-run", target], cwd=root, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip()
    helped = subprocess.run(
        [tool("make"), "help"], cwd=root, capture_output=True, text=True, check=True
    )
    assert target == "help" or f"make {target} " in helped.stdout


def test_make_says_what_to_install_where_there_is_no_python(
    root: Path, tool: Callable[[str], Path], tmp_path: Path
) -> None:
    make = tool("make")
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("sh", "touch"):
        (commands / name).symlink_to(tool(name))
    (tmp_path / "Makefile").write_bytes((root / "Makefile").read_bytes())
    for lock in root.glob("requirements*.lock"):
        (tmp_path / lock.name).write_bytes(lock.read_bytes())
    told = subprocess.run(
        [make, "site"],
        cwd=tmp_path,
        env={"PATH": str(commands)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode != 0
    assert "No Python 3.11 or later" in told.stderr
    assert not (tmp_path / ".venv").exists()


def test_no_folder_of_tests_is_passed_over(root: Path, pytestconfig: pytest.Config) -> None:
    folders = {path.parent.name for path in (root / "tests").glob("*/test_*.py")}
    patterns = pytestconfig.getini("norecursedirs")
    assert "build" in folders
    assert not [each for each in folders if any(fnmatch(each, pattern) for pattern in patterns)]


@pytest.fixture
def tracked(root: Path, tool: Callable[[str], Path]) -> list[str]:
    if not (root / ".git").exists():
        pytest.skip("this is no clone, so nobody knows which files are the project's")
    listed = subprocess.run(
        [tool("git"), "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
    )
    return [path for path in listed.stdout.split("\0") if path and (root / path).is_file()]


def test_no_other_folder_stands_at_the_top(tracked: list[str]) -> None:
    assert {path.partition("/")[0] for path in tracked if "/" in path} == FOLDERS


def test_no_file_names_a_place_of_somebodys_machine(root: Path, tracked: list[str]) -> None:
    found = [
        f"{path}: {hit.group()}"
        for path in tracked
        if (hit := MACHINE_PATH.search((root / path).read_text(encoding="utf-8", errors="ignore")))
    ]
    assert not found


def test_the_readme_links_to_files_that_are_there(root: Path) -> None:
    for page in [root / "README.md", *(root / "docs").glob("*.md")]:
        # What stands in code is an example of a link.
        text = re.sub(r"```.*?```|`[^`\n]+`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", text):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_a_missing_tool_is_a_skip_for_a_stranger(
    tool: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TOCSIN_REQUIRE_TOOLS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-command is not installed"):
        tool("no-such-command")


def test_a_missing_tool_is_a_failure_where_it_is_required(
    tool: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOCSIN_REQUIRE_TOOLS", "1")
    with pytest.raises(pytest.fail.Exception, match="no-such-command is not installed"):
        tool("no-such-command")
