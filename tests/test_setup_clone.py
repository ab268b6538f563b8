"""A clean clone with an empty HOME, as the README promises it. Downloads packages."""

import os
import subprocess
from base64 import urlsafe_b64decode
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.seal.opening import open_tree
from builder.seal.secret import Secret


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
    public, how, link = told.splitlines()[-3:]
    assert public == f"Open {clone}/dist/public/index.html"
    assert (clone / "dist/public/index.html").stat().st_size > 0
    assert ".venv/bin/python -m http.server" in how
    assert opened(clone / "dist/private", link)
    again = make(clone, home, "site")
    assert "Installing" not in again
    assert again.splitlines()[-1] == link
    changed = subprocess.run(
        [tool("git"), "status", "--porcelain"], cwd=clone, capture_output=True, check=True
    )
    assert changed.stdout == b""


def opened(private: Path, link: str) -> bool:
    """Say whether a link opens the pages in its folder."""
    address, _, key = link.partition("#k=")
    folder = address.rstrip("/").rpartition("/")[2]
    files = {path.name: path.read_bytes() for path in (private / folder).iterdir()}
    secret = Secret(urlsafe_b64decode(f"{key}="))
    return "index.html" in open_tree(files, folder, secret).pages
