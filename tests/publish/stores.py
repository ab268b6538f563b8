"""Object stores on this machine, and a proxy before them that counts requests and spoils some."""

import datetime
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from builder.model.publishing import TargetType
from builder.output.manifest import OWN
from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.targets.object_bucket import Bucket, Patience, Where
from builder.publish.targets.object_form import Form
from builder.publish.targets.objects import Objects
from tests.output.trees import site, write

BUCKET = "status"
KEY, SECRET = "LONGKEYLONGKEY", "LONGSECRETLONGSECRET"
"""As long as the servers want them."""

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_REGION": "us-east-1",
}

ONE = {**site("one", "abC"), "static/a.css": b"a", "updates.json": b'{"items": [1]}'}
TWO = {**site("two", "bdC"), "static/b.css": b"b", "updates.json": b'{"items": [1, 2]}'}

IN_A_HURRY = Patience(retries=0, seconds=60, silence=0.3, settling=0.3)
_START = 20
"""Seconds that a server may take to answer for the first time."""


def tree(folder: Path, files: Mapping[str, bytes]) -> BuiltTree:
    """Build a tree of these files."""
    write(folder, files)
    return built_tree(folder / "public")


def program(name: str) -> str:
    """Find a server among the packages for development; without it the test is skipped, or fails
    where ``TOCSIN_REQUIRE_TOOLS`` is set."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is not None:
        return found
    reason = f"the command {name} is not installed"
    if os.environ.get("TOCSIN_REQUIRE_TOOLS"):
        pytest.fail(f"{reason}, and TOCSIN_REQUIRE_TOOLS asks for it")
    pytest.skip(reason)


@contextmanager
def moto() -> Iterator[int]:
    """Run a store that knows conditional writes, with a bucket; yield its port."""
    port = _free_port()
    with _running([program("moto_server"), "-H", "127.0.0.1", "-p", str(port)], port):
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("PUT", f"/{BUCKET}")
        assert connection.getresponse().status == 200
        connection.close()
        yield port


@contextmanager
def rclone(folder: Path) -> Iterator[int]:
    """Run a store that checks signatures and ignores conditions, with a bucket; yield its port."""
    port = _free_port()
    (folder / BUCKET).mkdir(parents=True)
    place = ["--addr", f"127.0.0.1:{port}", "--config", str(folder / "none.conf")]
    keys = ["--auth-key", f"{KEY},{SECRET}", "--etag-hash", "MD5"]
    with _running([program("rclone"), "serve", "s3", *place, *keys, str(folder)], port):
        yield port


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        end = time.monotonic() + _START
        while True:
            assert server.poll() is None, f"{command[0]} ended at once"
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert time.monotonic() < end, f"{command[0]} does not answer"
            time.sleep(0.05)
        yield
    finally:
        server.kill()
        server.wait()


def target(
    port: int,
    cache: Path,
    prefix: str = "",
    *,
    bucket: str = BUCKET,
    public: bool = True,
    compressed: bool = False,
    patience: Patience = IN_A_HURRY,
    scheme: str = "http",
) -> Objects:
    """Open a bucket as a target; each cache is another machine."""
    address = f"{scheme}://127.0.0.1:{port}"
    where = Where("live", TargetType.S3, bucket, prefix, "us-east-1", address)
    return Objects(where, Bucket(where, patience), Form(public, compressed), cache)


def store(port: int, prefix: str = "") -> S3Store:
    """Open the bucket as another program would."""
    return S3Store(
        BUCKET,
        prefix=prefix or None,
        endpoint=f"http://127.0.0.1:{port}",
        region="us-east-1",
        access_key_id=KEY,
        secret_access_key=SECRET,
        client_options={"allow_http": True},
    )


@dataclass(frozen=True, slots=True)
class Object:
    """What lies in a bucket."""

    data: bytes
    headers: Mapping[str, str]
    at: datetime.datetime


def objects(port: int, prefix: str = "") -> dict[str, Object]:
    """Return all that a bucket gives out, by path."""
    at = store(port, prefix)
    found = {}
    for several in obstore.list(at):
        for meta in several:
            try:
                answer = obstore.get(at, meta["path"])
            except FileNotFoundError:
                # rclone keeps listings for a moment, and so names what was removed just now.
                continue
            headers = {str(name): str(word) for name, word in answer.attributes.items()}
            found[meta["path"]] = Object(
                bytes(answer.bytes()), headers, answer.meta["last_modified"]
            )
    return found


def pages(port: int, prefix: str = "") -> dict[str, bytes]:
    """Return what readers may get, but for the tree's own two files."""
    return {
        path: each.data
        for path, each in objects(port, prefix).items()
        if path not in OWN and not path.startswith("manifest.")
    }


