"""A file and who reads which part of it: what is written joined with what is explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from builder.source.files import SourceText, read_text
from builder.source.outline import WrittenPart
from builder.views.explanation import Explained, Part
from builder.vocabulary.problems import Problem, in_order


@dataclass(frozen=True, slots=True)
class ExplainedFile:
    """A file: what it is, what is to be known of it as a whole, and its parts in order."""

    path: str
    about: str
    notes: tuple[str, ...]
    parts: tuple[tuple[WrittenPart, Explained], ...]


class NotExplained(Exception):
    """There is nothing of a name, or it has errors; ``problems`` say which."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(tuple(problems))
        super().__init__(self.problems)


def explained_file(
    path: str,
    about: str,
    parts: Iterable[WrittenPart],
    explained: Callable[[Part], Explained],
    notes: Iterable[str] = (),
) -> ExplainedFile:
    """Explain each part that is written in a file."""
    found = ((one, explained(Part(one.key, one.subject, one.limit))) for one in parts)
    return ExplainedFile(path, about, tuple(notes), tuple(found))


def text_of(root: Path, path: str) -> SourceText:
    """Return the text of a file.

    Raises:
        NotExplained: it can't be read.
    """
    reading = read_text(root, path)
    if reading.source is None:
        raise NotExplained(reading.problems)
    return reading.source
