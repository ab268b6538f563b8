"""``docs/problems.md`` has every code of a problem, and none that there is not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.source.cases import FIXTURES

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
OTHER_WORDS = {
    "business-response-lead",
    "comms-lead",
    "customer-service",
    "degraded-performance",
    "incident-io",
    "gh-pages",
    "major-outage",
    "partial-outage",
    "under-maintenance",
    "utf-8",
    "utf-8-sig",
    "ls-tree",
    "rev-parse",
    "cat-file",
    "merge-base",
    "message-template",
    "second-build",
}
"""Words of other kinds that are written like a code."""

MADE = {"unknown-account", "unknown-audience"}
"""Codes that are put together of parts."""


def documented(root: Path) -> set[str]:
    text = (root / "docs/problems.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \|", text, flags=re.MULTILINE)
    return {code for row in rows for code in re.findall(r"`([^`]+)`", row)}


def words_of(root: Path) -> Iterator[str]:
    """All text in the code of modules that tell of problems."""
    for path in (root / "builder").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        if "Problem" not in code and path.parent.name not in ("source", "schemas"):
            continue
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_code_is_documented(root: Path) -> None:
    written = {word for word in words_of(root) if CODE.fullmatch(word)}
    written = written - OTHER_WORDS | MADE
    assert written - documented(root) == set(), "write these into docs/problems.md"
    assert documented(root) - written == set(), "nothing says these"


def test_every_code_of_a_source_has_a_case(root: Path) -> None:
    """What no fixture can hold (a link, a pipe, ten megabytes) has a test of its own."""
    text = (root / "docs/problems.md").read_text(encoding="utf-8")
    sections = text.split("\n## ")
    of_sources = "\n".join(part for part in sections[1:] if part[:6] not in ("Themes", "Comman"))
    codes = {
        code
        for row in re.findall(r"^\| (`.+?) \|", of_sources, flags=re.MULTILINE)
        for code in re.findall(r"`([^`]+)`", row)
    }
    cases = "".join(path.read_text(encoding="utf-8") for path in FIXTURES.glob("bad_*"))
    tests = "".join(
        path.read_text(encoding="utf-8")
        for path in (root / "tests").rglob("test_*.py")
        if path != Path(__file__)
    )
    assert {code for code in codes if f" {code}: " not in cases and code not in tests} == set()
