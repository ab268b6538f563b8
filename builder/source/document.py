"""A file's YAML as values, with the place of each where a problem needs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from builder.source.files import FORBIDDEN, SourceText
from builder.source.yaml_text import Keys, Marks, Value, find_places, read_yaml
from builder.vocabulary.problems import Problem, Severity


@dataclass(frozen=True)
class Document:
    """The keys that stand in a file. ``first_line`` is where the YAML begins in it, from 1.

    ``whole`` is false where some of it could not be read.
    """

    source: SourceText
    yaml: str
    first_line: int
    values: Mapping[str, Value]
    whole: bool = True

    @cached_property
    def _places(self) -> Mapping[Keys, Marks]:
        return find_places(self.yaml)

    def line_of(self, keys: Keys) -> int:
        """Return the line of the file in which a key or an item of a list begins, from 1."""
        return self.first_line + self._places[keys].key[0]

    def problem(
        self,
        code: str,
        keys: Keys,
        message: str,
        mend: str = "",
        *,
        at_key: bool = False,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a problem at the value that ``keys`` lead to, or at its key.

        Where there is no such value, the place is that of the nearest one around it.
        """
        while keys and keys not in self._places:
            keys = keys[:-1]
            at_key = True
        line, column = 0, 0
        if keys:
            marks = self._places[keys]
            line, column = marks.key if at_key or marks.value < marks.key else marks.value
        elif self.first_line > 1:
            line = -1
        return self.source.problem(
            code, self.first_line + line, column + 1, message, mend, severity
        )


def read_document(
    source: SourceText, yaml: str, first_line: int = 1
) -> tuple[Document, list[Problem]]:
    """Read the YAML of a file, which must be a mapping."""
    reading = read_yaml(yaml)
    said_already = bool(reading.faults) and FORBIDDEN.search(source.text) is not None
    problems = [
        source.problem(
            fault.code, first_line + fault.line, fault.column + 1, fault.message, fault.mend
        )
        for fault in reading.faults
        if not (said_already and fault.code == "control-character")
    ]
    value = reading.value
    if isinstance(value, dict):
        return Document(source, yaml, first_line, value, reading.whole), problems
    if reading.whole and value is not None:
        problems.append(
            source.problem(
                "not-a-mapping",
                first_line,
                1,
                "These are not lines of `key: value`.",
                "Write a key, a colon, a blank and a value on each line.",
            )
        )
        return Document(source, yaml, first_line, {}, False), problems
    return Document(source, yaml, first_line, {}, reading.whole), problems
