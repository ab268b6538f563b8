"""Words that Markdown takes for signs, so that nobody is shown them: a warning at each place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.source.files import SourceText
from builder.source.markdown import Definition, Text
from builder.source.words import shown
from builder.vocabulary.problems import Problem, Severity

CODE = "words-not-shown"


def unshown_words(
    source: SourceText, parsed: Sequence[tuple[Sequence[int], Text]]
) -> Iterator[Problem]:
    """Yield a warning on each link definition that no link uses, or whose label stands for
    something else already, and on words behind the sign that opens code.

    ``parsed`` is the text for everyone, then its sections, each with the numbers of its lines in
    the file, from 1. A definition in the text for everyone may be used in a section.
    """
    used_somewhere = frozenset().union(*(text.used for _, text in parsed))
    for index, (lines, text) in enumerate(parsed):
        used = text.used if index else used_somewhere
        for one in text.defined:
            if one.is_second or one.label not in used:
                yield _definition(source, lines[one.line], one)
        for line in text.long_infos:
            yield _behind_fence(source, lines[line])


def _definition(source: SourceText, number: int, definition: Definition) -> Problem:
    line = source.line(number)
    column = max(0, line.find("["))
    words = line[column:].rstrip()
    if definition.is_second:
        message = (
            f"{shown(words)} is shown to nobody: it defines a link whose name stands for another "
            "address already."
        )
        mend = "give the link another name"
    else:
        message = (
            f"{shown(words)} is shown to nobody: Markdown takes it for the address of a link, and "
            "no link uses it."
        )
        mend = "take the line out"
    return source.problem(
        CODE,
        number,
        column + 1,
        message,
        f"If these are words, begin them with a backslash, `\\[`; else {mend}.",
        Severity.WARNING,
    )


def _behind_fence(source: SourceText, number: int) -> Problem:
    line = source.line(number)
    start = min(at for at in (line.find("```"), line.find("~~~")) if at >= 0)
    signs = len(line[start:]) - len(line[start:].lstrip(line[start]))
    words = line[start + signs :].strip()
    return source.problem(
        CODE,
        number,
        line.index(words, start) + 1,
        f"{shown(words)} is shown to nobody: Markdown takes what stands behind {line[start] * 3} "
        "for the name of a language.",
        "Write it on a line of its own.",
        Severity.WARNING,
    )
