"""Another machine that rsync reaches: a shell of this one in its place, or a real sshd."""

import os
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from builder.publish.targets.object_bucket import Patience
from builder.publish.targets.rsync import RsyncFolder
from builder.publish.targets.rsync_files import Folder, RsyncFiles

QUICK = Patience(silence=1.5, settling=0.1)

SHELL = """\
#!/bin/sh
# As ssh is called: the user, the host, and what is to run there.
while [ "$1" = -l ]; do shift 2; done
shift
echo x >>"$COUNT"
exec "$@"
"""


@dataclass(frozen=True)
class Machine:
    """Where trees are published to: the folder as it lies there, and how rsync gets to it."""

    host: str
    folder: Path
    shell: str
    counted: Path

    def target(
        self, cache: Path, *, public: bool = True, patience: Patience = QUICK, shell: str = ""
    ) -> RsyncFolder:
        """Open the folder as a target; each cache is another publisher."""
        where = Folder("live", self.host, str(self.folder))
        given = {
            "PATH": os.environ["PATH"],
            "HOME": str(cache.parent),
            "RSYNC_RSH": shell or self.shell,
            "COUNT": str(self.counted),
        }
        return RsyncFolder(where, RsyncFiles(where, given, patience), cache, public=public)

    def calls(self) -> int:
        """Return how often somebody came since the last question."""
        found = len(self.counted.read_text().splitlines()) if self.counted.exists() else 0
        self.counted.unlink(missing_ok=True)
        return found


def near(folder: Path) -> Machine:
    """Return this machine in the place of another one: rsync talks to itself over two pipes."""
    shell = folder / "shell"
    shell.write_text(SHELL)
    shell.chmod(shell.stat().st_mode | stat.S_IXUSR)
    (folder / "there").mkdir()
    return Machine("deploy@near.example", folder / "there", str(shell), folder / "calls")


@contextmanager
def behind_sshd(folder: Path, sshd: Path) -> Iterator[Machine]:
    """Run an sshd on the loopback, with keys of its own."""
    (folder / "there").mkdir()
    for name in ("host", "key"):
        line = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(line, check=True)
    (folder / "allowed").write_bytes((folder / "key.pub").read_bytes())
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = [
        f"ListenAddress 127.0.0.1:{port}",
        f"HostKey {folder}/host",
        f"AuthorizedKeysFile {folder}/allowed",
        f"PidFile {folder}/pid",
        "UsePAM no",
        "StrictModes no",
        "PasswordAuthentication no",
    ]
    (folder / "sshd.conf").write_text("\n".join(settings) + "\n")
    (folder / "known").write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
    Path("/run/sshd").mkdir(exist_ok=True)
    line = [str(sshd), "-D", "-e", "-f", str(folder / "sshd.conf")]
    with subprocess.Popen(line, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            words = [
                f"ssh -p {port} -i {folder}/key -o UserKnownHostsFile={folder}/known",
                "-o BatchMode=yes -o IdentitiesOnly=yes -F none",
            ]
            yield Machine("127.0.0.1", folder / "there", " ".join(words), folder / "calls")
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            assert time.monotonic() < end, "sshd does not answer"
            time.sleep(0.05)
