"""The widget: a script that shows open incidents on other sites.

Its bytes know nothing of the site that serves them, so its address and its integrity (W3C,
Subresource Integrity) change with the program alone and can stand in other people's pages. They
stand there for years, and a browser runs no other bytes than those that it was told of: so every
site has all scripts that were ever released, each under its own address.
"""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache, partial
from hashlib import sha384
from html import escape
from pathlib import Path

from builder.render.outputs import Output
from builder.views.types import Frame

WIDGETS = ("6b5f854eacd7",)
"""The first 12 hexadecimal digits of the SHA-256 of each script, the newest last.

What was released stays, here and in ``widgets/``; another script is another file.
"""

FOLDER = Path(__file__).with_name("widgets")


def widget(digest: str = WIDGETS[-1]) -> bytes:
    """Return a script, the newest if no other is asked for."""
    return (FOLDER / f"{digest}.js").read_bytes()


def widget_path(digest: str = WIDGETS[-1]) -> str:
    """Return its address below the top of the tree: ``widget.<hash>.js``."""
    return f"widget.{digest}.js"


@cache
def integrity() -> str:
    """Return what the bytes of the newest are held against by a browser."""
    return f"sha384-{b64encode(sha384(widget()).digest()).decode()}"


def widget_outputs(digests: tuple[str, ...] = WIDGETS) -> Iterator[Output]:
    """Yield every script: its name stands for its bytes."""
    for digest in digests:
        path = widget_path(digest)
        yield Output(path, path, partial(widget, digest))


def script_line(frame: Frame) -> str:
    """Return the line for the source of another site's pages, in the language of ``frame``."""
    pages = f' data-pages="{frame.folder.rstrip("/")}"' if frame.folder else ""
    return (
        f'<script src="{escape(frame.url.rstrip("/"))}/{widget_path()}" '
        f'integrity="{integrity()}" crossorigin="anonymous" '
        f'data-lang="{frame.languages[0]}"{pages} async></script>'
    )
