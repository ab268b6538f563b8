"""Real web servers on this machine, set up with nothing but the files that a build wrote."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 10
"""Seconds that a server may take to answer for the first time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def alike(self) -> tuple[int, dict[str, str], bytes]:
        """What two answers must share to be told apart by nobody."""
        passing = ("date",)
        kept = {name: value for name, value in self.headers.items() if name not in passing}
        return self.status, kept, self.body


@dataclass(frozen=True, slots=True)
class Server:
    """A server that listens on a port of this machine."""

    port: int

    def get(self, path: str, person: str = "", password: str = "", method: str = "GET") -> Answer:
        """Ask for a path as it is written, with a name and a password or with none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        given = {"Authorization": f"Basic {b64encode(f'{person}:{password}'.encode()).decode()}"}
        connection.request(method, path, headers=given if person else {})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        found = Answer(answer.status, headers, answer.read())
        connection.close()
        return found


@contextmanager
def nginx(
    command: Path, folder: Path, root: Path, files: Mapping[str, Path], passwords: Mapping[str, str]
) -> Iterator[Mapping[str, Server]]:
    """Run nginx with a server for each kind of trees (``checked``, ``sealed``).

    ``files`` are those that the build wrote, by kind; ``passwords`` hold, by folder, one for the
    person ``reader``.
    """
    ports = {kind: _free_port() for kind in files}
    tocsin = folder / "tocsin"
    tocsin.mkdir(parents=True)
    for kind, file in files.items():
        shutil.copy(file, tocsin / f"{kind}.conf")
    for tree, password in passwords.items():
        line = ["openssl", "passwd", "-apr1", password]
        hashed = subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()
        (tocsin / f"{tree}.passwords").write_text(f"reader:{hashed}\n")
    servers = "".join(
        f"server {{ listen 127.0.0.1:{port}; root {root}; include tocsin/{kind}.conf; }}\n"
        for kind, port in ports.items()
    )
    owner = "user root;\n" if os.geteuid() == 0 else ""
    places = "".join(
        f"{name}_temp_path {folder};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{owner}daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/errors;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{servers}}}\n"
    )
    line = [str(command), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with _running(line, folder, ports.values()):
        yield {kind: Server(port) for kind, port in ports.items()}


@contextmanager
def caddy(
    command: Path, folder: Path, root: Path, files: Mapping[str, Path], passwords: Mapping[str, str]
) -> Iterator[Mapping[str, Server]]:
    """Run Caddy as ``nginx`` is run."""
    ports = {kind: _free_port() for kind in files}
    tocsin = folder / "tocsin"
    tocsin.mkdir(parents=True)
    for kind, file in files.items():
        shutil.copy(file, tocsin / f"{kind}.caddy")
    for tree, password in passwords.items():
        line = [str(command), "hash-password", "--plaintext", password]
        hashed = subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()
        (tocsin / f"{tree}.passwords").write_text(f"reader {hashed}\n")
    sites = "".join(
        f"http://127.0.0.1:{port} {{\nroot * {root}\nimport tocsin/{kind}.caddy\n}}\n"
        for kind, port in ports.items()
    )
    (folder / "Caddyfile").write_text(f"{{\nadmin off\nauto_https off\n}}\n{sites}")
    line = [str(command), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with _running(line, folder, ports.values()):
        yield {kind: Server(port) for kind, port in ports.items()}


SERVERS = {"nginx": nginx, "caddy": caddy}


@contextmanager
def _running(line: list[str], folder: Path, ports: Iterable[int]) -> Iterator[None]:
    said = folder / "said"
    home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with said.open("wb") as output:
        process = subprocess.Popen(line, stdout=output, stderr=output, cwd=folder, env=home)
    try:
        for port in ports:
            _wait_for(port, process, said)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", said: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise AssertionError(f"the server did not start:\n{said.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
