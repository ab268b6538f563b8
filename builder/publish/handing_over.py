"""Runs the command that a message is handed to, and notes before and after.

It is a process of its own, so that what its command has done is noted also where the one that began
it was killed meanwhile. It is run by its path and knows nothing but the standard library.

Arguments: the log, the message's id, then the command. The message comes on stdin.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime


def note(path: str, message: str, step: str, **more: str) -> None:
    """Add a line to the log, with whatever else is to be said, and wait until it is on the medium.

    Raises:
        OSError: the system refuses.
    """
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    line = json.dumps({"id": message, "step": step, "at": moment, **more}, separators=(",", ":"))
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # The line before may have been cut off.
        os.write(descriptor, f"\n{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def main(arguments: list[str]) -> int:
    """Hand a message over and return the command's exit status; 126 where it can't be run."""
    path, message, *command = arguments
    data = sys.stdin.buffer.read()
    if not _is_whole(data):
        # Who began this was killed while it gave the message: nothing of it was sent.
        return 124
    note(path, message, "begun")
    try:
        status = subprocess.run(command, input=data, check=False).returncode  # noqa: S603
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        status = 126
    if status < 0:
        # Killed: nobody knows how far it came.
        return 125
    note(path, message, "failed" if status else "done")
    return status


def _is_whole(data: bytes) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
