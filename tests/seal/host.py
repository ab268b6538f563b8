"""A host of files on this machine that checks nobody, as static hosts do."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from builder.seal.opener_files import HEADERS

TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css"}


@dataclass
class Host:
    """Files by path, to be changed at any time; ``asked`` is every path that was asked for."""

    port: int
    headers: Mapping[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    missing: bytes | None = None
    """What it answers, as if all were well, for what it does not have; ``None`` for a 404."""

    def put(self, folder: str, files: Mapping[str, bytes]) -> None:
        """Hold exactly these files in a folder."""
        kept = {
            path: data for path, data in self.files.items() if not path.startswith(f"/{folder}/")
        }
        self.files = {**kept, **{f"/{folder}/{name}": data for name, data in files.items()}}

    def url(self, path: str = "", name: str = "127.0.0.1") -> str:
        return f"http://{name}:{self.port}/{path}"


@contextmanager
def running(headers: bool) -> Iterator[Host]:
    """Run a host, with the headers that the design asks for or with none."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            host.asked.append(self.path)
            data = host.files.get(path + "index.html" if path.endswith("/") else path, host.missing)
            self.send_response(404 if data is None else 200)
            ending = "html" if data is None or path.endswith("/") else path.rpartition(".")[2]
            self.send_header("Content-Type", TYPES.get(ending, "application/octet-stream"))
            self.send_header("Content-Length", str(len(data or b"")))
            for name, value in host.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = Host(server.server_port, HEADERS if headers else {})
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
