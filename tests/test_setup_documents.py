"""What the documents tell a reader to write works when it is written."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from builder.authoring.new_site import lay_out
from tests.build.sites import built, put

DOCUMENTS = (
    "README.md",
    "docs/getting-started.md",
    "builder/authoring/skeleton/README.md",
)
BLOCK = re.compile(r"^( *)```(?:markdown)?\n( *---\n.*?\n) *```$", re.MULTILINE | re.DOTALL)


def examples(text: str) -> list[str]:
    """Return every file that a document shows whole: what begins with front matter."""
    return [dedent(block[2]) for block in BLOCK.finditer(text)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_example_can_be_written_into_a_new_site(
    name: str, root: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    lay_out(site, 2026)
    found = examples((root / name).read_text(encoding="utf-8"))
    about = [text for text in found if "\ntitle: " in text]
    updates = [text for text in found if "\nstatus: " in text]
    assert about
    assert updates
    assert len(about) + len(updates) == len(found)
    for number, text in enumerate(about):
        folder = f"incidents/example-{number}"
        put(site, f"{folder}/incident.md", text)
        if "\nkind: maintenance\n" in text:
            said = "---\nstatus: scheduled\n---\nWords.\n"
            put(site, f"{folder}/20261101T0900Z-scheduled.md", said)
            continue
        for minute, update in enumerate(updates):
            put(site, f"{folder}/20261123T14{minute:02}Z.md", update)
    assert built(site, tmp_path / "out", tmp_path / "cache").problems == ()
