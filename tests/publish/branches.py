"""Repositories on this machine, with a branch that trees are published to."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.targets.git import Branch, GitBranch
from tests.output.trees import site, write

ONE = {**site("one", "abC"), "updates.json": b'{"items": [1]}'}
TWO = {**site("two", "bd"), "updates.json": b'{"items": [1, 2]}'}


def git(folder: Path, *words: str) -> str:
    """Run git in a folder as somebody else would, and return what it prints."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    command = ["git", *identity, *words]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def host(folder: Path) -> Path:
    """Make an empty repository ``host.git``, and a folder of sources beside it."""
    (folder / "source").mkdir(exist_ok=True)
    git(folder, "init", "-q", "--bare", "-b", "main", "host.git")
    return folder / "host.git"


def tree(folder: Path, pages: Mapping[str, bytes]) -> BuiltTree:
    """Build a tree of these pages."""
    write(folder, pages)
    return built_tree(folder / "public")


def target(
    folder: Path,
    *,
    repository: str = "../host.git",
    cache: str = "cache",
    squash: bool = False,
    domain: str = "",
    **environment: str,
) -> GitBranch:
    """Open the branch ``pages`` of the host; each cache is another publisher."""
    branch = Branch("live", repository, "pages", squash, domain)
    given = {"PATH": os.environ["PATH"], "HOME": str(folder), **environment}
    return GitBranch(branch, folder / "source", folder / cache, given)


def served(folder: Path) -> dict[str, bytes]:
    """Return all files of the branch, as a clone has them."""
    tip = git(folder / "host.git", "rev-parse", "pages")
    clone = folder / f"clone-{tip}"
    if not clone.exists():
        git(folder, "clone", "-q", "-b", "pages", "host.git", clone.name)
    return {
        path.relative_to(clone).as_posix(): path.read_bytes()
        for path in sorted(clone.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def bytes_of(built: BuiltTree) -> dict[str, bytes]:
    """Return all that a branch holds of a tree."""
    names = (*built.files, "build.json", "manifest.json")
    return {**{name: built.read(name) for name in names}, ".nojekyll": b""}


def by_hand(folder: Path, files: Mapping[str, bytes | None]) -> str:
    """Commit files to the branch as another hand would; ``None`` removes one."""
    work = folder / "another-hand"
    if not work.exists():
        git(folder, "clone", "-q", "host.git", work.name)
    git(work, "fetch", "-q")
    there = git(work, "branch", "-r", "--list", "origin/pages")
    git(work, "checkout", "-q", *(("-B", "pages", "origin/pages") if there else ("-B", "pages")))
    for name, data in files.items():
        if data is None:
            (work / name).unlink()
        else:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_bytes(data)
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "by hand")
    git(work, "push", "-q", "origin", "pages")
    return git(work, "rev-parse", "HEAD")
