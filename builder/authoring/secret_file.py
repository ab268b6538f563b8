"""The site's secret as it is found: in the environment, or in a file beside the sources that is for
its owner alone."""

import os
import stat
from pathlib import Path

from builder.seal.secret import Secret, SecretError, read_secret
from builder.vocabulary.problems import Place, Problem

NAME = ".tocsin-secret"
VARIABLE = "TOCSIN_SECRET"
PREVIOUS = ".tocsin-secret-previous"
PREVIOUS_VARIABLE = "TOCSIN_SECRET_PREVIOUS"
NEXT = ".tocsin-secret-next"
"""Where a new secret lies until ``site.yml`` knows it."""


class SecretRefused(Exception):
    """There is no secret that can be used; ``problem`` says what to do and holds none of it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
        self.problems = (problem,)

    def __str__(self) -> str:
        """Say the problem."""
        return str(self.problem)


def find_secret(source: Path, variable: str | None) -> Secret | None:
    """Return the secret of the environment's variable, else of the file; ``None`` without either.

    Raises:
        SecretRefused: it is no secret, the file can be read by others, or a new one was left half
            in its place.
    """
    if variable:
        return _read(variable, VARIABLE)
    if os.path.lexists(source / NEXT):
        raise _refused(
            NEXT,
            "secret-unfinished",
            "Making or replacing the secret was broken off.",
            "Run `tocsin secret new` or `rotate` again: that finishes it.",
        )
    return read_file(source, NAME)


def find_previous(source: Path, variable: str | None) -> Secret | None:
    """Return the secret that was replaced, of the variable or of the file that ``secret rotate``
    left; ``None`` without either.

    Raises:
        SecretRefused: it is no secret, or the file can be read by others.
    """
    return _read(variable, PREVIOUS_VARIABLE) if variable else read_file(source, PREVIOUS)


def read_file(source: Path, name: str) -> Secret | None:
    """Return the secret in a file beside the sources; ``None`` where there is no such file.

    Raises:
        SecretRefused: it holds no secret, or can be read by others or not at all.
    """
    try:
        descriptor = os.open(source / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(name, "secret-unreadable", f"It can't be read: {error.strerror}.") from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise _refused(name, "secret-unreadable", "It is no file.")
        if found.st_mode & 0o077:
            raise _refused(
                name,
                "secret-open",
                "Others on this machine can read it.",
                f"Take their rights away: `chmod 600 {name}`.",
            )
        return _read(os.read(descriptor, 200).decode("utf-8", errors="replace"), name)
    finally:
        os.close(descriptor)


def _read(text: str, where: str) -> Secret:
    try:
        return read_secret(text)
    except SecretError as error:
        raise _refused(
            where,
            "secret-wrong",
            f"It holds no secret: {error}.",
            "Put back your copy of the one that `tocsin secret new` made.",
        ) from None


def _refused(where: str, code: str, message: str, mend: str = "") -> SecretRefused:
    return SecretRefused(Problem(Place(where), code, message, mend))
