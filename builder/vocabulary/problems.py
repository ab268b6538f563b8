"""What is wrong in a file, where, and what to write instead."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the build; a warning is said; a note tells what is as it was meant to be."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file: path relative to the source folder, line and column from 1.

    Line 0 means the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``excerpt`` is the line of the source, empty where there is none to show."""

    place: Place
    code: str
    message: str
    mend: str = ""
    severity: Severity = Severity.ERROR
    excerpt: str = ""

    @property
    def is_error(self) -> bool:
        """True where nothing may be written."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        """``path:line:column: code: what is wrong. What to write instead.``"""
        place = self.place
        where = f"{place.path}:{place.line}:{place.column}" if place.line else place.path
        kind = "" if self.is_error else f"{self.severity}: "
        mend = f" {self.mend}" if self.mend else ""
        return f"{where}: {kind}{self.code}: {self.message}{mend}"


def in_order(problems: "list[Problem] | tuple[Problem, ...]") -> tuple[Problem, ...]:
    """Return the problems sorted by place, then code and message, each once."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda found: (found.place, found.code, found.message)))
