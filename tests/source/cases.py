"""Fixture files that a person can read: cases of input and what is expected of it.

A case is a line that says what it is about, a line that is exactly ``.``, the input, another ``.``,
what is expected, and a last ``.``. Blank lines between cases mean nothing. In the input,
``@@ path`` begins another file, and ``<U+2028>`` or ``<byte FF>`` stand for what can't be shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Case:
    """One case of a fixture file; ``line`` is where it begins."""

    fixture: str
    line: int
    title: str
    input: str
    expected: str

    def __str__(self) -> str:
        return f"{self.fixture}:{self.line} {self.title}"

    def files(self, path: str) -> dict[str, bytes]:
        """The files of the input by path; what stands before the first ``@@`` lies at ``path``."""
        found: dict[str, bytes] = {}
        pieces = re.split(r"^@@ (.+)\n", self.input, flags=re.MULTILINE)
        if pieces[0]:
            found[path] = bytes_of(pieces[0])
        for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
            found[name] = bytes_of(text)
        return found


def bytes_of(text: str) -> bytes:
    """The bytes of a fixture's text, with what it names put in."""
    shown = re.sub(r"<U\+([0-9A-F]{4,6})>", lambda match: chr(int(match.group(1), 16)), text)
    pieces = re.split(r"<byte ([0-9A-F]{2})>", shown)
    return b"".join(
        bytes.fromhex(piece) if index % 2 else piece.encode() for index, piece in enumerate(pieces)
    )


def read_cases(name: str) -> list[Case]:
    """All cases of a fixture file."""
    return list(_cases(name, (FIXTURES / name).read_text(encoding="utf-8").split("\n")))


def _cases(name: str, lines: list[str]) -> Iterator[Case]:
    parts: list[list[str]] = [[]]
    start = 0
    for number, line in enumerate(lines, 1):
        if line == ".":
            if len(parts) == 3:
                title, given, expected = ("".join(f"{one}\n" for one in part) for part in parts)
                yield Case(name, start, title.strip(), given, expected)
                parts = [[]]
            else:
                parts.append([])
        elif line or len(parts) > 1:
            if not parts[0] and len(parts) == 1:
                start = number
            parts[-1].append(line)
    assert parts == [[]], f"{name} ends within a case"
