"""Follows every link of a site, as a browser would from where the site lies."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urldefrag, urljoin
from urllib.request import urlopen

_ADDRESSES = ("href", "src", "action", "poster", "data", "cite")
_FETCHED = frozenset({"icon", "manifest", "modulepreload", "prefetch", "preload", "stylesheet"})
_FOLLOWED = frozenset({"a", "area", "form", "blockquote"})


@dataclass(frozen=True, slots=True)
class Link:
    """One address in a page; ``fetched`` where a browser asks for it without being told to."""

    target: str
    fetched: bool


class Page(HTMLParser):
    """The links and anchors of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.anchors: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what leads somewhere, and what can be led to."""
        values = dict(attrs)
        told = tag == "link" and not _FETCHED & set((values.get("rel") or "").split())
        fetched = not told and tag not in _FOLLOWED
        for name in _ADDRESSES:
            if name in values:
                self.links.append(Link(values[name] or "", fetched))
        for part in (values.get("srcset") or "").split(","):
            if part.strip():
                self.links.append(Link(part.split()[0], fetched=True))
        if values.get("id"):
            self.anchors.append(values["id"] or "")


@dataclass
class Crawl:
    """What a walk through a site found: pages read, and what is wrong with their links."""

    pages: dict[str, Page] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def crawl(base: str, own: str, start: str = "index.html") -> Crawl:
    """Follow every link of the site that lies at ``base``, from the page ``start`` on.

    ``own`` is the address that the site knows itself by; both end in a slash. Links to other hosts
    are not followed, and are a fault where a browser would fetch them by itself.
    """
    found = Crawl()
    anchors: list[tuple[str, str, str]] = []
    waiting = [(start, "the start")]
    while waiting:
        path, source = waiting.pop()
        if path in found.files:
            continue
        content = _read(base + path)
        if content is None:
            found.faults.append(f"{source}: nothing lies at {path}")
            continue
        found.files.add(path)
        if not path.endswith(".html"):
            continue
        page = found.pages[path] = Page(content.decode())
        for link in page.links:
            if link.fetched and link.target.startswith("data:image/"):
                continue
            address = urljoin(base + path, link.target)
            if address.startswith(own):
                address = base + (address.removeprefix(own) or start)
            where, anchor = urldefrag(address)
            if where.startswith(base) and where != base:
                waiting.append((where.removeprefix(base), f"{path}: {link.target}"))
                anchors.append((path, where.removeprefix(base), anchor))
            elif link.fetched:
                found.faults.append(f"{path}: a browser would fetch {link.target}")
            elif not address.startswith(("https://", "mailto:", "tel:")):
                found.faults.append(f"{path}: {link.target} leads out of the site")
    found.faults += [
        f"{path}: {where} has no anchor {anchor}"
        for path, where, anchor in anchors
        if anchor and where in found.pages and unquote(anchor) not in found.pages[where].anchors
    ]
    return found


def _read(address: str) -> bytes | None:
    try:
        with urlopen(address) as answer:  # noqa: S310 - our own server, or our own file
            content: bytes = answer.read()
    except HTTPError as refusal:
        refusal.close()
        return None
    except (URLError, OSError):
        return None
    return content


class _Plain(SimpleHTTPRequestHandler):
    """Files as they are: no listing of folders, no log."""

    def list_directory(self, path: object) -> None:
        """Refuse."""
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback interface; give its address, which ends in a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Plain, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
