"""The command of the operator's own that is run after a publish: ``--exec``."""

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Mapping

_STANDARD_ERROR = 2


def command(text: str) -> tuple[str, ...]:
    """Return the words of a command line, for ``argparse``. No shell reads it."""
    try:
        words = tuple(shlex.split(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error} in {text!r}") from error
    if not words:
        raise argparse.ArgumentTypeError("it names no command")
    return words


def run_hook(words: tuple[str, ...], told: object, environment: Mapping[str, str]) -> bool:
    """Run a command with what came of a publish as JSON on its standard input, and say whether it
    ended well. What it prints goes to standard error; so is told how it failed."""
    sys.stdout.flush()
    try:
        done = subprocess.run(  # noqa: S603
            words,
            input=json.dumps(told).encode(),
            stdout=_STANDARD_ERROR,
            env=dict(environment),
            check=False,
        )
    except OSError as error:
        print(f"--exec: {words[0]} can't be run: {error.strerror}", file=sys.stderr)
        return False
    if done.returncode:
        print(f"--exec: {words[0]} ended with {done.returncode}", file=sys.stderr)
    return done.returncode == 0
