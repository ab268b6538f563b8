"""Whatever stands in a file: a record or problems, never an exception.

Files of a good site are cut, doubled and mixed with everything that has a meaning somewhere.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.source import sample

# fmt: off
PIECES = st.sampled_from([
    "---\n", "\n", " ", "  ", "\t", ":", ": ", "- ", "?", "&a ", "*a", "!", "!!str ", "<<: ", "%",
    "[", "]", "{", "}", ",", "'", '"', "|\n", ">\n", "#", "\\", "\x00", "\u2028", "\x85", "\r",
    "::: strategic\n", ":::\n", "::: account acme nobody\n", "> ", "1. ", "```\n", "    ",
    "<b>", "<!--", "[a](", "](javascript:x)", "![a](b.png)", "[a]: /x\n", "|a|b|\n|-|-|\n",
    "https://a.example/)", "&#12;", "status", "at", "components", "next_update", "audience",
    "redacted", "asks", "answers", "translations", "corrects", "merged_into", "edited", "kind",
    "maintenance", "notice", "resolved", "true", "null", "~", "", "0", "2026-11-23T08:10:00Z",
    "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "+999999d", "+20m", "fr", "é",
    "outage", "checkout", "public", "account:acme", "\ud800", "\ufeff", "\U0010ffff", "\u202e",
])
# fmt: on
NAMES = (
    sample.UPDATE,
    f"{sample.OUTAGE}/incident.md",
    f"{sample.OUTAGE}/20261123T0810Z-investigating.fr.md",
    "site_src/site.yml",
    "site_src/components.yml",
    "site_src/audiences.yml",
    "site_src/accounts/acme.yml",
    "site_src/pages/about.md",
)
STARTS = {
    f"{sample.OUTAGE}/20261123T0810Z-investigating.fr.md": "Lent.\n",
    "site_src/audiences.yml": "strategic:\n  reads: [public]\n  cadence: {P1: 15m}\n",
    "site_src/pages/about.md": "---\ntitle: About\n---\nAbout.\n",
} | sample.FILES

EDITS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), PIECES), min_size=1, max_size=6)


def edited(text: str, edits: list[tuple[int, int, str]]) -> bytes:
    for place, length, piece in edits:
        at = place % (len(text) + 1)
        text = text[:at] + piece + text[at + length :]
    return text.encode("utf-8", "surrogatepass")


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(NAMES), EDITS, min_size=1, max_size=2))
def test_edited_files(edits: dict[str, list[tuple[int, int, str]]]) -> None:
    read_with({path: edited(STARTS[path], steps) for path, steps in edits.items()})


@pytest.mark.proof
@settings(max_examples=20_000)
@given(st.dictionaries(st.sampled_from(NAMES), EDITS, min_size=1, max_size=3))
def test_many_edited_files(edits: dict[str, list[tuple[int, int, str]]]) -> None:
    read_with({path: edited(STARTS[path], steps) for path, steps in edits.items()})


def read_with(files: dict[str, bytes]) -> None:
    root = Path(tempfile.mkdtemp())
    try:
        sample.write(root, files)
        _, incidents, problems = sample.read(root)
    finally:
        shutil.rmtree(root)
    for reading in incidents.values():
        assert (reading.incident is None) == any(one.is_error for one in reading.problems)
    for problem in problems:
        assert problem.message.endswith((".", "?")), problem
        assert problem.place.path, problem
        if problem.place.line:
            assert problem.place.column > 0, problem
