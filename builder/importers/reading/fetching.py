"""A Statuspage fetched from its address: the one request to the network that an import makes."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

from builder.importers.reading.tree import LARGEST_FILE, SourceFile

TIMEOUT = 20
"""Seconds for one answer."""


class FetchError(Exception):
    """An address can't be fetched; the message says why."""


def is_address(source: str) -> bool:
    """Say whether a source is an address and not a folder."""
    return source.lower().startswith(("http://", "https://"))


def fetch_answers(address: str, pages: tuple[str, ...]) -> tuple[SourceFile, ...]:
    """Fetch ``/api/v2/<page>`` of a status page.

    Raises:
        FetchError: the address is none, or an answer is missing, too large or too late.
    """
    parts = urlsplit(address)
    if not parts.hostname or parts.username or parts.password:
        raise FetchError(f"{address!r} is no address of a status page")
    path = parts.path.split("/api/v2", 1)[0].rstrip("/")
    base = f"{parts.scheme.lower()}://{parts.netloc}{path}"
    return tuple(SourceFile(page, _fetched(f"{base}/api/v2/{page}")) for page in pages)


class _SameKind(urllib.request.HTTPRedirectHandler):
    """Follow redirects to the web alone."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if not is_address(newurl):
            raise FetchError(f"{req.full_url} leads to {newurl!r}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetched(url: str) -> bytes:
    opener = urllib.request.build_opener(_SameKind)
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            content: bytes = answer.read(LARGEST_FILE + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise FetchError(f"{url} can't be fetched ({error})") from error
    if len(content) > LARGEST_FILE:
        raise FetchError(f"{url} answers with more than 4 MiB")
    return content
