"""Folders served on the loopback address, as a status page is: with entity tags of their bytes."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from builder.render.feed_addresses import MEDIA_TYPES

TYPES = {**MEDIA_TYPES, "html": "text/html; charset=utf-8"}


@dataclass
class Served:
    """What is served at an address, which has no slash at its end: one folder after another."""

    folder: Path
    address: str = ""


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve a folder until the end; another one once it is put in its place."""
    now = Served(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = now.folder / urlsplit(self.path).path.lstrip("/")
            if not file.is_file():
                self.send_error(404)
                return
            data = file.read_bytes()
            tag = f'"{hashlib.sha256(data).hexdigest()}"'
            fresh = self.headers.get("If-None-Match") == tag
            self.send_response(304 if fresh else 200)
            self.send_header("ETag", tag)
            if not fresh:
                self.send_header("Content-Type", TYPES[file.suffix[1:]])
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if not fresh:
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        now.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield now
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
