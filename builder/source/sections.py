"""Sections: the parts of a body that are for some readers alone.

They are cut out of the text before Markdown is parsed, so that neither a code fence nor a list nor
a quote can give or take a word. A marker is a line that is exactly ``::: <audience>``,
``::: account <id> [<id> ...]`` or ``:::``, wherever it stands; whatever looks like one and is none
is an error, because a misspelt marker would print private words to everyone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from builder.source.files import MOST_PROBLEMS, SourceText
from builder.source.names import Names
from builder.source.words import nearest, shown, suggestion
from builder.vocabulary.names import IDENTIFIER
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import account, audience

_MARKER = re.compile(rf"::: (?:account((?: {IDENTIFIER.pattern})+)|({IDENTIFIER.pattern}))|:::")
# Every sign of Unicode that is drawn as a colon, and what is drawn not at all or over it.
_COLONS = (
    "::\uff1a\ufe55\ufe13\ufe30\ua789\u2236\u02d0\u02f8\u0589\u05c3\u0703\u0704\u16ec\u1803\u1809"
)
_UNSEEN = (
    "\u0300-\u036f\ufe00-\ufe0f\u00ad\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\ufeff"
)
_ANY_COLON = rf"[{_COLONS}][{_UNSEEN}]*"
_COLONS_IN_ROW = rf"(?:(?:{_ANY_COLON}\s*){{2,}}|\u2237[{_UNSEEN}]*\s*(?:{_ANY_COLON}\s*)*)"
_COLON = re.compile(rf"[{_COLONS}]")
_SUSPECT = re.compile(rf"{_ANY_COLON}\s*{_ANY_COLON}|\u2237")
_SUSPECT_ASCII = re.compile(r":\s*:")
_NEAR_MARKER = re.compile(
    rf"[\s{_UNSEEN}>*+|\-\u2010-\u2015\u2022.)(\d]*{_COLONS_IN_ROW}[^\W\d_]|"
    rf"[\s{_UNSEEN}>*+|\-\u2010-\u2015\u2022.)(\d]*{_COLONS_IN_ROW}\{{"
)
_EXACT = (
    "A marker is a line of its own, from its first column: `::: <audience>`, "
    "`::: account <id>`, and `:::` to close."
)


@dataclass(frozen=True, slots=True)
class CutSection:
    """Words for some readers. ``line`` is that of its marker in the file, from 1; the words begin
    in the next one. ``place`` is the line of the text for everyone, from 0, that stands for it."""

    audience: frozenset[str]
    line: int
    place: int
    text: str


@dataclass(frozen=True, slots=True)
class CutText:
    """The text for everyone, the line in the file of each of its lines, and what was cut out."""

    text: str
    lines: Sequence[int]
    sections: tuple[CutSection, ...]


def cut_sections(
    source: SourceText, body: str, body_line: int, names: Names
) -> tuple[CutText, list[Problem]]:
    """Cut the sections out of a body that begins in line ``body_line`` of its file."""
    if (_SUSPECT_ASCII if body.isascii() else _SUSPECT).search(body) is None:
        return CutText(body, range(body_line, body_line + body.count("\n") + 1), ()), []
    cutter = _Cutter(source, body_line, names)
    for number, line in enumerate(body.split("\n"), body_line):
        cutter.take(number, line)
        if len(cutter.problems) >= MOST_PROBLEMS:
            break
    else:
        cutter.finish()
    return CutText("\n".join(cutter.kept), cutter.numbers, tuple(cutter.sections)), cutter.problems


class _Cutter:
    """Takes the lines of a body in order, and keeps each for everyone or for a section."""

    def __init__(self, source: SourceText, first: int, names: Names) -> None:
        self._source = source
        self._names = names
        self._opened = 0
        self._missed = False
        self._audience: frozenset[str] = frozenset()
        self._hidden: list[str] = []
        self._last = first
        self.kept: list[str] = []
        self.numbers: list[int] = []
        self.sections: list[CutSection] = []
        self.problems: list[Problem] = []

    def take(self, number: int, line: str) -> None:
        self._last = number
        match = _MARKER.fullmatch(line)
        if match is None:
            self._take_text(number, line)
        elif line == ":::":
            self._close(number)
        else:
            self._open(number, line, match)

    def finish(self) -> None:
        if self._opened:
            self._problem(
                "unclosed-section",
                self._opened,
                1,
                "The section that begins here is not closed.",
                "Write a line that is exactly `:::` where it ends.",
            )
            self._keep_section()

    def _take_text(self, number: int, line: str) -> None:
        near = _NEAR_MARKER.match(line)
        if ":::" in line or near is not None:
            colon = _COLON.search(line, 0 if near else line.find(":::"))
            self._near_miss(number, colon.start() + 1 if colon else 1, line)
            if self._opened and _bare(line):
                self._keep_section()
                return
            self._missed = not _bare(line)
        if self._opened:
            self._hidden.append(line)
        else:
            self.kept.append(line)
            self.numbers.append(number)

    def _open(self, number: int, line: str, match: re.Match[str]) -> None:
        if self._opened:
            self._problem(
                "nested-section",
                number,
                1,
                "A section begins here within another one.",
                f"Close the one of line {self._opened} first, with a line that is exactly `:::`.",
            )
            self._keep_section()
        self._opened = number
        self._missed = False
        self._audience = frozenset(self._readers(number, line, match))
        self.kept.append("")
        self.numbers.append(number)

    def _close(self, number: int) -> None:
        if not self._opened:
            if not self._missed:
                self._problem(
                    "section-not-open",
                    number,
                    1,
                    "A section ends here, but none was opened.",
                    "Delete the line, or write the marker that opens it: `::: <audience>`.",
                )
            self._missed = False
            self.kept.append("")
            self.numbers.append(number)
            return
        self._keep_section()

    def _keep_section(self) -> None:
        text = "".join(f"{line}\n" for line in self._hidden)
        place = len(self.kept) - 1
        self.sections.append(CutSection(self._audience, self._opened, place, text))
        self._opened = 0
        self._hidden = []

    def _readers(self, number: int, line: str, match: re.Match[str]) -> list[str]:
        if match.group(2) == "public":
            self._problem(
                "public-section",
                number,
                5,
                "A section can't be for the public: what stands outside sections already is.",
                "Take both markers away.",
            )
            return []
        if match.group(2) == "account":
            self._problem(
                "unknown-account",
                number,
                5,
                "The marker names no account.",
                "Write `::: account <id>`.",
            )
            return []
        if match.group(2):
            return self._known(number, 5, match.group(2), audience(match.group(2)))
        found: list[str] = []
        for word in re.finditer(r"\S+", line[len("::: account ") :]):
            column = len("::: account ") + word.start() + 1
            found += self._known(number, column, word.group(), account(word.group()))
        return found

    def _known(self, number: int, column: int, word: str, name: str) -> list[str]:
        readers = self._names.readers
        if readers is None or name in readers:
            return [name]
        kind = name.partition(":")[0]
        same = [one.partition(":")[2] for one in sorted(readers) if one.startswith(kind + ":")]
        near = nearest(word, same)
        if near is None and kind == "audience" and account(word) in readers:
            mend = f"It is an account: write `::: account {word}`."
        else:
            mend = suggestion(word, [one for one in same if one != "public"]) or (
                f"Name it in `site_src/accounts/{word}.yml` first."
                if kind == "account"
                else "Name it in `site_src/audiences.yml` first."
            )
        self._problem(f"unknown-{kind}", number, column, f"There is no {kind} {shown(word)}.", mend)
        return []

    def _near_miss(self, number: int, column: int, line: str) -> None:
        words = re.findall(r"[^\W_][\w-]*", line)
        readers = self._names.readers or {}
        known = [name.partition(":")[2] for name in readers if name.startswith("audience:")]
        near = nearest(words[0], known) if words and self._names.readers else None
        if words and words[0].lower() == "account" and len(words) > 1:
            mend = f"If it is meant as one, write `::: account {words[1].lower()}`."
        elif near:
            mend = f"If it is meant as one, write `::: {near}`."
        elif _bare(line):
            mend = "If it closes a section, write `:::` and nothing else on the line."
        else:
            mend = "Write the colons apart if it is none."
        self._problem(
            "bad-marker",
            number,
            column,
            "This looks like the marker of a section and is none: "
            "its words would be printed for everyone.",
            f"{_EXACT} {mend}",
        )

    def _problem(self, code: str, line: int, column: int, message: str, mend: str) -> None:
        if len(self.problems) == MOST_PROBLEMS - 1:
            mend = f"{mend} There may be more further down."
        self.problems.append(self._source.problem(code, line, column, message, mend))


def _bare(line: str) -> bool:
    """Say whether a line that is no marker would close a section, but for the signs around it."""
    return line.strip(" \t>*+-") == ":::"
