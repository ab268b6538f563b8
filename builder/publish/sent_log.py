"""The log of messages that were handed out: a line before and a line after, only ever added to.

It is a part of the record, and the only place that knows how it is kept there.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from builder.output.disk import read_if_there
from builder.vocabulary.times import iso

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

    def begun_after(self, moment: datetime) -> frozenset[str]:
        """Return the messages that somebody began to hand out after a moment (aware, UTC), and has
        not ended with.

        Raises:
            OSError: it can't be read.
        """
        lines, steps = tuple(self._lines()), self.steps()
        return frozenset(
            str(each["id"])
            for each in lines
            if steps.get(str(each["id"])) is Step.BEGUN and str(each.get("at", "")) > iso(moment)
        )

    def others(self, message: str, sender: str) -> int:
        """Return how many lines there are of a message that a sender did not claim.

        Raises:
            OSError: it can't be read.
        """
        return sum(each["id"] == message and each.get("by") != sender for each in self._lines())

    def steps(self) -> Mapping[str, Step]:
        """Return how far each message came, by its id. One that was done once is done.

        Raises:
            OSError: it can't be read.
        """
        found: dict[str, Step] = {}
        for each in self._lines():
            name = str(each["id"])
            if found.get(name) is not Step.DONE:
                found[name] = Step(each["step"])
        return found

    def _lines(self) -> Iterator[Mapping[str, Any]]:
        for line in (read_if_there(str(self.path)) or b"").splitlines():
            try:
                content = json.loads(line)
                Step(content["step"]), content["id"]
            except (ValueError, KeyError, TypeError):
                # Half a line, cut off by a crash.
                continue
            yield content
