"""The sources as they were at a revision of their git repository."""

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from builder.source.git_environment import quiet
from builder.vocabulary.problems import Place, Problem

_FOLDERS = ("incidents", "site_src")
_PLAIN = ("100644", "100755", "100664")


class NoRevision(Exception):
    """The sources of a revision can't be had; ``problem`` says the mend."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def lay_out_revision(
    source: Path,
    revision: str,
    folder: Path,
    environment: Mapping[str, str],
    folders: tuple[str, ...] = _FOLDERS,
) -> None:
    """Write the sources of a revision into a folder. Work tree and index stay as they are.

    Args:
        source: the folder that holds ``site_src/`` and ``incidents/``.
        revision: what git takes for a commit.
        folder: an empty folder.
        environment: what ``git`` gets of the environment.
        folders: which folders of the sources to write.

    Raises:
        NoRevision: there is no git or no repository, or it does not have the revision.
        OSError: the folder can't be written.
    """
    repository = _Repository(source, quiet(environment))
    files = tuple(repository.files(repository.tree(revision), folders))
    for path, data in zip(
        (path for path, _ in files), repository.contents(name for _, name in files), strict=True
    ):
        place = folder.joinpath(*path.parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def revision_of(source: Path, revision: str, environment: Mapping[str, str]) -> str:
    """Return the id of the commit that a revision of the sources' repository stands for.

    Raises:
        NoRevision: there is no git or no repository, or it does not have the revision.
    """
    return _Repository(source, quiet(environment)).commit(revision)


class _Repository:
    def __init__(self, source: Path, environment: Mapping[str, str]) -> None:
        self._source = source
        self._environment = environment

    def tree(self, revision: str) -> str:
        """Return what git calls the folder of the sources at a revision."""
        return f"{self.commit(revision)}:{self._prefix()}"

    def commit(self, revision: str) -> str:
        """Return the id of a commit."""
        self._prefix()
        names = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        commit = self._run("rev-parse", *names)
        if commit is None:
            raise _refused(
                "unknown-revision",
                f"The repository has no commit `{revision}`.",
                "Name a branch, a tag or a commit. A clone with little history must fetch it "
                "first: `git fetch origin BRANCH`, or `git fetch --unshallow`.",
            )
        return commit.decode().strip()

    def _prefix(self) -> str:
        """Return where the sources lie in the repository."""
        prefix = self._run("rev-parse", "--show-prefix")
        if prefix is None:
            raise _refused(
                "no-repository-here",
                "The sources are in no git repository here.",
                "Run this in a clone of the sources.",
            )
        return prefix.decode().strip()

    def files(self, tree: str, folders: tuple[str, ...]) -> Iterator[tuple[PurePosixPath, str]]:
        """Yield path and name of each source file; links are none."""
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", tree, "--", *folders) or b""
        for line in filter(None, listed.split(b"\0")):
            facts, _, path = line.partition(b"\t")
            mode, kind, name = facts.decode().split()
            if kind == "blob" and mode in _PLAIN:
                yield PurePosixPath(path.decode("utf-8", "surrogateescape")), name

    def contents(self, names: Iterator[str]) -> Iterator[bytes]:
        """Yield the bytes of each file."""
        asked = "".join(f"{name}\n" for name in names).encode()
        said = self._run("cat-file", "--batch", given=asked) or b""
        place = 0
        while place < len(said):
            line = said.index(b"\n", place)
            size = int(said[place:line].split()[2])
            yield said[line + 1 : line + 1 + size]
            place = line + size + 2

    def _run(self, *words: str, given: bytes = b"") -> bytes | None:
        """Return what git prints, ``None`` where it fails."""
        command = ["git", "-c", "core.quotePath=false", *words]
        try:
            done = subprocess.run(  # noqa: S603
                command,
                cwd=self._source,
                env=self._environment,
                input=given,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            if error.filename != "git":
                raise
            raise _refused("no-git", "There is no git here.", "Install git.") from error
        return done.stdout if done.returncode == 0 else None


def _refused(code: str, message: str, mend: str) -> NoRevision:
    return NoRevision(Problem(Place("site_src"), code, message, mend))
