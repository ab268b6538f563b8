"""A host that takes a finished folder by a program of its own: Netlify, Cloudflare Pages, Vercel.

What such a program does is its own: in which order files take their places, and what becomes of
those that are not in the folder. What it was given last is kept here, and what came of it is seen
at the public address alone.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from builder.output.disk import read_if_there, write_whole
from builder.output.faults import OutputProblem, from_error
from builder.output.lock import locked
from builder.output.manifest import MANIFEST, OWN
from builder.publish.built_tree import BuiltTree, MustNotGoError
from builder.publish.targets.listed_there import listed_there
from builder.publish.targets.place import Change, TargetFault
from builder.vocabulary.problems import Place, Problem

PLACEHOLDER = "{folder}"
"""The part of a word that stands for the folder."""

LONGEST = 15 * 60.0
"""Seconds that a program may take."""

_MOST = 300


class CommandTarget:
    """A host as a target, by the words of a command line.

    ``cache`` is a folder of this program's own; ``environment`` is what the program gets, with
    whatever lets it into its host. The program runs in the folder of the sources, without a shell.
    """

    def __init__(
        self,
        name: str,
        words: tuple[str, ...],
        source: Path,
        cache: Path,
        environment: Mapping[str, str],
        longest: float = LONGEST,
    ) -> None:
        self._name = name
        self._words = words
        self._source = source
        self._cache = cache
        self._environment = environment
        self._longest = longest

    def change(self, tree: BuiltTree) -> Change:
        """See ``Place``. It is held against what the program was given last."""
        with self._told():
            before = listed_there(self.read(MANIFEST), tree.listing, f"publish: {self._name}") or {}
            own_as_given = all(self.read(path) == data for path, data in tree.own.items())
        written = tuple(path for path in tree.in_order() if before.get(path) != tree.files[path])
        removed = tuple(sorted(before.keys() - tree.files.keys()))
        kept = len(tree.files) - len(written)
        lacks_list = not (written or removed or own_as_given)
        return Change((MANIFEST,) if lacks_list else written, removed, kept)

    def send(self, tree: BuiltTree) -> Change:
        """See ``Place``. The program gets the whole tree, each file as it was built."""
        change = self.change(tree)
        with self._told(), locked(self._cache):
            folder = self._cache / "folder"
            shutil.rmtree(folder, ignore_errors=True)
            for path in (*tree.in_order(), *tree.own):
                place = folder / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(tree.read(path))
            # Until it is through nobody knows what the host has.
            for path in OWN:
                (self._cache / path).unlink(missing_ok=True)
            self._run(folder)
            for path, data in tree.own.items():
                write_whole(str(self._cache / path), data)
            shutil.rmtree(folder)
        return change

    def read(self, path: str) -> bytes | None:
        """See ``Place``. Only of the tree's own files is known what was given."""
        return read_if_there(str(self._cache / path)) if path in OWN else None

    def _run(self, folder: Path) -> None:
        words = [word.replace(PLACEHOLDER, str(folder.absolute())) for word in self._words]
        try:
            status, said = self._ended(words)
        except FileNotFoundError as error:
            message = f"there is no {words[0]} here."
            raise self._fault("no-command", message, "Install it.") from error
        except PermissionError as error:
            message = f"{words[0]} can't be run."
            raise self._fault("no-command", message, "Name a program.") from error
        except subprocess.TimeoutExpired as error:
            raise self._fault(
                "target-unreachable",
                f"{words[0]} did not end within {self._longest / 60:.0f} minutes; nobody knows "
                "what the host has.",
                "See what it waits for: it must ask nobody anything.",
            ) from error
        if status != 0:
            raise self._fault(
                "target-failed",
                f"{words[0]} ended with {status}.{_said(said)}",
                "Mend this and publish again. Nobody knows what the host has.",
            )

    def _ended(self, words: list[str]) -> tuple[int, bytes]:
        """Run a program; return its status and what it said last."""
        with subprocess.Popen(  # noqa: S603
            words,
            cwd=self._source,
            env=dict(self._environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as program:
            try:
                said, errors = program.communicate(timeout=self._longest)
            except BaseException:
                # With all that it started: one of them would keep the pipes open.
                os.killpg(program.pid, signal.SIGKILL)
                raise
            return program.returncode, errors or said

    def _fault(self, code: str, message: str, mend: str) -> TargetFault:
        return TargetFault(Problem(Place(f"publish: {self._name}"), code, message, mend))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OutputProblem, MustNotGoError) as error:
            raise TargetFault(error.problem) from error
        except OSError as error:
            raise TargetFault(from_error(error, "the build").problem) from error


def _said(output: bytes) -> str:
    """Return the last line that a program printed, as a sentence that begins with a blank."""
    lines = [line for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    words = "".join(letter for letter in lines[-1] if letter.isprintable()) if lines else ""
    return f" It says: {words.strip()[:_MOST].rstrip('. ')}." if words.strip() else ""
