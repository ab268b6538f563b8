"""Faults of the world outside: a full disk, a missing right, another build, a file in the way."""

import os

from builder.vocabulary.problems import Place, Problem


class OutputProblem(Exception):
    """The output can't be written. ``problem`` is for the person who can mend it.

    The command line prints it and exits with 3.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def output_problem(path: str, code: str, message: str, mend: str) -> OutputProblem:
    """Return the problem of one path, to be raised."""
    return OutputProblem(Problem(Place(path), code, message, mend))


def from_error(error: OSError, path: str, mend: str = "") -> OutputProblem:
    """Return what the system refused, in its own words; ``path`` where the error names none."""
    place = os.fspath(error.filename) if error.filename is not None else path
    words = os.strerror(error.errno) if error.errno else str(error)
    return output_problem(
        place if isinstance(place, str) else os.fsdecode(place),
        "output-failed",
        f"can't be written: {words}.",
        mend or "Mend this and build again.",
    )
