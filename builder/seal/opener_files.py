"""The opener as files: a page, a script, a stylesheet; and what the host should send with them.

The same for every reader of a site, so that a changed one can be noticed from outside.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

PAGE = "index.html"

_PARTS = (
    "words",
    "page",
    "format",
    "tree",
    "keeping",
    "importing",
    "behaviour",
    "frame",
    "opening",
    "events",
)
"""The script's parts in ``opener/script/``: one concept each, one file for the browser."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What stands in the page itself; ``frame-ancestors`` counts in a header alone."""

HEADERS = {
    "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=31536000",
}
"""What a host should send with every file of a sealed tree."""


@cache
def _read(name: str) -> str:
    return files("builder.seal").joinpath("opener", *name.split("/")).read_text("utf-8")


def _script() -> str:
    parts = "\n".join(_read(f"script/{name}.js") for name in _PARTS)
    return f'"use strict";\n\n(() => {{\n{parts}}})();\n'


def _hashed(name: str, data: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{sha256(data).hexdigest()[:12]}.{ending}"


def _integrity(data: bytes) -> str:
    return "sha256-" + b64encode(sha256(data).digest()).decode()


def opener_files(style: str = "") -> dict[str, bytes]:
    """Return the opener's files in order of writing.

    ``style`` is the theme's stylesheet for what is opened; it stands behind the opener's own and,
    being in the clear, must be the same for all readers.
    """
    script = _script().encode()
    sheet = (_read("opener.css") + style).encode()
    script_name, sheet_name = _hashed("opener.js", script), _hashed("opener.css", sheet)
    values = {
        "policy": CONTENT_SECURITY_POLICY,
        "script": script_name,
        "script-integrity": _integrity(script),
        "style": sheet_name,
        "style-integrity": _integrity(sheet),
    }
    return {
        script_name: script,
        sheet_name: sheet,
        PAGE: _filled("index.html", values),
    }


def renewed_files() -> dict[str, bytes]:
    """Return what is left where a tree was sealed with the previous secret: a page that tells its
    readers to ask for their new link, and nothing of the tree."""
    sheet = _read("opener.css").encode()
    values = {
        "policy": CONTENT_SECURITY_POLICY,
        "style": _hashed("opener.css", sheet),
        "style-integrity": _integrity(sheet),
    }
    return {values["style"]: sheet, PAGE: _filled("renewed.html", values)}


def _filled(name: str, values: dict[str, str]) -> bytes:
    page = _read(name)
    for key, value in values.items():
        page = page.replace(f"[[{key}]]", value)
    return page.encode()
