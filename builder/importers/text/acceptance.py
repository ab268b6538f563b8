"""Text held against our own check, and mended where that would refuse it.

Cleaning (``markdown_text``) makes what is usual right; whatever is left is found here by the very
functions that ``check`` uses, so that an import can't write what can't be built.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from builder.vocabulary.problems import Problem

if TYPE_CHECKING:
    from builder.source.names import Names

_MOST_MENDS = 40
_SIGNS = (
    ":\uff1a\ufe55\ufe13\ufe30\ua789\u2236\u02d0\u02f8\u0589\u05c3\u0703\u0704\u16ec\u1803\u1809"
)
"""Every sign of Unicode that is drawn as a colon."""

_UNSEEN = r"[\s\u00ad\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]*"
_COLON = re.compile(f"[{_SIGNS}]")
_COLONS = re.compile(f"[{_SIGNS}](?={_UNSEEN}[{_SIGNS}])")
_COLON_ENTITY = re.compile("&#(" + "|".join(str(ord(sign)) for sign in _SIGNS) + ");")


def accepted(text: str) -> tuple[str, tuple[str, ...]]:
    """Return text that the check accepts, and what was changed for it."""
    remarks: list[str] = []
    text = _without_markers(text, remarks)
    for _ in range(_MOST_MENDS):
        problem = first_problem(text)
        if problem is None or problem.code == "body-too-long":
            return text, tuple(dict.fromkeys(remarks))
        text = _mended(text, problem, remarks)
    remarks.append("The text is shown as plain text: our check refused its Markdown.")
    return plain_text(text), tuple(dict.fromkeys(remarks))


def plain_text(text: str) -> str:
    """Escape every sign of Markdown; blanks at the beginning of lines go."""
    return "\n".join(_escaped(line) for line in text.split("\n"))


def _without_markers(text: str, remarks: list[str]) -> str:
    """Break up three colons: wherever they stand, our reader takes them for a marker."""
    if ":::" not in text:
        return text
    remarks.append("Three colons in a row were set apart.")
    return re.sub(":(?=::)", r":\\", text)


def first_problem(text: str) -> Problem | None:
    """Return the first thing that ``check`` would say of a text, ``None`` where it accepts it."""
    from builder.source.bodies import read_body
    from builder.source.files import SourceText
    from builder.source.markdown import UPDATE_HEADINGS

    reading = read_body(SourceText("", text, ""), text, 1, _no_names(), {}, UPDATE_HEADINGS)
    return reading.problems[0] if reading.problems else None


@cache
def _no_names() -> "Names":
    from builder.source.names import Names

    return Names(None, None, None)


def _mended(text: str, problem: Problem, remarks: list[str]) -> str:
    lines = text.split("\n")
    place = min(max(problem.place.line - 1, 0), len(lines) - 1)
    if problem.code == "bad-marker":
        remarks.append("Colons at the beginning of a line were set apart.")
        lines[place] = _COLON.sub(_apart, lines[place], count=1)
    elif problem.code == "too-many-cells":
        remarks.append("A table's row had more cells than the table; it is one cell now.")
        lines[place] = re.sub(r"(?<!\\)\|", r"\\|", lines[place])
    elif problem.code == "control-character":
        remarks.append("An entity that stands for a control is shown as it was written.")
        lines[place] = re.sub(r"&(?=#)", r"\\&", lines[place])
    else:
        remarks.append(f"A paragraph is shown as plain text: {_decapitalised(problem.message)}")
        begin, end = _paragraph(lines, place)
        lines[begin:end] = [_escaped(line) for line in lines[begin:end]]
    return "\n".join(lines)


def _apart(colon: re.Match[str]) -> str:
    """Write a colon so that it is shown as one and read as none."""
    return f"\\{colon[0]}" if colon[0] == ":" else f"&#{ord(colon[0])};"


def _paragraph(lines: list[str], place: int) -> tuple[int, int]:
    begin = place
    while begin > 0 and lines[begin - 1].strip():
        begin -= 1
    end = place + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return begin, end


def _escaped(line: str) -> str:
    bare = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", line.strip())
    bare = _COLON_ENTITY.sub(lambda match: chr(int(match[1])), bare)
    escaped = re.sub(r"([\\`*_{}\[\]<>#+!|~&-])", r"\\\1", bare)
    escaped = re.sub(r"(?<=:)//", r"/\\/", escaped)
    escaped = _COLONS.sub(_apart, escaped)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", escaped)


def _decapitalised(message: str) -> str:
    return message[:1].lower() + message[1:]
