"""Work on many things by two processes: the same results, in less time.

The second process is a copy of this one that works on its share and hands over each result; nothing
of it touches the disk. Only Linux copies processes safely; elsewhere one process does it all.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

WORTHWHILE = 100
"""Things to do from which on a second process saves more time than it costs."""

SHARE = 0.55
"""The second process's share: this one has the writing to do besides."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkLost(Exception):
    """The second process ended before its work was done."""


def shared(items: Sequence[Item], work: Callable[[Item], Result], jobs: int) -> Iterator[Result]:
    """Yield the result of every item, in no order.

    Args:
        items: what is to be worked on.
        work: makes of an item a result that can be pickled, and changes nothing.
        jobs: how many processes may work; more than two are not used.

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
    border = len(items) - int(len(items) * SHARE)
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    other = context.Process(target=_hand_over, args=(items[border:], work, sender), daemon=True)
    other.start()
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
    nothing more as ``None``."""
    try:
        for item in items:
            sender.send((work(item), None))
    except Exception as error:
        sender.send((None, error))
    sender.send(None)


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
