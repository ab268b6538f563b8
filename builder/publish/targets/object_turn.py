"""One publisher at a time: an object that tells who is at work in a bucket."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from builder.output.disk import read_if_there, write_whole
from builder.publish.targets.object_bucket import Bucket, Found, Moved, Version
from builder.publish.targets.place import TargetFault

LOCK = "manifest.lock"
"""There while a publisher is at work, and after one that was killed or failed."""

HEADERS = {"Content-Type": "application/octet-stream", "Cache-Control": "no-store"}
"""What goes with objects that are no files of a tree."""

_LOOKS = 15
"""How often a lock is looked at before its silence is believed."""


class Turn:
    """The turn of one publisher.

    A lock is taken by a write that a store accepts of one publisher alone, and renewed while there
    is work. Whoever finds one that is not renewed takes it over: who held it notices at the next
    renewal. What a killed publisher of this machine left, ``memory`` tells: there no wait is
    needed. At most one publisher of this machine may use the file at a time.
    """

    def __init__(self, bucket: Bucket, memory: Path) -> None:
        self._bucket = bucket
        self._memory = memory
        self._name = b""
        self._renewals = 0
        self._version = Version("")
        self._is_kept_apart = True

    def take(self) -> bool:
        """Take the turn; say whether it is from another machine's publisher, of which nobody knows
        that it was killed.

        Raises:
            Moved: another publisher has it.
        """
        found = self._bucket.get(LOCK)
        overtakes = found is not None and not self._is_of_this_machine(found)
        if found is not None and overtakes:
            self._await_silence(found)
        self._name = secrets.token_hex(16).encode()
        write_whole(str(self._memory), self._name)
        before = found.about.version if found is not None else None
        self._version = self._bucket.put(LOCK, self._data, HEADERS, before)
        self._is_kept_apart = self._bucket.keeps_conditions(LOCK, self._data, HEADERS)
        if not self._is_kept_apart:
            time.sleep(self._bucket.patience.settling)
            self._see()
        return overtakes

    def renew(self) -> None:
        """Show that there is still work.

        Raises:
            Moved: another publisher has taken over.
        """
        if not self._is_kept_apart:
            self._see()
        self._renewals += 1
        self._version = self._bucket.put(LOCK, self._data, HEADERS, self._version)

    def renewed_at(self) -> datetime:
        """Return when it was renewed last, by the store's clock.

        Raises:
            Moved: another publisher has taken over.
        """
        about = self._bucket.about(LOCK)
        if about is None:
            raise Moved(LOCK)
        return about.at

    def end(self) -> None:
        """Give the turn to whoever wants it. A lock that stays is one more wait, and no fault."""
        with suppress(TargetFault, FileNotFoundError):
            self._bucket.remove([LOCK])
            self._memory.unlink()

    @property
    def _data(self) -> bytes:
        return b"%s %d\n" % (self._name, self._renewals)

    def _is_of_this_machine(self, found: Found) -> bool:
        name = read_if_there(str(self._memory))
        return bool(name) and found.data.partition(b" ")[0] == name

    def _await_silence(self, found: Found) -> None:
        for _ in range(_LOOKS):
            time.sleep(self._bucket.patience.silence / _LOOKS)
            again = self._bucket.get(LOCK)
            if again is None or again.data != found.data:
                raise Moved(LOCK)

    def _see(self) -> None:
        found = self._bucket.get(LOCK)
        if found is None or found.data.partition(b" ")[0] != self._name:
            raise Moved(LOCK)
