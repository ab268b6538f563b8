"""``tocsin serve``: show what every reader will see, while it is written."""

import argparse
import os
import signal
import socket
import sys
import threading
from datetime import UTC, datetime

from builder.cli.arguments import folder
from builder.cli.environment import without_secrets

LOCAL = "127.0.0.1"
PORT = 8321


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--source",
        type=folder,
        default=folder("."),
        metavar="DIR",
        help="the folder that holds site_src/ and incidents/ (default: here)",
    )
    parser.add_argument(
        "--port", type=int, default=PORT, help=f"default: {PORT}; 0 takes one that is free"
    )
    parser.add_argument(
        "--host",
        default=LOCAL,
        help="an address of this machine that others reach; they need the link that is printed",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until somebody stops it, and return the exit status."""
    try:
        bound = socket.create_server((arguments.host, arguments.port))
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else "there is no such port"
        where = f"{arguments.host}:{arguments.port}"
        print(f"{where}: {reason}. Name another with --port.", file=sys.stderr)
        return 3
    from builder.preview.listeners import Listeners
    from builder.preview.running import keep_up, serve
    from builder.preview.showing import Showing
    from builder.source.watching import watched

    showing = Showing(arguments.source, _now, without_secrets(os.environ))
    listeners = Listeners()
    stopped = threading.Event()
    token = "" if arguments.host == LOCAL else _token()
    with bound, watched(arguments.source) as changes:
        showing.refresh()
        _greet(showing.is_whole, arguments.host, bound.getsockname()[1], token)
        failed: list[BaseException] = []

        def keep() -> None:
            try:
                keep_up(showing, changes, _now, stopped, listeners.tell)
            except BaseException as fault:
                # Nobody must go on looking at pages that do not follow their sources any more.
                failed.append(fault)
                signal.raise_signal(signal.SIGINT)

        keeping = threading.Thread(target=keep, daemon=True)
        keeping.start()
        try:
            serve(showing, listeners, bound, token)
        finally:
            stopped.set()
            keeping.join()
    if failed:
        raise failed[0]
    return 0


def _greet(whole: bool, host: str, port: int, token: str) -> None:
    name = "localhost" if host == LOCAL else host
    print(f"http://{name}:{port}/{f'?token={token}' if token else ''}")
    if token:
        print("Whoever has this link sees everything, private pages too.", file=sys.stderr)
    if not whole:
        print("The sources have errors; the page names them.", file=sys.stderr)
    sys.stdout.flush()


def _token() -> str:
    import secrets

    return secrets.token_urlsafe(24)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
