"""The table from an old system's severities to the states of a component."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.statuses import State

DEFAULT: dict[str, State] = {
    # cState
    "down": State.MAJOR_OUTAGE,
    "disrupted": State.PARTIAL_OUTAGE,
    "notice": State.OPERATIONAL,
    "ok": State.OPERATIONAL,
    # Statusfy, StatusKit
    "under-maintenance": State.UNDER_MAINTENANCE,
    "degraded-performance": State.DEGRADED_PERFORMANCE,
    "partial-outage": State.PARTIAL_OUTAGE,
    "major-outage": State.MAJOR_OUTAGE,
    "operational": State.OPERATIONAL,
    # Statuspage: an incident's impact, where its updates name no component's state
    "none": State.OPERATIONAL,
    "minor": State.DEGRADED_PERFORMANCE,
    "major": State.PARTIAL_OUTAGE,
    "critical": State.MAJOR_OUTAGE,
    "maintenance": State.UNDER_MAINTENANCE,
    # Upptime
    "up": State.OPERATIONAL,
    "degraded": State.DEGRADED_PERFORMANCE,
}
"""What each severity becomes where the person who imports says nothing else."""

UNKNOWN = State.DEGRADED_PERFORMANCE
"""What a severity that no table knows becomes: seen, and without effect on figures of uptime."""


@dataclass(frozen=True, slots=True)
class FoundState:
    """A severity's state, and what had to be assumed, empty where nothing was."""

    state: State
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SeverityTable:
    """Severities, in lower case with ``-`` between words, and their states."""

    states: tuple[tuple[str, State], ...] = tuple(DEFAULT.items())

    def find(self, severity: str) -> FoundState:
        """Return the state of a severity, of the nearest one where it is misspelt."""
        known = dict(self.states)
        word = plain(severity)
        if word in known:
            return FoundState(known[word])
        if not word:
            return FoundState(UNKNOWN, f"It has no severity; taken as `{UNKNOWN}`.")
        near = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
        if near:
            return FoundState(known[near[0]], f"Severity `{severity}` was read as `{near[0]}`.")
        remark = (
            f"No table knows severity `{severity}`; taken as `{UNKNOWN}` (`--map` can say more)."
        )
        return FoundState(UNKNOWN, remark)


def plain(severity: str) -> str:
    """Write a severity as the table does: lower case, ``-`` between words."""
    return "-".join(severity.lower().replace("_", " ").replace("-", " ").split())


def read_table(path: Path | None) -> tuple[SeverityTable, tuple[Problem, ...]]:
    """Read ``severity: state`` lines that stand above the built-in table."""
    if path is None:
        return SeverityTable(), ()
    from builder.importers.reading.front_matter import parse_yaml

    place = Place(str(path))
    try:
        values = parse_yaml(path.read_text("utf-8-sig"))
    except OSError as error:
        return SeverityTable(), (_fault(place, f"can't be read: {error.strerror or error}."),)
    except ValueError as error:
        first = str(error).splitlines()[0] if str(error) else "not UTF-8"
        return SeverityTable(), (_fault(place, f"is not well formed: {first}."),)
    if not isinstance(values, dict):
        return SeverityTable(), (_fault(place, "holds no `severity: state` lines."),)
    states = dict(DEFAULT)
    problems = []
    for severity, name in values.items():
        try:
            states[plain(str(severity))] = State(name)
        except ValueError:
            near = difflib.get_close_matches(str(name), list(State), n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Write one of: {', '.join(State)}."
            message = f"{name!r} (for {severity!r}) is no state of a component."
            problems.append(Problem(place, "import-map", message, hint))
    return SeverityTable(tuple(states.items())), tuple(problems)


def _fault(place: Place, what: str) -> Problem:
    mend = "Write one line for each severity, as in `down: major_outage`."
    return Problem(place, "import-map", f"The table of severities {what}", mend)
