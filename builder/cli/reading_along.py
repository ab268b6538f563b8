"""What is printed where others read along: in CI, nothing that may quote private text, nor where
a reader's pages lie."""

import argparse
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from builder.vocabulary import keys
from builder.vocabulary.problems import Problem

_VARIABLES = ("CI", "GITHUB_ACTIONS", "GITLAB_CI")
_OFF = frozenset({"", "0", "false"})
_FOR_SOME = ("site_src/accounts/", "site_src/closed/", "site_src/audiences.yml")
_LIMITED = re.compile(
    r"::|\baccount:\w|\b(?:audience|titles|asks|roles|reason|redacted|draft|embargo)\b[\"']?\s*:"
)
_KEY = re.compile(r"""["']?([^\s"':]+)["']?\s*:""")
_KEYS = frozenset((*keys.INCIDENT, *keys.UPDATE, *keys.PAGE))
_CONTINUES = frozenset(("", " ", "\t", "#", "-", "]", "}"))
"""How a line of front matter begins that belongs to the one before, or says nothing."""

_PATH_ID = re.compile(r"\bprivate([/\\])[a-z2-7]{26}\b")

_QUOTES_NOTHING = frozenset({"private-in-public", "private-text", "not-searched", "waives-nothing"})


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


def reads_along(arguments: argparse.Namespace, environment: Mapping[str, str]) -> bool:
    """Say whether others read what the command prints, and nobody asked for all of it."""
    return not arguments.show_private and in_ci(environment)


def without_path_ids(text: str) -> str:
    """Return text without the names of private trees: each is half of a reader's address."""
    return _PATH_ID.sub(r"private\1*", text)


def printable(
    problems: Iterable[Problem], arguments: argparse.Namespace, environment: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Return problems as they may be printed where the command runs, with paths that lead to their
    files from there."""
    from builder.cli.findings import seen_from_here

    told = tuple(problems)
    if reads_along(arguments, environment):
        told = tuple(map(_without_path_ids, without_private(told, arguments.source)))
    return seen_from_here(told, arguments.source)


def tell(problems: Iterable[Problem], arguments: argparse.Namespace) -> None:
    """Print problems on stderr, as they may be printed where the command runs."""
    from builder.cli.findings import write_problems

    write_problems(printable(problems, arguments, os.environ), "text", sys.stderr)


def tell_fault(fault: Exception, arguments: argparse.Namespace) -> None:
    """Print a fault from outside on stderr, as it may be printed where the command runs."""
    told = str(fault)
    hidden = reads_along(arguments, os.environ)
    print(without_path_ids(told) if hidden else told, file=sys.stderr)


def _without_path_ids(problem: Problem) -> Problem:
    place = replace(problem.place, path=without_path_ids(problem.place.path))
    message, mend = without_path_ids(problem.message), without_path_ids(problem.mend)
    return replace(problem, place=place, message=message, mend=mend)


def without_private(problems: Iterable[Problem], source: Path) -> Iterator[Problem]:
    """Yield problems; of those in files that may hold private text the place and code alone."""
    problems = tuple(problems)
    misspelt = frozenset(
        problem.place.path for problem in problems if problem.code == "unknown-key"
    )
    for problem in problems:
        path = problem.place.path
        if problem.code in _QUOTES_NOTHING or not _may_be_private(path, source, misspelt):
            yield problem
        else:
            said = "Not printed here: the file holds private text, and others may read this."
            mend = "See it at home, or with `--show-private`."
            yield replace(problem, message=said, mend=mend, excerpt="")


def _may_be_private(path: str, source: Path, misspelt: Collection[str]) -> bool:
    """Say whether a file holds text for some alone; one may that can't be read, and one with a key
    that there is not, for that may be the one that says for whom it is."""
    if path.startswith(_FOR_SOME):
        return True
    around = [path]
    if path.startswith("incidents/"):
        around.append(f"{path.rpartition('/')[0]}/incident.md")
    try:
        return any(
            each in misspelt or _limits(each, (source / each).read_text(encoding="utf-8"))
            for each in around
            if (source / each).is_file()
        )
    except (OSError, UnicodeDecodeError):
        return True


def _limits(path: str, text: str) -> bool:
    """Say whether a file limits some of its text, or may mean to."""
    return bool(_LIMITED.search(text)) or (path.endswith(".md") and _has_unknown_key(text))


def _has_unknown_key(text: str) -> bool:
    """Say whether front matter has a key that no file has, whatever else is wrong with it."""
    if not text.startswith("---"):
        return False
    front = re.split(r"(?m)^---\s*$", text, maxsplit=2)[1:2]
    keys = (_KEY.match(line) for line in "".join(front).splitlines())
    return any(
        key is None or key.group(1) not in _KEYS
        for key, line in zip(keys, "".join(front).splitlines(), strict=True)
        if line[:1] not in _CONTINUES
    )
