"""Small sites on disk, for tests of whole builds."""

import hashlib
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from builder.build import Outcome, Request, build
from builder.vocabulary.times import parse_time

PROJECT = Path(__file__).resolve().parents[2]
SITE = """\
name: Example
url: https://status.example.com
time_zone: Etc/UTC
languages: [en]
"""
COMPONENTS = """\
groups:
  - id: payments
    name: Payments
    components:
      - {id: checkout, name: Checkout}
      - {id: payments-api, name: Payments API}
components:
  - {id: website, name: Website}
"""
NOW = parse_time("2026-11-23T18:00:00Z")


def put(root: Path, path: str, text: str) -> Path:
    """Write one source file."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode())
    return target


def lay(root: Path) -> Path:
    """Write a site without incidents."""
    put(root, "site_src/site.yml", SITE)
    put(root, "site_src/components.yml", COMPONENTS)
    return root


def incident(root: Path, name: str, front: str = "title: Checkout errors", **updates: str) -> None:
    """Write an incident; each keyword is an update's name after ``u``, its value the whole file."""
    put(root, f"incidents/{name}/incident.md", f"---\n{front}\n---\n")
    for key, text in updates.items():
        put(root, f"incidents/{name}/{key.removeprefix('u')}.md", text)


def update(status: str, at: str, body: str = "Words.", **keys: str) -> str:
    """Return an update file; ``at`` is a time of 23 November 2026, such as ``14:05``."""
    front = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\nstatus: {status}\nat: 2026-11-23T{at}:00Z\n{front}---\n{body}\n"


def built(root: Path, out: Path, cache: Path, now: datetime = NOW) -> Outcome:
    """Build, with a moment given."""
    return build(Request(root, out, cache, now, now_given=True))


def as_cold(root: Path, out: Path, now: datetime = NOW) -> None:
    """Hold ``out`` against what a build without a memory makes elsewhere, byte by byte."""
    folder = out.with_name("as-cold")
    shutil.rmtree(folder, ignore_errors=True)
    cold = built(root, folder / "out", folder / "cache", now)
    assert not cold.failed, cold.problems
    assert bytes_of(out) == bytes_of(folder / "out")


def command(*words: object, **how: object) -> subprocess.CompletedProcess[str]:
    """Run ``tocsin`` in a process of its own, from the folder of the project."""
    line = [sys.executable, "-m", "builder", *map(str, words)]
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        line, cwd=PROJECT, capture_output=True, text=True, check=False, **how
    )


def bytes_of(tree: Path) -> dict[str, str]:
    """Return a digest of every file below a folder."""
    return {
        str(path.relative_to(tree)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(tree.rglob("*"))
        if path.is_file()
    }
