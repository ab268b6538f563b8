"""The opener as files: a page, a script, a stylesheet; and what the host should send with them.

The same for every reader of a site, so that a changed one can be noticed from outside.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import TypeAlias

from builder.render.opener_words import ENGLISH
from builder.render.words import direction

PAGE = "index.html"

OpenerWords: TypeAlias = Mapping[str, Mapping[str, str]]
"""What the opener says, by language; the default one first."""

IN_ENGLISH: OpenerWords = {"en": ENGLISH}

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


def _script(words: OpenerWords) -> str:
    parts = "\n".join(_read(f"script/{name}.js") for name in _PARTS)
    spoken = {
        language: {"direction": direction(language), **said} for language, said in words.items()
    }
    parts = parts.replace("[[words]]", json.dumps(spoken, ensure_ascii=False, indent=2))
    return f'"use strict";\n\n(() => {{\n{parts}}})();\n'


def _hashed(name: str, data: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{sha256(data).hexdigest()[:12]}.{ending}"


def _integrity(data: bytes) -> str:
    return "sha256-" + b64encode(sha256(data).digest()).decode()


def opener_files(style: str = "", words: OpenerWords = IN_ENGLISH) -> dict[str, bytes]:
    """Return the opener's files in order of writing.

    ``style`` is the theme's stylesheet for what is opened; it stands behind the opener's own.
    ``words`` are what is said in each language of the site, the default one first. Both are in the
    clear and must be the same for all readers: whose page it is tells neither.
    """
    script = _script(words).encode()
    sheet = (_read("opener.css") + style).encode()
    script_name, sheet_name = _hashed("opener.js", script), _hashed("opener.css", sheet)
    values = {
        **_default(words),
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


def renewed_files(words: OpenerWords = IN_ENGLISH) -> dict[str, bytes]:
    """Return what is left where a tree was sealed with the previous secret: a page that tells its
    readers to ask for their new link, and nothing of the tree."""
    sheet = _read("opener.css").encode()
    values = {
        **_default(words),
        "style": _hashed("opener.css", sheet),
        "style-integrity": _integrity(sheet),
    }
    values["said"] = "\n".join(
        _renewed(language, said, 2 if place else 1)
        for place, (language, said) in enumerate(words.items())
    )
    return {values["style"]: sheet, PAGE: _filled("renewed.html", values)}


def _renewed(language: str, said: Mapping[str, str], level: int) -> str:
    """Return what is said of a renewed link; without a script it is said in every language."""
    return (
        f'<div class="tocsin" lang="{language}" dir="{direction(language)}">\n'
        f"<h{level}>{escape(said['renewed'], quote=False)}</h{level}>\n"
        f"<p>{escape(said['renewed_text'], quote=False)}</p>\n</div>"
    )


def _default(words: OpenerWords) -> dict[str, str]:
    """Return what stands in the page itself: the words of the default language, as HTML."""
    language, said = next(iter(words.items()))
    values = {label: escape(text, quote=False) for label, text in said.items()}
    return {
        **values,
        "language": language,
        "direction": direction(language),
        "policy": CONTENT_SECURITY_POLICY,
    }


def _filled(name: str, values: dict[str, str]) -> bytes:
    page = _read(name)
    for key, value in values.items():
        page = page.replace(f"[[{key}]]", value)
    return page.encode()