class Fault(StrEnum):
    """How a request comes to nothing, or its answer."""

    REFUSED = "refused"
    ERROR = "500"
    SLOW_DOWN = "503 slow down"
    SILENT = "timeout"
    CUT_REQUEST = "truncated request"
    CUT_ANSWER = "truncated answer"
    LOST = "lost answer"
    DONE_ALL_THE_SAME = "500 after it was done"


@dataclass(frozen=True, slots=True)
class Request:
    """A request that went through a proxy; ``sent`` and ``received`` are bytes of bodies."""

    method: str
    path: str
    sent: int
    received: int = 0


@dataclass
class Proxy:
    """What went to a store. ``spoil`` is asked about each request, by its number from 1 on; it may
    also return a status and a code to answer with."""

    upstream: int
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    spoil: Callable[[int, Request], Fault | str | None] = lambda _number, _request: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """Count from 1 again, and spoil nothing."""
        self.requests = []
        self.spoil = lambda _number, _request: None


@contextmanager
def proxy(upstream: int) -> Iterator[Proxy]:
    """Run a proxy before a store that listens on a port."""
    shared = Proxy(upstream)

    class Handler(_Handler):
        before = shared

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shared.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield shared
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    before: Proxy
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002
        """Say nothing."""

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Request(self.command, self.path, len(body))
        with self.before.lock:
            self.before.requests.append(asked)
            number = len(self.before.requests)
            fault = self.before.spoil(number, asked)
        if fault is None or fault in (Fault.CUT_ANSWER, Fault.LOST, Fault.DONE_ALL_THE_SAME):
            self._answer(number, asked, body, fault)
        elif fault in (Fault.ERROR, Fault.SLOW_DOWN):
            code = {Fault.ERROR: (500, "InternalError"), Fault.SLOW_DOWN: (503, "SlowDown")}
            self._say(*code[Fault(fault)])
        elif fault in (Fault.REFUSED, Fault.SILENT, Fault.CUT_REQUEST):
            if fault is Fault.CUT_REQUEST:
                self._cut(body)
            if fault is Fault.SILENT:
                time.sleep(0.5)
            self._reset()
        else:
            status, _, word = fault.partition(" ")
            self._say(int(status), word)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass  # noqa: N815

    def _answer(self, number: int, asked: Request, body: bytes, fault: str | None) -> None:
        connection = HTTPConnection("127.0.0.1", self.before.upstream, timeout=30)
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        try:
            answer = connection.getresponse()
            data = answer.read()
        except (HTTPException, OSError):
            self._reset()
            return
        finally:
            connection.close()
        received = Request(asked.method, asked.path, asked.sent, len(data))
        with self.before.lock:
            self.before.requests[number - 1] = received
        if fault == Fault.LOST:
            self._reset()
            return
        if fault == Fault.DONE_ALL_THE_SAME:
            self._say(500, "InternalError")
            return
        self.send_response_only(answer.status)
        passed = ("connection", "transfer-encoding", "content-length")
        for name, value in answer.getheaders():
            if name.lower() not in passed:
                self.send_header(name, value)
        length = answer.headers.get("Content-Length", len(data))
        self.send_header("Content-Length", str(length if self.command == "HEAD" else len(data)))
        if fault == Fault.CUT_ANSWER:
            del self._headers_buffer[-1]  # type: ignore[attr-defined]
            self.flush_headers()
            self._reset()
            return
        self.end_headers()
        self.wfile.write(data)

    def _say(self, status: int, code: str) -> None:
        data = f"<Error><Code>{code}</Code><Message>{SECRET}</Message></Error>".encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _cut(self, body: bytes) -> None:
        """Give the store half of a request and leave."""
        with socket.create_connection(("127.0.0.1", self.before.upstream)) as upstream:
            head = f"{self.command} {self.path} HTTP/1.1\r\n{self.headers}".encode()
            upstream.sendall(head + body[: len(body) // 2] if body else head[: len(head) // 2])

    def _reset(self) -> None:
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    def handle(self) -> None:
        """Take requests until the client leaves, however it does."""
        with suppress(OSError, ValueError):
            super().handle()

    def finish(self) -> None:
        """Close what is still open."""
        with suppress(OSError, ValueError):
            super().finish()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
