"""Problems, printed: for people with the line and a caret, as JSON, or as annotations of a pull
request."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from builder.vocabulary.problems import Problem, Severity, in_order

_WIDEST = 100
"""Columns of an excerpt: what an ordinary terminal shows."""

_BEFORE_CARET = 60
_SOURCES = frozenset({"site_src", "incidents", "themes"})
_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def seen_from_here(problems: Iterable[Problem], source: Path) -> tuple[Problem, ...]:
    """Return problems of a source folder with paths that lead to their files from where the
    command runs, so that an editor or a pull request finds them."""
    if source == Path():
        return tuple(problems)
    return tuple(_below(problem, source) for problem in problems)


def _below(problem: Problem, source: Path) -> Problem:
    place = problem.place
    if place.path.partition("/")[0] not in _SOURCES:
        return problem
    return replace(problem, place=replace(place, path=(source / place.path).as_posix()))


def write_problems(problems: Iterable[Problem], form: str, stream: TextIO) -> None:
    """Write problems in order, each once, as ``text``, ``json`` or ``annotations``."""
    ordered = in_order(tuple(problems))
    if form == "json":
        told = {"problems": as_json(ordered), **_counts(ordered)}
        json.dump(told, stream, indent=2, ensure_ascii=False)
        stream.write("\n")
    elif form == "annotations":
        stream.writelines(f"{_annotation(problem)}\n" for problem in ordered)
    else:
        stream.writelines(f"{_text(problem)}\n" for problem in ordered)
        stream.write(f"{_summary(ordered)}\n")


def as_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Return problems as values for JSON. Line and column count from 1; 0 is the whole file."""
    return [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "code": problem.code,
            "severity": problem.severity.value,
            "message": problem.message,
            "mend": problem.mend,
            "excerpt": problem.excerpt,
        }
        for problem in problems
    ]


def counted(number: int, thing: str) -> str:
    """Return ``1 file`` or ``2 files``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _counts(problems: Sequence[Problem]) -> dict[str, int]:
    severities = [problem.severity for problem in problems]
    return {f"{severity}s": severities.count(severity) for severity in Severity}


def _summary(problems: Sequence[Problem]) -> str:
    counts = _counts(problems)
    if not problems:
        return "no problems"
    said = [counted(number, name.removesuffix("s")) for name, number in counts.items() if number]
    files = len({problem.place.path for problem in problems})
    return f"{', '.join(said)} in {counted(files, 'file')}"


# --- text ---------------------------------------------------------------------------------------


def _text(problem: Problem) -> str:
    line = _harmless(str(problem))
    if not problem.excerpt or problem.place.column < 1:
        return line
    return f"{line}\n{_excerpt(problem.excerpt, problem.place.column - 1)}"


def _excerpt(text: str, column: int) -> str:
    """Return the part of a line around a column, and a caret below it."""
    start = max(0, column - _BEFORE_CARET) if len(text) > _WIDEST else 0
    part = text[start : start + _WIDEST]
    before = ("..." if start else "") + _harmless(part[: column - start])
    after = _harmless(part[column - start :]) + ("..." if start + _WIDEST < len(text) else "")
    return f"    {before}{after}\n    {' ' * _width(before)}^"


def _harmless(text: str) -> str:
    """Return text that can't steer a terminal: controls become what they are called."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(letter: str) -> str:
    if letter == "\t":
        return " "
    if letter in _TURNING or (not letter.isprintable() and letter != " "):
        return f"<U+{ord(letter):04X}>"
    return letter


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text
    )


# --- annotations --------------------------------------------------------------------------------


def _annotation(problem: Problem) -> str:
    """Return a workflow command of GitHub (``::error file=...::message``)."""
    place = problem.place
    properties = [f"file={_property(place.path)}"]
    if place.line:
        properties.append(f"line={place.line}")
    if place.line and place.column:
        properties.append(f"col={place.column}")
    properties.append(f"title={_property(problem.code)}")
    words = f"{problem.message} {problem.mend}".strip()
    return f"::{_COMMANDS[problem.severity]} {','.join(properties)}::{_data(words)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
