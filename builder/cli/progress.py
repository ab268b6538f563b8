"""A line of progress on a terminal, for work that takes longer than a second."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

PATIENCE = 1.0
"""Seconds before the first line is shown."""

PAUSE = 0.1
"""Seconds between two lines."""


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows ``(what, done, of)``; it shows nothing but on a terminal."""
    if not stream.isatty():
        yield lambda _what, _done, _of: None
        return
    began = time.monotonic()
    shown = 0.0

    def show(what: str, done: int, of: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - began >= PATIENCE and now - shown >= PAUSE:
            shown = now
            stream.write(f"\r\x1b[K{what}: {done} of {of}")
            stream.flush()

    try:
        yield show
    finally:
        if shown:
            stream.write("\r\x1b[K")
            stream.flush()
