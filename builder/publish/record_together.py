"""Two copies of a record brought together: nothing that either one noted is lost.

Logs are only ever added to, so they are joined line by line. What a target holds is one's word: of
the copy here where it notes publishes that the other one does not know, else the other one's.
"""

import json
import re
from collections.abc import Iterator, Mapping

from builder.publish.record import LOG

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.jsonl?")
_LOGS = ".jsonl"


def is_of_record(name: str) -> bool:
    """Say whether a record has files of this name."""
    return _NAME.fullmatch(name) is not None


def lacking(there: bytes, here: bytes) -> tuple[bytes, ...]:
    """Return the lines of one log that another does not have; half a line, cut off by a crash, is
    none."""
    known = set(here.splitlines())
    return tuple(line for line in there.splitlines() if line not in known and _is_whole(line))


def together(there: Mapping[str, bytes], here: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files of both copies; where they differ in a log, ``there`` comes first."""
    noted_here = frozenset(_targets(lacking(here.get(LOG, b""), there.get(LOG, b""))))
    found: dict[str, bytes] = {}
    for name in sorted({*there, *here}):
        if name.endswith(_LOGS):
            new = lacking(here.get(name, b""), there.get(name, b""))
            found[name] = there.get(name, b"") + b"".join(line + b"\n" for line in new)
        elif name in here and (name not in there or name.removesuffix(".json") in noted_here):
            found[name] = here[name]
        else:
            found[name] = there[name]
    return found


def _targets(lines: tuple[bytes, ...]) -> Iterator[str]:
    for line in lines:
        yield str(json.loads(line).get("target", ""))


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
