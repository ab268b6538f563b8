"""The log of messages that were handed out: a line before and a line after, only ever added to.

It is a part of the record, and the only place that knows how it is kept there.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from builder.output.disk import read_if_there

FILE = "sent.jsonl"


class Step(StrEnum):
    """How far a message came. ``BEGUN`` and nothing after it: its command was killed."""

    BEGUN = "begun"
    FAILED = "failed"
    DONE = "done"


class SentLog:
    """The log in the folder of the record."""

    def __init__(self, record: Path) -> None:
        self.path = record / FILE

    def steps(self) -> Mapping[str, Step]:
        """Return how far each message came, by its id. One that was done once is done.

        Raises:
            OSError: it can't be read.
        """
        found: dict[str, Step] = {}
        for line in (read_if_there(str(self.path)) or b"").splitlines():
            try:
                content = json.loads(line)
                name, step = str(content["id"]), Step(content["step"])
            except (ValueError, KeyError, TypeError):
                # Half a line, cut off by a crash.
                continue
            if found.get(name) is not Step.DONE:
                found[name] = step
        return found
