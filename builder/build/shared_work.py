"""Work on many things by two processes: the same results, in less time.

The second process is a copy of this one that works on its share and hands over each result; nothing
of it touches the disk. Only Linux copies processes safely; elsewhere one process does it all.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

WORTHWHILE = 100
"""Things to do from which on a second process saves more time than it costs."""

SHARE = 0.55
"""The second process's share: this one has the writing to do besides."""

SHARE_OF_MANY = 0.7
"""Its share where many trees are made of each thing, so that there is more to write."""

_AFTER_STREAMS = 3
"""The first descriptor that is none of the standard streams."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkLost(Exception):
    """The second process ended before its work was done."""


def shared(
    items: Sequence[Item], work: Callable[[Item], Result], jobs: int, share: float = SHARE
) -> Iterator[Result]:
    """Yield the result of every item, in no order.

    Args:
        items: what is to be worked on.
        work: makes of an item a result that can be pickled, and changes nothing.
        jobs: how many processes may work; more than two are not used.
        share: the second process's share of the items.

    Raises:
        WorkLost: the second process was killed.
        Exception: whatever ``work`` raises, in either process.
    """
    if jobs < 2 or len(items) < WORTHWHILE or sys.platform != "linux":
        yield from map(work, items)
        return
    from multiprocessing import get_context

    # What the first item loads and compiles is then there in both processes.
    yield work(items[0])
    border = len(items) - int(len(items) * share)
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    other = context.Process(target=_hand_over, args=(items[border:], work, sender), daemon=True)
    # A person who stops the build stops this process, which ends the other: that one is deaf to it.
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        other.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
    sender.close()
    try:
        lasting = True
        for item in items[1:border]:
            yield work(item)
            while lasting and receiver.poll():
                result, lasting = _received(receiver)
                if lasting:
                    yield result
        while lasting:
            result, lasting = _received(receiver)
            if lasting:
                yield result
    finally:
        other.kill()
        other.join()
        receiver.close()


def _hand_over(items: Sequence[Item], work: Callable[[Item], Result], sender: "Connection") -> None:
    """Send each result as ``(result, None)``, what ``work`` raised as ``(None, error)``, then
    nothing more as ``None``. Once nobody listens any more it is over."""
    _hold_nothing_but(sender.fileno())
    with suppress(BrokenPipeError):
        try:
            for item in items:
                sender.send((work(item), None))
        except BrokenPipeError:
            raise
        except Exception as error:
            sender.send((None, error))
        sender.send(None)


def _hold_nothing_but(kept: int) -> None:
    """Close what the first process had open: its locks, so that they are gone with it, and the end
    of the pipe that it reads, so that a result without a reader is refused and not waited with."""
    os.closerange(_AFTER_STREAMS, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))


def _received(receiver: "Connection") -> tuple[Any, bool]:
    """Return the next result, and false in place of one where there is no more."""
    try:
        message = receiver.recv()
    except (EOFError, ConnectionResetError) as error:
        raise WorkLost("a process of this build was ended from outside") from error
    if message is None:
        return None, False
    result, raised = message
    if raised is not None:
        raise raised
    return result, True
