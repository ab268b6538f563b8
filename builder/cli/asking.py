"""Questions on a terminal, each asked again until the answer can be read."""

import sys
from collections.abc import Callable
from typing import TypeVar

_Answer = TypeVar("_Answer")


class NothingMoreToRead(Exception):
    """The input ended in the middle of a question; nothing was written."""


def say(*lines: str) -> None:
    """Print lines beside the results."""
    for line in lines:
        print(line, file=sys.stderr)


def line_of(question: str) -> str:
    """Ask, and return the line that was typed, without blanks around it.

    Raises:
        NothingMoreToRead: the input has ended.
    """
    print(f"{question} ", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        print(file=sys.stderr)
        raise NothingMoreToRead
    return line.strip()


def asked(question: str, read: Callable[[str], _Answer]) -> _Answer:
    """Ask until ``read`` can read the answer; its ``ValueError`` says what would do."""
    while True:
        typed = line_of(question)
        try:
            return read(typed)
        except ValueError as unfit:
            say(f"  {unfit}")
