"""A bare repository of our own: what a branch of another one holds, and commits for it.

The work tree of the sources and its index are never touched. Whatever lies here is a memory: it can
be removed at any time, and is fetched again.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from builder.publish.targets.git_program import Git, GitFailure

_AUTHOR = "Tocsin <tocsin@localhost> 946684800 +0000"
"""Who makes each commit, and when: 2000-01-01T00:00:00Z. A commit tells nothing but its tree."""

_TIP = "refs/tocsin/tip"
_KNOWN = "refs/tocsin/known"
_NEXT = "refs/tocsin/next"
_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REJECTED = re.compile(r"^!\t[^\t]*\t(.*)$", re.MULTILINE)
_MOVED = re.compile(
    r"\[rejected\]|failed to update ref|cannot lock ref|incorrect old value|fetch first"
    r"|reference already exists"
)
_PLAIN = ("100644", "100755")


class Moved(Exception):
    """The branch is not at the commit any more that a push was meant to follow."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a commit. ``is_plain`` is false for links and submodules."""

    id: str
    is_plain: bool


class Store:
    """The repository of ours for one branch of the repository at ``address``."""

    def __init__(self, git: Git, address: str, branch: str) -> None:
        self._git = git
        self._address = address
        self._branch = f"refs/heads/{branch}"

    def prepare(self) -> None:
        """Make the repository where there is none, and free it of what a kill left locked.

        Raises:
            GitFailure: it can't be made.
            OSError: the system refuses.
        """
        folder = self._git.folder
        for lock in (*folder.glob("*.lock"), *folder.glob("refs/tocsin/*.lock")):
            lock.unlink()
        self._git.run("init", "-q", "--bare", "--template=")

    def tip(self) -> str:
        """Return the commit that the branch is at, its files fetched; empty where it is not there.

        Raises:
            GitFailure: the repository is not there, or can't be reached.
        """
        commit = self._far_tip()
        if not commit or self._has(commit):
            return commit
        self._git.run(
            "fetch",
            "-q",
            "--depth=1",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            "--",
            self._address,
            f"+{self._branch}:{_TIP}",
        )
        return self._resolved(_TIP)

    def _far_tip(self) -> str:
        lines = self._git.run("ls-remote", "--", self._address, self._branch).decode().splitlines()
        found = [line.split("\t")[0] for line in lines if line.endswith(f"\t{self._branch}")]
        return found[0] if found and _ID.fullmatch(found[0]) else ""

    def _has(self, commit: str) -> bool:
        return bool(self._resolved(f"{commit}^{{tree}}"))

    def known(self) -> str:
        """Return the commit whose files are known to be as its manifest says, else nothing."""
        return self._resolved(_KNOWN)

    def know(self, commit: str) -> None:
        """Remember that the files of a commit are as its manifest says.

        Raises:
            GitFailure: it can't be written down.
        """
        self._git.run("update-ref", _KNOWN, commit)

    def _resolved(self, name: str) -> str:
        try:
            return self._git.run("rev-parse", "--verify", "-q", name).decode().strip()
        except GitFailure:
            return ""

    def entries(self, commit: str) -> Mapping[str, Entry]:
        """Return all files of a commit.

        Raises:
            GitFailure: it is not here.
        """
        listed = self._git.run("ls-tree", "-r", "-z", "--full-tree", commit)
        found = {}
        for line in filter(None, listed.split(b"\0")):
            facts, _, path = line.partition(b"\t")
            mode, _, entry = facts.decode().split(" ")
            found[path.decode("utf-8", "surrogateescape")] = Entry(entry, mode in _PLAIN)
        return found

    def parent(self, commit: str) -> str:
        """Return the commit before one, fetched or not; empty where there is none.

        Raises:
            GitFailure: it is not here.
        """
        header = self._git.run("cat-file", "commit", commit).partition(b"\n\n")[0]
        lines = header.decode("utf-8", "replace").split("\n")
        return next((line[7:] for line in lines if line.startswith("parent ")), "")

    def bytes_of(self, entry: Entry) -> bytes:
        """Return the bytes of a file.

        Raises:
            GitFailure: it is not here.
        """
        return self._git.run("cat-file", "blob", entry.id)

    def digests(self, entries: Iterable[Entry]) -> Iterator[str]:
        """Yield the SHA-256 of each file.

        Raises:
            GitFailure: one is not here.
        """
        with self._git.talk("cat-file", "--batch") as child:
            assert child.stdin is not None
            assert child.stdout is not None
            for entry in entries:
                child.stdin.write(f"{entry.id}\n".encode())
                child.stdin.flush()
                yield _digest(child.stdout)

    def commit(
        self,
        base: str,
        written: Iterable[tuple[str, Callable[[], bytes]]],
        removed: Iterable[str],
        message: str,
        *,
        orphan: bool,
    ) -> str:
        """Return a new commit: the files of ``base`` but those removed, and those written.

        It follows ``base``, or nothing where it is an ``orphan``. ``base`` may be empty.

        Raises:
            GitFailure: it can't be made.
            OSError: a file can't be read.
        """
        with self._git.talk("fast-import", "--quiet", "--done", "--force") as child:
            assert child.stdin is not None
            line = child.stdin.write
            words = message.encode()
            line(f"commit {_NEXT}\nauthor {_AUTHOR}\ncommitter {_AUTHOR}\n".encode())
            line(b"data %d\n%b\n" % (len(words), words))
            if base and orphan:
                line(f'M 040000 {self._resolved(f"{base}^{{tree}}")} ""\n'.encode())
            elif base:
                line(f"from {base}\n".encode())
            for path in removed:
                line(b"D %b\n" % _quoted(path))
            for path, read in written:
                data = read()
                line(b"M 100644 inline %b\ndata %d\n" % (_quoted(path), len(data)))
                line(data)
                line(b"\n")
            line(b"done\n")
        return self._resolved(_NEXT)

    def push(self, commit: str, expected: str) -> None:
        """Move the branch to a commit, if it still is at the one expected (empty: not there).

        Raises:
            Moved: it is elsewhere by now.
            GitFailure: it can't be reached, or refuses.
        """
        try:
            self._git.run(
                "push",
                "--porcelain",
                "--no-verify",
                "--no-follow-tags",
                "--no-signed",
                "--recurse-submodules=no",
                f"--force-with-lease={self._branch}:{expected}",
                "--",
                self._address,
                f"{commit}:{self._branch}",
            )
        except GitFailure as failure:
            rejected = _REJECTED.search(failure.said)
            if rejected is not None and _MOVED.search(rejected[1]):
                raise Moved(failure.said) from failure
            raise
        self.know(commit)
        # A memory that was not packed is as good as one that was.
        with suppress(GitFailure):
            self._git.run("-c", "gc.auto=2000", "-c", "gc.autoDetach=false", "gc", "-q", "--auto")


def _digest(answers: IO[bytes]) -> str:
    header = answers.readline().split()
    if len(header) != 3:
        raise GitFailure("a file of the branch is missing here")
    digest = sha256()
    rest = int(header[2])
    while rest:
        piece = answers.read(min(rest, 1 << 20))
        if not piece:
            raise GitFailure("git cat-file ended early")
        digest.update(piece)
        rest -= len(piece)
    answers.read(1)
    return digest.hexdigest()


def _quoted(path: str) -> bytes:
    """Return a path as ``git fast-import`` reads any: in quotes, odd bytes in octal."""
    octets = path.encode("utf-8", "surrogateescape")
    plain = b"".join(
        bytes([octet]) if 0x20 <= octet < 0x7F and octet not in b'"\\' else b"\\%03o" % octet
        for octet in octets
    )
    return b'"%b"' % plain
