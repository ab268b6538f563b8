"""What YAML's parser complains about, in plain words."""

import re
from typing import Any

from builder.source.words import shown
from builder.source.yaml_text import YamlFault

_NO_BLANK = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_-]*)(:(?=[^\s/])|:\xa0|\N{FULLWIDTH COLON})(.*)")
_QUOTES = "Put quotes around the whole value."
_BLOCK_SIGN = "A value that begins with `|` or `>` and goes on in its line needs quotes."
_WORDS = (
    (
        "mapping values are not allowed",
        "A `: ` stands within a value, or this line is indented too far.",
        "Put quotes around the whole value, or align the line with its neighbours.",
    ),
    (
        "found unexpected end of stream",
        "A quote is opened here and never closed.",
        "Close the quote.",
    ),
    ("found unknown escape", "This is no escape that YAML knows.", "Write `\\\\` for a backslash."),
    (
        "did not find expected ',' or ']'",
        "A list that begins with `[` is not closed.",
        "Write `]`, and commas between its items.",
    ),
    (
        "did not find expected ',' or '}'",
        "A mapping that begins with `{` is not closed.",
        "Write `}`, and commas between its items.",
    ),
    ("expected ',' or ']'", "A list that begins with `[` is not closed.", "Write `]`."),
    ("expected ',' or '}'", "A mapping that begins with `{` is not closed.", "Write `}`."),
    (
        "block sequence entries are not allowed",
        "A list can't begin here.",
        "Put `- ` on a line of its own, or quotes around the value.",
    ),
    ("expected comment or line break", _BLOCK_SIGN, _QUOTES),
    ("expected a comment or a line break", _BLOCK_SIGN, _QUOTES),
    (
        "block mapping entries",
        "This line does not stand where a key may stand.",
        "Align it with the other keys.",
    ),
    (
        "alphabetic or numeric character",
        "A value that begins with `*` or `&` needs quotes.",
        _QUOTES,
    ),
    ("tag", "A value that begins with `!` needs quotes.", _QUOTES),
    ("directive", "A line that begins with `%` is not allowed here.", _QUOTES),
    (
        "expected <document start>",
        "The YAML ends before this line.",
        "Delete the `...`, or put what follows before it.",
    ),
    (
        "could not find expected ':'",
        "This line is not `key: value`.",
        "Write a colon and a blank after the key; a value that goes on in a second line is "
        "indented there.",
    ),
    (
        "did not find expected key",
        "This line is not `key: value`, or is not aligned with its neighbours.",
        "Write a colon and a blank after the key, and align the keys of a mapping.",
    ),
    (
        "did not find expected '-' indicator",
        "This line is not an item of the list above it.",
        "Begin it with `- `, aligned with the other items.",
    ),
    (
        "did not find expected node content",
        "A value is missing, or a bracket is not closed.",
        "Write the value and close the bracket, or put quotes around the whole value.",
    ),
)


def explain(error: Any, text: str) -> YamlFault:
    """Return the fault that a ``yaml.YAMLError`` tells of, in plain words."""
    said = str(getattr(error, "problem", None) or error)
    if isinstance(error, _reader_error()):
        # libyaml counts bytes.
        before = text.encode()[: error.position].decode(errors="ignore")
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        message = "A character here can't stand in YAML."
        return YamlFault(line, column, "control-character", message, "Delete it.")
    line, column = _place(error, said, text)
    rest = text.split("\n")[line][column:]
    if rest.startswith("\t") or "found a tab" in said or "found character '\\t'" in said:
        return YamlFault(
            line,
            column,
            "yaml-tab",
            "There is a tab where YAML wants blanks.",
            "Write blanks instead.",
        )
    if "cannot start any token" in said:
        message = f"A value can't begin with {shown(rest[:1])}."
        return YamlFault(line, column, "yaml-syntax", message, _QUOTES)
    special = _no_blank_above(said, text, line) or _after_the_end(said, text, line, column)
    if special is not None:
        return special
    for sign, message, mend in _WORDS:
        if sign in said:
            return YamlFault(line, column, "yaml-syntax", message, mend)
    return YamlFault(line, column, "yaml-syntax", f"This is not YAML: {said}.", _QUOTES)


def _no_blank_above(said: str, text: str, line: int) -> YamlFault | None:
    """Return the fault of a line ``key:value``, which the parser only sees in the next one."""
    above = _NO_BLANK.fullmatch(text.split("\n")[line - 1]) if line else None
    if "mapping values are not allowed" not in said or above is None:
        return None
    key, value = above[1], above[3].strip()
    mend = f"Write {shown(f'{key}: {value}')}."
    return YamlFault(
        line - 1, above.start(2), "yaml-syntax", "A colon needs a blank after it.", mend
    )


def _after_the_end(said: str, text: str, line: int, column: int) -> YamlFault | None:
    """Return the fault of words behind the quote or bracket that closed a value."""
    before = text.split("\n")[line][:column].rstrip()
    if "did not find expected key" not in said or before[-1:] not in ("'", '"', "]", "}"):
        return None
    message = f"The value ends with the {shown(before[-1])} before this, and more follows."
    mend = "Put quotes around the whole value; within `'...'` an apostrophe is written twice."
    return YamlFault(line, column, "yaml-syntax", message, mend)


def _place(error: Any, said: str, text: str) -> tuple[int, int]:
    """Return the line and column, from 0, that somebody should look at."""
    mark, opened = error.problem_mark, error.context_mark
    earlier = ("unexpected end of stream", "expected ','", "could not find expected ':'")
    if opened is not None and any(sign in said for sign in earlier):
        mark = opened
    lines = text.split("\n")
    if mark is not None and "".join(lines[mark.line :])[mark.column :].strip():
        return mark.line, mark.column
    # Nothing follows: what is not finished ends in the last line that says something.
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    return last, max(0, len(lines[last].rstrip()) - 1)


def _reader_error() -> Any:
    from yaml.reader import ReaderError

    return ReaderError
