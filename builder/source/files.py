"""One file: opened so that nothing can hang or lead astray, and decoded strictly."""

import os
import re
import stat
from dataclasses import dataclass
from errno import ELOOP
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from builder.vocabulary.problems import Place, Problem, Severity

TEXT_LIMIT = 256 * 1024
"""Bytes of a file of text."""

MOST_PROBLEMS = 50
"""Problems of one text after which no more are looked for: a person mends these first."""

PICTURE_LIMIT = 5 * 1024 * 1024
"""Bytes of a picture or another file that is published as it is."""

PASSWORD = re.compile(
    r"\b[a-z+]+://[^/@\s]*:[^/\s]*@|\bhttps?://(?:gh[a-z]_|github_pat_|gl[a-z]+-|ATC)[^/\s]*@",
    re.IGNORECASE,
)
"""The beginning of an address that holds a password, or a token in place of a user's name."""

_CREDENTIAL = re.compile(
    r"\b(?:\w+_)?(?:access_key(?:_id)?|account_key|secret|token|password|credentials?)[\"']?\s*:\s",
    re.IGNORECASE,
)
"""A key by which somebody may have written down what nobody else is to know."""

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Characters that no text may hold: controls but tab and line feed, other line ends, and what is
no character in XML (XML 1.0, section 2.2)."""

_CONFLICT = "\n<<<<<<< "
"""How a stretch begins that Git could not merge."""

_PLAIN_BYTES = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
_LONGEST_EXCERPT = 400
_NAMES = {
    "\x00": "NUL",
    "\x0b": "a vertical tab",
    "\x0c": "a form feed",
    "\x1b": "an escape",
    "\x85": "a next-line control",
    "\ufffe": "half a character",
    "\uffff": "half a character",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
}
# On Windows neither flag exists; symbolic links are found by the scan there.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True)
class SourceText:
    """A file of text with line ends as LF. ``digest`` is the SHA-256 of its bytes on disk."""

    path: str
    text: str
    digest: str

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Return a line without its end, counted from 1; empty where there is none."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def problem(
        self,
        code: str,
        line: int,
        column: int,
        message: str,
        mend: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a problem at a line and column (from 1), with the line as its excerpt, but where
        it may hold a password or a key to a store."""
        text = self.line(line)
        hidden = PASSWORD.search(text) or _CREDENTIAL.search(text)
        excerpt = "" if hidden else text[:_LONGEST_EXCERPT]
        return Problem(Place(self.path, line, column), code, message, mend, severity, excerpt)


@dataclass(frozen=True, slots=True)
class TextReading:
    """A file's text, ``None`` where it can't be read at all, and what is wrong with its bytes."""

    source: SourceText | None
    problems: tuple[Problem, ...] = ()


def read_text(root: Path, path: str) -> TextReading:
    """Read a file of UTF-8 text below ``root``; a BOM is skipped, CRLF and CR become LF."""
    data = read_bytes(root, path, TEXT_LIMIT)
    if isinstance(data, Problem):
        return TextReading(None, (data,))
    return decode(path, data)


def decode(path: str, data: bytes) -> TextReading:
    """Decode the bytes of a file of text."""
    digest = sha256(data).hexdigest()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return TextReading(None, (_not_utf8(path, data, error.start),))
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = SourceText(path, text, digest)
    if _CONFLICT in f"\n{text}":
        return TextReading(source, (_unmerged(source),))
    # Of bytes that are all ASCII, what is left without the plain ones tells quickest.
    if not data.translate(None, _PLAIN_BYTES) or FORBIDDEN.search(text) is None:
        return TextReading(source)
    return TextReading(source, tuple(_forbidden(source)))


def read_bytes(root: Path, path: str, limit: int) -> bytes | Problem:
    """Read a regular file below ``root``, or say why it can't be read.

    A symbolic link, a pipe or a device that took the file's place since it was found is refused,
    and so is a file that changes while it is read.
    """
    try:
        descriptor = os.open(os.path.join(root, path), _OPEN_FLAGS)
    except OSError as error:
        return unreadable(path, error)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            return Problem(
                Place(path),
                "not-a-file",
                "This is not a regular file.",
                "Put a file in its place.",
            )
        if before.st_size > limit:
            return too_large(path, before.st_size, limit)
        data = _read_all(descriptor, before.st_size, limit)
        after = os.fstat(descriptor)
    except OSError as error:
        return unreadable(path, error)
    finally:
        os.close(descriptor)
    if len(data) != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        return Problem(
            Place(path),
            "file-changed",
            "The file changed while it was read.",
            "Run the command again once it is saved.",
        )
    return data


def too_large(path: str, size: int, limit: int) -> Problem:
    """Return the problem of a file that is larger than ``limit`` bytes."""
    return Problem(
        Place(path),
        "file-too-large",
        f"The file has {size:,} bytes; {limit:,} are allowed.",
        "Make it smaller, or split it.",
    )


def _read_all(descriptor: int, size: int, limit: int) -> bytes:
    data = os.read(descriptor, size + 1)
    if len(data) == size:
        return data
    pieces = [data]
    total = len(data)
    while total <= limit and (piece := os.read(descriptor, 65_536)):
        pieces.append(piece)
        total += len(piece)
    return b"".join(pieces)


def unreadable(path: str, error: OSError) -> Problem:
    """Return the problem of a file or folder that the system does not let us read."""
    if error.errno == ELOOP:
        return symbolic_link(path)
    reason = error.strerror or "it can't be opened"
    return Problem(
        Place(path),
        "unreadable-file",
        f"This can't be read: {reason}.",
        "See that it is there, and that the user who builds may read it.",
    )


def symbolic_link(path: str) -> Problem:
    """Return the problem of a symbolic link among the sources."""
    return Problem(
        Place(path),
        "symbolic-link",
        "This is a symbolic link; what it leads to could be anything.",
        "Put the file itself here.",
    )


def _not_utf8(path: str, data: bytes, position: int) -> Problem:
    before = data[:position].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8").lstrip("\ufeff")) + 1
    return Problem(
        Place(path, line, column),
        "not-utf8",
        f"The byte 0x{data[position]:02x} here is not UTF-8.",
        "Save the file as UTF-8.",
    )


def _unmerged(source: SourceText) -> Problem:
    line = f"\n{source.text}".partition(_CONFLICT)[0].count("\n") + 1
    return source.problem(
        "merge-conflict",
        line,
        1,
        "Git left two versions here that it could not merge.",
        "Keep what holds, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`.",
    )


def _forbidden(source: SourceText) -> list[Problem]:
    found = []
    for number, line in enumerate(source.text.split("\n"), 1):
        match = FORBIDDEN.search(line)
        if match is not None:
            letter = match.group()
            name = f"{_NAMES.get(letter, 'a control character')} (U+{ord(letter):04X})"
            found.append(
                source.problem(
                    "control-character",
                    number,
                    match.start() + 1,
                    f"There is {name} here, which no text may hold.",
                    "Delete it, or write a plain line end instead.",
                )
            )
        if len(found) == 20:
            break
    return found
