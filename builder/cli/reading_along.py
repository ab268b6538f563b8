"""What is printed where others read along: in CI, nothing that may quote private text."""

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from builder.vocabulary.problems import Problem

_VARIABLES = ("CI", "GITHUB_ACTIONS", "GITLAB_CI")
_OFF = frozenset({"", "0", "false"})
_FOR_SOME = ("site_src/accounts/", "site_src/audiences.yml")
_LIMITED = re.compile(
    r"::|\b(?:audience|titles|asks|roles|reason|redacted|draft|embargo)\b[\"']?\s*:"
)
_QUOTES_NOTHING = frozenset({"private-text", "not-searched", "waives-nothing"})


def add_show_private(parser: argparse.ArgumentParser) -> None:
    """Add ``--show-private``."""
    parser.add_argument(
        "--show-private",
        action="store_true",
        help="in CI too, print what is wrong with files that hold private text",
    )


def in_ci(environment: Mapping[str, str]) -> bool:
    """Say whether a CI service runs the command, by the variables that it sets."""
    return any(environment.get(name, "").lower() not in _OFF for name in _VARIABLES)


def printable(
    problems: Iterable[Problem], arguments: argparse.Namespace, environment: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Return problems as they may be printed where the command runs."""
    if arguments.show_private or not in_ci(environment):
        return tuple(problems)
    return tuple(without_private(problems, arguments.source))


def without_private(problems: Iterable[Problem], source: Path) -> Iterator[Problem]:
    """Yield problems; of those in files that may hold private text the place and code alone."""
    for problem in problems:
        if problem.code in _QUOTES_NOTHING or not _may_be_private(problem.place.path, source):
            yield problem
        else:
            said = "Not printed here: the file holds private text, and others may read this."
            mend = "See it at home, or with `--show-private`."
            yield replace(problem, message=said, mend=mend, excerpt="")


def _may_be_private(path: str, source: Path) -> bool:
    """Say whether a file holds text for some alone; one that can't be read may."""
    if path.startswith(_FOR_SOME):
        return True
    file = source / path
    around = (file, file.parent / "incident.md") if path.startswith("incidents/") else (file,)
    try:
        return any(
            _LIMITED.search(each.read_text(encoding="utf-8")) for each in around if each.is_file()
        )
    except (OSError, UnicodeDecodeError):
        return True
