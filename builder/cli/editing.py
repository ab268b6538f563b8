"""A text opened in the author's own editor."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from builder.cli.environment import without_secrets


class EditorFailed(Exception):
    """The editor could not be run, or ended badly; the text is as it was."""


def edited_text(text: str) -> str:
    """Return what somebody made of a text in ``$VISUAL`` or ``$EDITOR``.

    Raises:
        EditorFailed: none is set, it can't be run, or it did not end with 0.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not named:
        raise EditorFailed("No editor is set. Name one in EDITOR, like EDITOR=nano.")
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        path = Path(folder) / "update.md"
        path.write_text(text, encoding="utf-8", newline="\n")
        try:
            done = subprocess.run(  # noqa: S603
                [*shlex.split(named), os.fspath(path)],
                env=without_secrets(os.environ),
                check=False,
            )
        except (OSError, ValueError) as error:
            raise EditorFailed(f"The editor {named!r} can't be run: {error}") from None
        if done.returncode:
            raise EditorFailed(f"The editor ended with {done.returncode}.")
        return path.read_text(encoding="utf-8")
