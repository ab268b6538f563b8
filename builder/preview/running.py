"""Keeping a preview running: watch, read again, tell, answer."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from builder.preview.guard import LOOPBACK, Guard
from builder.preview.listeners import Listeners
from builder.preview.server import application
from builder.preview.showing import Clock, Showing
from builder.source.watching import Changes

_LOOK_UP = 1.0
"""Seconds after which the watching thread looks whether it is to stop."""


def keep_up(
    showing: Showing,
    changes: Changes,
    clock: Clock,
    stopped: threading.Event,
    tell: Callable[[], None],
) -> None:
    """Read again whenever a file changed or time changes a page, until ``stopped``; then tell."""
    turn = showing.next_instant()
    while not stopped.is_set():
        changed = changes.wait(_until(turn, clock()))
        if changed or (turn is not None and turn <= clock()):
            showing.refresh(changed)
            turn = showing.next_instant()
            tell()


def serve(showing: Showing, listeners: Listeners, bound: socket.socket, token: str = "") -> None:
    """Answer at a bound socket until the process is told to stop.

    With a ``token`` whoever has it may ask, from anywhere; without one, only this machine.
    """
    import uvicorn

    port = bound.getsockname()[1]
    hosts = frozenset() if token else frozenset(f"{name}:{port}" for name in LOOPBACK)
    server = uvicorn.Server(
        uvicorn.Config(
            Guard(application(showing, listeners), hosts, token),
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            # Streams to browsers never end by themselves.
            timeout_graceful_shutdown=1,
        )
    )
    with suppress(KeyboardInterrupt):
        server.run(sockets=[bound])


def _until(turn: datetime | None, now: datetime) -> float:
    left = (turn - now).total_seconds() if turn is not None else _LOOK_UP
    return max(0.0, min(left, _LOOK_UP))
