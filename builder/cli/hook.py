"""The command of the operator's own that is run after a publish: ``--exec``."""

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping

LONGEST = 5 * 60.0
"""Seconds that a command may take: the next publish waits for it."""

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


def run_hook(
    words: tuple[str, ...],
    told: object,
    environment: Mapping[str, str],
    longest: float = LONGEST,
) -> bool:
    """Run a command with what came of a publish as JSON on its standard input, and say whether it
    ended well. What it prints goes to standard error; so is told how it failed. After ``longest``
    seconds it is ended."""
    sys.stdout.flush()
    try:
        status = _ended(words, json.dumps(told).encode(), environment, longest)
    except subprocess.TimeoutExpired:
        within = f"{longest / 60:.0f} minutes"
        print(f"--exec: {words[0]} did not end within {within}, and was ended", file=sys.stderr)
        return False
    except OSError as error:
        print(f"--exec: {words[0]} can't be run: {error.strerror}", file=sys.stderr)
        return False
    if status:
        print(f"--exec: {words[0]} ended with {status}", file=sys.stderr)
    return status == 0


def _ended(
    words: tuple[str, ...], given: bytes, environment: Mapping[str, str], longest: float
) -> int:
    with subprocess.Popen(  # noqa: S603
        words,
        stdin=subprocess.PIPE,
        stdout=_STANDARD_ERROR,
        env=dict(environment),
        start_new_session=True,
    ) as hook:
        try:
            hook.communicate(given, longest)
        except BaseException:
            # With all that it started.
            os.killpg(hook.pid, signal.SIGKILL)
            raise
        return hook.returncode
