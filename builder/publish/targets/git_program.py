"""``git`` as a child: for a repository of our own, asking nobody anything, in plain English.

What the repository of the sources says of credentials and ways to a host holds for ours too:
programs that check out sources in CI leave their token there and nowhere else. It is handed on in
the environment of the child, never on its command line.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.source.git_environment import quiet

_SETTINGS = (
    "core.hooksPath=/dev/null",
    "gc.auto=0",
    "maintenance.auto=false",
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=120",
)
_HANDED_ON = re.compile(r"(credential|http|https|ssh|url)\.|core\.(sshcommand|askpass|gitproxy)$")
_LOCAL = ("local", "worktree")
_SSH = "ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=20"


class GitFailure(Exception):
    """``git`` ended with a fault. ``said`` is what it printed, with what the host said."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class GitMissing(Exception):
    """There is no ``git`` on this machine."""


class Git:
    """Runs ``git`` for the bare repository in a folder of ours, from the folder of the sources."""

    def __init__(self, folder: Path, source: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._source = source
        self._environment = quiet(environment)

    def run(self, *words: str) -> bytes:
        """Return what ``git`` prints.

        Raises:
            GitFailure: it ended with a fault.
            GitMissing: it is not installed.
        """
        with _missing():
            done = subprocess.run(  # noqa: S603
                self._line(words),
                cwd=self._source,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        if done.returncode != 0:
            raise GitFailure((done.stdout + done.stderr).decode("utf-8", "replace"))
        return done.stdout

    @contextmanager
    def talk(self, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Run ``git`` and yield it, to write to it and read from it.

        Raises:
            GitFailure: it ended with a fault.
            GitMissing: it is not installed.
        """
        with _missing():
            child = subprocess.Popen(  # noqa: S603
                self._line(words),
                cwd=self._source,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        with child:
            assert child.stdin is not None
            assert child.stderr is not None
            try:
                with suppress(BrokenPipeError):
                    yield child
                with suppress(BrokenPipeError):
                    child.stdin.close()
            except BaseException:
                child.kill()
                with suppress(BrokenPipeError):
                    child.stdin.close()
                raise
            said = child.stderr.read()
        if child.returncode != 0:
            raise GitFailure(said.decode("utf-8", "replace"))

    def origin(self) -> str:
        """Return where the sources are pushed to, empty where that is not said.

        Raises:
            GitMissing: there is no ``git``.
        """
        address = self._of_sources("remote", "get-url", "--push", "origin").strip()
        if not address or ":" in address.partition("/")[0]:
            return address
        return str(Path(self._of_sources("rev-parse", "--show-toplevel").strip()) / address)

    def _of_sources(self, *words: str) -> str:
        with _missing():
            done = subprocess.run(  # noqa: S603
                ["git", *words],  # noqa: S607
                cwd=self._source,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""

    def take_ways(self) -> None:
        """Take over what the repository of the sources says of credentials and ways to a host.

        Raises:
            GitMissing: it is not installed.
        """
        settings = _settings(self._of_sources("config", "--list", "-z", "--show-scope"))
        taken = [
            (key, value)
            for scope, key, value in settings
            if scope in _LOCAL and _HANDED_ON.match(key)
        ]
        first = int(self._environment.get("GIT_CONFIG_COUNT", "0") or "0")
        for number, (key, value) in enumerate(taken, first):
            self._environment[f"GIT_CONFIG_KEY_{number}"] = key
            self._environment[f"GIT_CONFIG_VALUE_{number}"] = value
        if taken:
            self._environment["GIT_CONFIG_COUNT"] = str(first + len(taken))
        said = any(key == "core.sshcommand" for _, key, _ in settings)
        if not said and "GIT_SSH" not in self._environment:
            self._environment.setdefault("GIT_SSH_COMMAND", _SSH)

    def _line(self, words: tuple[str, ...]) -> list[str]:
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        return ["git", f"--git-dir={self.folder}", *settings, *words]


def _settings(listed: str) -> list[tuple[str, str, str]]:
    """Return scope, key and value of what ``git config --list -z --show-scope`` prints."""
    pieces = listed.split("\0")
    pairs = zip(pieces[::2], pieces[1::2], strict=False)
    return [(scope, *_pair(setting)) for scope, setting in pairs]


def _pair(setting: str) -> tuple[str, str]:
    key, _, value = setting.partition("\n")
    return key, value


@contextmanager
def _missing() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        if error.filename != "git":
            raise
        raise GitMissing from error
