"""The site's secret on disk: ``.tocsin-secret`` beside the sources, for its owner alone."""

import os
import stat
from pathlib import Path

from builder.seal.secret import Secret, SecretError, read_secret
from builder.vocabulary.problems import Place, Problem

NAME = ".tocsin-secret"
VARIABLE = "TOCSIN_SECRET"


class SecretRefused(Exception):
    """There is no secret that can be used; ``problem`` says what to do and holds none of it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        """Say the problem."""
        return str(self.problem)


def find_secret(source: Path, variable: str | None) -> Secret | None:
    """Return the secret of the environment's variable, else of the file; ``None`` without either.

    Raises:
        SecretRefused: it is no secret, or the file can be read by others.
    """
    if variable:
        return _read(variable, VARIABLE)
    path = source / NAME
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(NAME, "secret-unreadable", f"It can't be read: {error.strerror}.") from None
    with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise _refused(NAME, "secret-unreadable", "It is no file.")
        if found.st_mode & 0o077:
            raise _refused(
                NAME,
                "secret-open",
                "Others on this machine can read it.",
                f"Take their rights away: `chmod 600 {NAME}`.",
            )
        return _read(file.read(200), NAME)


def write_secret(source: Path, secret: Secret) -> Path:
    """Write a new secret file, mode 0600.

    Raises:
        SecretRefused: there is one already.
        OSError: the system refuses.
    """
    path = source / NAME
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise _refused(
            NAME,
            "secret-there",
            "There is a secret already.",
            "`tocsin secret rotate` replaces it; every link must then be handed out anew.",
        ) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret.reveal().hex() + "\n")
    return path


def _read(text: str, where: str) -> Secret:
    try:
        return read_secret(text)
    except SecretError as error:
        raise _refused(
            where,
            "secret-wrong",
            f"It holds no secret: {error}.",
            "`tocsin secret new` makes one.",
        ) from None


def _refused(where: str, code: str, message: str, mend: str = "") -> SecretRefused:
    return SecretRefused(Problem(Place(where), code, message, mend))
