"""Waiting until a file of the sources changes."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from builder.source.file_names import INCIDENTS_FOLDER, SITE_FOLDER

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import ObservedWatch

FOLDERS = (INCIDENTS_FOLDER, SITE_FOLDER, "themes")
"""What a site is made of, below its root."""

QUIET = 0.02
"""Seconds without a further change after which somebody has saved: editors write in steps."""

LONGEST = 0.5
"""Seconds after which a change is told however much goes on changing."""


class Changes:
    """Tells of changes below the folders of a site."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._last = 0.0
        self._paths: set[str] = set()

    def note(self, *paths: str) -> None:
        """Let whoever waits know what changed: paths relative to the site, in POSIX form."""
        with self._changed:
            self._last = time.monotonic()
            self._paths.update(paths)
            self._changed.notify_all()

    def wait(self, seconds: float | None = None) -> frozenset[str]:
        """Wait until something changed since the last answer, and has been quiet for a moment.

        Returns the paths of what changed, files or folders; none where ``seconds`` passed and
        nothing did. ``None`` waits for ever.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._paths, seconds):
                return frozenset()
            end = time.monotonic() + LONGEST
            while (left := min(self._last + QUIET, end) - time.monotonic()) > 0:
                self._changed.wait(left)
            found = frozenset(self._paths)
            self._paths.clear()
            return found


@contextmanager
def watched(root: Path) -> Iterator[Changes]:
    """Watch the folders of a site, also those that are not there yet.

    Raises:
        OSError: the system can watch no more folders.
    """
    from watchdog.events import FileSystemEventHandler
    from watchdog.observers import Observer

    changes = Changes()
    observer = Observer()
    names = _kinds()
    home = root.absolute()

    def paths_of(event: "FileSystemEvent") -> Iterator[str]:
        for path in filter(None, (event.src_path, event.dest_path)):
            place = Path(os.fsdecode(cast("str | bytes", path)))
            if place.is_relative_to(home):
                yield place.relative_to(home).as_posix()

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: "FileSystemEvent") -> None:
            changes.note(*paths_of(event))

    class FolderHandler(FileSystemEventHandler):
        """Sees the folders come and go themselves: one that comes back is another one."""

        def on_any_event(self, event: "FileSystemEvent") -> None:
            for path in paths_of(event):
                if path in FOLDERS:
                    look_into(path)
                    changes.note(path)

    seen: dict[str, ObservedWatch] = {}

    def look_into(name: str) -> None:
        place = home / name
        before = seen.pop(name, None)
        if before is not None:
            observer.unschedule(before)
        if place.is_dir():
            seen[name] = observer.schedule(
                Handler(), str(place), recursive=True, event_filter=names
            )

    observer.schedule(FolderHandler(), str(home), event_filter=names)
    for name in FOLDERS:
        look_into(name)
    observer.start()
    try:
        yield changes
    finally:
        observer.stop()
        observer.join()


def _kinds() -> "list[type[FileSystemEvent]]":
    """Return the events that tell of saved work. On Linux a file that was written tells so when it
    is closed; asked for each write, a large site would overflow the queue of the system."""
    from watchdog import events

    written: dict[str, list[type[FileSystemEvent]]] = {"linux": [events.FileClosedEvent]}
    elsewhere: list[type[FileSystemEvent]] = [events.FileCreatedEvent, events.FileModifiedEvent]
    return [
        events.FileDeletedEvent,
        events.FileMovedEvent,
        events.DirCreatedEvent,
        events.DirDeletedEvent,
        events.DirMovedEvent,
        *written.get(sys.platform, elsewhere),
    ]
