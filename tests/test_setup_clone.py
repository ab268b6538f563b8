"""A clean clone with an empty HOME, as the README promises it. Downloads packages."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


def make(clone: Path, home: Path, target: str) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    for name in ("PIP_CERT", "PIP_INDEX_URL", "PIP_FIND_LINKS", "https_proxy", "HTTPS_PROXY"):
        if name in os.environ:
            environment[name] = os.environ[name]
    result = subprocess.run(
        ["make", target], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.proof
def test_make_site_works_in_a_clean_clone(
    root: Path, tool: Callable[[str], Path], tmp_path: Path
) -> None:
    tool("make")
    clone, home = tmp_path / "clone", tmp_path / "home"
    home.mkdir()
    subprocess.run([tool("git"), "clone", "--quiet", root, clone], check=True)
    told = make(clone, home, "site")
    assert told.splitlines()[-1] == f"Open {clone}/dist/public/index.html"
    assert (clone / "dist/public/index.html").stat().st_size > 0
    assert "Installing" not in make(clone, home, "site")
