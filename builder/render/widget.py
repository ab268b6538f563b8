"""The widget: a script that shows open incidents on other sites.

Its bytes know nothing of the site that serves them, so its address and its integrity (W3C,
Subresource Integrity) change with the program alone and can stand in other people's pages.
"""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256, sha384
from html import escape
from pathlib import Path

from builder.render.outputs import Output
from builder.views.types import Frame


@cache
def widget() -> bytes:
    """Return the script."""
    return Path(__file__).with_name("widget.js").read_bytes()


@cache
def widget_path() -> str:
    """Return its address below the top of the tree: ``widget.<hash>.js``."""
    return f"widget.{sha256(widget()).hexdigest()[:12]}.js"


@cache
def integrity() -> str:
    """Return what the bytes are held against by a browser."""
    return f"sha384-{b64encode(sha384(widget()).digest()).decode()}"


def widget_outputs() -> Iterator[Output]:
    """Yield the script."""
    yield Output(widget_path(), widget_path(), widget)


def script_line(frame: Frame) -> str:
    """Return the line for the source of another site's pages, in the language of ``frame``."""
    pages = f' data-pages="{frame.folder.rstrip("/")}"' if frame.folder else ""
    return (
        f'<script src="{escape(frame.url.rstrip("/"))}/{widget_path()}" '
        f'integrity="{integrity()}" crossorigin="anonymous" '
        f'data-lang="{frame.languages[0]}"{pages} async></script>'
    )
