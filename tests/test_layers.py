"""The contract of the layers holds, and would notice a breach."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BREACHES = {
    "rendering reads the record": ("builder/render/breach.py", "import builder.model.incident"),
    "rendering reads files": ("builder/render/breach.py", "import builder.source"),
    "rendering reads the record through a rule": (
        "builder/render/breach.py",
        "import builder.views.cut",
    ),
    "a view reads files": ("builder/views/breach.py", "import builder.source"),
    "reading knows views": ("builder/source/breach.py", "import builder.views.types"),
    "the model does I/O": ("builder/model/breach.py", "import os"),
    "a view does I/O": ("builder/views/breach.py", "from pathlib import Path"),
    "the vocabulary knows the model": ("builder/vocabulary/breach.py", "import builder.model"),
    "the build knows a command": ("builder/output/breach.py", "import builder.cli"),
    "a folder without a layer": ("builder/breach/__init__.py", ""),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(
        root / "builder", tmp_path / "builder", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def test_each_layer_imports_downwards_alone(root: Path) -> None:
    result = lint(root)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_noticed(copy: Path, breach: str) -> None:
    path, line = BREACHES[breach]
    module = copy / path
    module.parent.mkdir(exist_ok=True)
    module.write_text(f'"""A breach."""\n\n{line}\n', encoding="utf-8")
    result = lint(copy)
    assert result.returncode != 0, result.stdout
    assert "breach" in result.stdout
