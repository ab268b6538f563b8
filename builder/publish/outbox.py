"""The outbox: messages about what readers were newly told, a file each, until they are handed out.

No name of a file tells whom it is for, and no message holds a key or a fragment.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from builder.output.disk import read_if_there, write_whole
from builder.publish import handing_over
from builder.publish.record import Record
from builder.publish.sent_log import SentLog, Step
from builder.publish.targets.place import TargetFault

if sys.platform != "win32":
    import fcntl

FOLDER = "outbox"
_LOCK = "sent.jsonl.lock"

_LEASE = timedelta(minutes=15)
"""How long whoever noted elsewhere that it hands out a message is taken to be at it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message that is ready. ``kind`` is ``update``, ``notice`` or ``ask``; ``turn`` the place of
    its reader among all, first those who are told first; ``posted`` the time of the entry (ISO
    8601, UTC). ``slack``, ``teams`` and ``webhook`` are what these take."""

    id: str
    turn: int
    posted: str
    reader: str
    kind: str
    language: str
    subject: str
    text: str
    html: str
    link: str
    slack: Mapping[str, Any]
    teams: Mapping[str, Any]
    webhook: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of handing out one message: ``status`` is the command's. ``again`` is true where a
    command that was killed may have sent it before."""

    message: Message
    status: int
    again: bool


@dataclass(frozen=True, slots=True)
class Sender:
    """Who hands out messages: ``name`` is no other's, ``now`` the moment (aware, UTC)."""

    name: str
    now: datetime


class OutboxBusyError(Exception):
    """Another process hands out messages, or the command of one that was killed still runs."""


class NotKeptError(Exception):
    """There is no record that tells what was sent; ``late`` where there is one that began only
    when readers had been told something."""

    def __init__(self, *, late: bool) -> None:
        super().__init__(late)
        self.late = late


def message_id(*parts: str) -> str:
    """Return the id of a message: the same for the same reader, language and piece of news."""
    return sha256(json.dumps(parts).encode()).hexdigest()[:20]


class Outbox:
    """The outbox in a cache, and the log of what left it in a record."""

    def __init__(self, cache: Path, record: Record) -> None:
        self._folder = cache / FOLDER
        self._log = SentLog(record.folder)
        self._record = record

    @property
    def knows_since(self) -> str:
        """Since when it is known what was sent (ISO 8601, UTC); empty where that was always known,
        or is not known at all."""
        late = (each.at for each in self._record.beginnings() if each.late)
        return max(late, default="") if self._record.lasts else ""

    def renew(self, reader: str, messages: Iterable[Message]) -> int:
        """Let the messages that wait for a reader be these, but for what was sent; return how many.

        Raises:
            OSError: the system refuses.
        """
        steps = self._log.steps()
        fresh = {each.id: each for each in messages if steps.get(each.id) is not Step.DONE}
        for each in self.waiting():
            if each.reader == reader and each.id not in fresh:
                self._remove(each.id)
        if fresh:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
        for name, each in fresh.items():
            data = json.dumps(asdict(each), ensure_ascii=False, indent=1).encode()
            write_whole(str(self._place(name)), data)
        return len(fresh)

    def keep_readers(self, readers: Iterable[str]) -> None:
        """Drop what waits for anybody else.

        Raises:
            OSError: the system refuses.
        """
        known = frozenset(readers)
        for each in self.waiting():
            if each.reader not in known:
                self._remove(each.id)

    def waiting(self) -> tuple[Message, ...]:
        """Return the messages that were not sent, in the order in which they are to be.

        Raises:
            OSError: they can't be read.
        """
        steps = self._log.steps()
        left = (each for each in self._messages() if steps.get(each.id) is not Step.DONE)
        return tuple(sorted(left, key=lambda each: (each.turn, each.posted, each.id)))

    def hand_out(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        warn: Callable[[Message], None],
        sender: Sender,
    ) -> Iterator[Handed]:
        """Hand each message to a command, as JSON on stdin, and yield what came of it.

        ``warn`` is told of each message that may be sent for the second time, before it is.

        Raises:
            NotKeptError: there is no record that tells what was sent.
            OutboxBusyError: somebody else does so.
            TargetFault: the record is kept elsewhere, and can't be read or written there.
            OSError: the system refuses.
        """
        late = any(each.late for each in self._record.beginnings())
        if not self._record.is_kept or (late and not self._record.lasts):
            raise NotKeptError(late=late)
        if not self._folder.is_dir():
            return
        with self._alone() as lock:
            self._record.fetch()
            waiting = self.waiting()
            if self._record.is_shared:
                begun = self._log.begun_after(sender.now - _LEASE)
                if begun.intersection(each.id for each in waiting):
                    raise OutboxBusyError
            for message in waiting:
                again = self._log.steps().get(message.id) is Step.BEGUN
                if again:
                    warn(message)
                self._claim(message.id, sender.name)
                status = self._handed(message, command, environment, lock, again=again)
                if status == 0:
                    self._remove(message.id)
                self._record.share(all_of_it=True)
                yield Handed(message, status, again)

    def _claim(self, message: str, sender: str) -> None:
        """Note where all senders see it that this one hands out a message.

        Raises:
            OutboxBusyError: another one was faster.
            TargetFault: it can't be noted there; nothing was handed out.
        """
        if not self._record.is_shared:
            return
        known, path = self._log.others(message, sender), str(self._log.path)
        handing_over.note(path, message, Step.BEGUN, by=sender)
        try:
            self._record.share(all_of_it=True)
        except TargetFault:
            handing_over.note(path, message, Step.FAILED, by=sender)
            raise
        if self._log.others(message, sender) > known:
            raise OutboxBusyError

    def _handed(
        self,
        message: Message,
        command: Sequence[str],
        environment: Mapping[str, str],
        lock: int,
        *,
        again: bool,
    ) -> int:
        keeper = [sys.executable, "-I", handing_over.__file__, str(self._log.path.absolute())]
        data = json.dumps({**asdict(message), "again": again}, ensure_ascii=False).encode()
        # It holds the lock as long as it runs, also where this process is killed.
        return subprocess.run(  # noqa: S603
            [*keeper, message.id, *command],
            input=data,
            env=dict(environment),
            pass_fds=() if sys.platform == "win32" else (lock,),
            start_new_session=True,
            check=False,
        ).returncode

    @contextmanager
    def _alone(self) -> Iterator[int]:
        lock = os.open(self._record.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            if sys.platform != "win32":
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    raise OutboxBusyError from error
            yield lock
        finally:
            os.close(lock)

    def _messages(self) -> Iterator[Message]:
        for path in sorted(self._folder.glob("*.json")):
            with suppress(ValueError, TypeError, FileNotFoundError):
                yield Message(**json.loads(read_if_there(str(path)) or b""))

    def _remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self._place(name).unlink()

    def _place(self, name: str) -> Path:
        return self._folder / f"{name}.json"
