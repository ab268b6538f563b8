"""The files in a folder of another machine, by ``rsync`` over ssh: several at once."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.output.paths import folders_above, is_path
from builder.publish.targets.object_bucket import About, Bucket, Found, Patience, Version
from builder.publish.targets.place import TargetFault
from builder.publish.targets.rsync_faults import rsync_fault
from builder.vocabulary.problems import Place, Problem

PATIENCE = Patience(silence=60, settling=1)
"""How long others are waited for; a transfer of many files may take its time."""

_SSH = (
    "ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=20 -o ServerAliveCountMax=3"
)
_MODES = "Du=rwx,Dgo=rx,Fu=rw,Fgo=r"
_WILD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as ``site.yml`` has it, for the target of a name. ``host`` is what ssh knows the
    machine by."""

    target: str
    host: str
    folder: str


class RsyncFiles(Bucket):
    """A folder of another machine as a bucket: each file is an object, and rsync moves it into its
    place as a whole. Nothing is written on condition, so publishers are kept apart by their turns.

    ``environment`` is what rsync and ssh get. Methods raise ``TargetFault`` where the host does not
    do as it is told.
    """

    def __init__(
        self, where: Folder, environment: Mapping[str, str], patience: Patience = PATIENCE
    ) -> None:
        self.patience = patience
        self._folder = where
        self._there = f"{where.host}:{where.folder.rstrip('/') or '/'}/"
        self._environment = {**environment, "LC_ALL": "C"}

    def get(self, path: str) -> Found | None:
        """Return a file, ``None`` where there is none."""
        return self.get_several([path]).get(path)

    def get_several(self, paths: Iterable[str]) -> dict[str, Found]:
        """Return those of several files that are there."""
        with TemporaryDirectory(prefix="tocsin-") as folder:
            self._run(paths, "--times", "--ignore-missing-args", self._there, f"{folder}/")
            return {
                place.relative_to(folder).as_posix(): _found(place)
                for place in Path(folder).rglob("*")
                if place.is_file()
            }

    def about(self, path: str) -> About | None:
        """Return what is told of a file."""
        found = self.get(path)
        return None if found is None else found.about

    def put(
        self, path: str, data: bytes, attributes: Mapping[str, str], before: Version | None
    ) -> Version:
        """Write a file, whatever is there; return its version."""
        self.put_several({path: data})
        return Version(sha256(data).hexdigest())

    def put_several(self, files: Mapping[str, bytes]) -> None:
        """Write files, each as a whole; one that is there with these bytes is not touched."""
        with TemporaryDirectory(prefix="tocsin-") as folder:
            for path, data in files.items():
                place = Path(folder, path)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
            how = ("--checksum", "--perms", f"--chmod={_MODES}")
            self._run(files, *how, f"{folder}/", self._there)

    def keeps_conditions(self, path: str, data: bytes, attributes: Mapping[str, str]) -> bool:
        """Say no: a write is on no condition."""
        return False

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and folders that are empty then. Nothing else is looked at."""
        paths = sorted(paths)
        if not paths:
            return
        folders = sorted({folder for path in paths for folder in folders_above(path)})
        named = [*(f"/{folder}/" for folder in folders), *(f"/{path}" for path in paths)]
        rules = "".join(f"+ {_literal(name)}\0" for name in named)
        with TemporaryDirectory(prefix="tocsin-") as folder:
            empty, filters = Path(folder, "empty"), Path(folder, "rules")
            empty.mkdir()
            filters.write_bytes(f"{rules}- *\0".encode())
            self._rsync(
                "--recursive",
                "--delete",
                "--from0",
                f"--include-from={filters}",
                f"{empty}/",
                self._there,
            )

    def paths(self) -> Iterator[str]:
        """Yield the paths of all files."""
        with TemporaryDirectory(prefix="tocsin-") as folder:
            listed = self._rsync(
                "--recursive", "--dry-run", "--8-bit-output", "--out-format=%n", self._there, folder
            )
        for path in listed.decode("utf-8", "surrogateescape").splitlines():
            if not path.endswith("/") and is_path(path):
                yield path

    def _run(self, paths: Iterable[str], *words: str) -> None:
        with TemporaryDirectory(prefix="tocsin-") as folder:
            listed = Path(folder, "paths")
            listed.write_bytes("".join(f"{path}\0" for path in paths).encode())
            self._rsync("--from0", f"--files-from={listed}", *words)

    def _rsync(self, *words: str) -> bytes:
        shell = self._environment.get("RSYNC_RSH") or _SSH
        line = ["rsync", "--protect-args", "--timeout=60", f"--rsh={shell}", *words]
        with self._told():
            done = subprocess.run(  # noqa: S603
                line,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace")
            raise TargetFault(rsync_fault(said, self._folder.target, self._folder.host))
        return done.stdout

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise TargetFault(
                Problem(
                    Place(f"publish: {self._folder.target}"),
                    "no-rsync",
                    "There is no rsync on this machine.",
                    "Install it: `apt install rsync openssh-client`.",
                )
            ) from error


def _found(place: Path) -> Found:
    data = place.read_bytes()
    at = datetime.fromtimestamp(os.stat(place).st_mtime, UTC)
    return Found(About(Version(sha256(data).hexdigest()), at, {}), data)


def _literal(name: str) -> str:
    """Return a name as a rule that stands for nothing else: a backslash is a sign of its own only
    where there are wild cards."""
    if not _WILD.search(name):
        return name
    return re.sub(r"([*?\[\\])", r"\\\1", name)
