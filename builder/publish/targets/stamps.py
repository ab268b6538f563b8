"""What was written to a folder, remembered: so that what is as it was need not be read again."""

import os
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from builder.output import checked_json
from builder.output.disk import look, read_if_there, write_whole
from builder.output.written import Written


class Stamps:
    """Files of a folder as they were written last. A damaged memory is none."""

    def __init__(self, folder: Path, memory: Path) -> None:
        self.written = _load(memory)
        self._folder = folder
        self._memory = memory

    def digest(self, path: str) -> str | None:
        """Return the SHA-256 of a file, ``None`` where there is none.

        Size and time of change are believed where they are as they were left.

        Raises:
            OSError: it can't be read.
        """
        place = str(self._folder / path)
        found = look(place)
        if found is None:
            return None
        before = self.written.get(path)
        if before and (before.size, before.mtime_ns) == (found.st_size, found.st_mtime_ns):
            return before.digest
        data = read_if_there(place)
        return None if data is None else sha256(data).hexdigest()

    def save(self, written: Mapping[str, Written]) -> None:
        """Remember what was written.

        Raises:
            OSError: the system refuses.
        """
        self.written = written
        os.makedirs(self._memory.parent, mode=0o700, exist_ok=True)
        content = {path: asdict(each) for path, each in sorted(written.items())}
        write_whole(str(self._memory), checked_json.encode(content))


def _load(memory: Path) -> Mapping[str, Written]:
    try:
        data = read_if_there(str(memory))
        content = checked_json.decode(data) if data is not None else {}
        return {path: Written(**each) for path, each in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
