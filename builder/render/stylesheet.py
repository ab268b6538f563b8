"""The theme's stylesheet as it stands in every page: small, inside, and allowed by its hash."""

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

from builder.render.templates import TemplateProblem
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.theme import Theme

NAME = "tocsin.css"
"""The asset that is put into each page and is no file of its own."""

PRIVATE_NAME = "private.css"
"""What private pages have besides; a theme need not have it."""

_LOOSE = re.compile(
    r"""("[^"\n]*"|'[^'\n]*')   # a string stays as it is
    |/\*.*?\*/                  # a comment goes
    |\s*([{},;>])\s*            # no space around these
    |(:)\s+                     # nor after a colon; before one it is part of a selector
    |(\s)\s*                    # elsewhere one is enough
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """``text`` for a ``<style>`` element, and its ``hash`` as a source of a content policy
    (CSP level 3, section 2.3.1: ``sha256-`` and base64)."""

    text: str
    hash: str


def stylesheet(theme: Theme) -> Stylesheet:
    """Return the theme's stylesheet.

    Raises:
        TemplateProblem: there is none, or it holds what would end the element that it stands in.
    """
    return _stylesheet(_text(theme, NAME))


def private_stylesheet(theme: Theme) -> Stylesheet:
    """Return the stylesheet of private pages: the theme's, and behind it what they have besides.

    Raises:
        TemplateProblem: as ``stylesheet`` does.
    """
    more = _text(theme, PRIVATE_NAME) if PRIVATE_NAME in theme.assets else ""
    return _stylesheet(_text(theme, NAME) + more)


def _stylesheet(text: str) -> Stylesheet:
    return Stylesheet(text, "sha256-" + b64encode(sha256(text.encode()).digest()).decode())


def _text(theme: Theme, name: str) -> str:
    place = Place(f"themes/{theme.name}/static/{name}")
    data = theme.assets.get(name)
    if data is None:
        raise TemplateProblem(
            Problem(
                place,
                "stylesheet-missing",
                "The theme has no stylesheet.",
                f"Put the styles of its pages into static/{name}; it may be empty.",
            )
        )
    try:
        text = squeezed(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TemplateProblem(
            Problem(place, "stylesheet-encoding", "It is not UTF-8.", "Save it as UTF-8.")
        ) from error
    if "<" in text:
        raise TemplateProblem(
            Problem(
                place,
                "stylesheet-markup",
                "A stylesheet stands inside each page, where `<` may begin an element.",
                "Write it without `<`; in a string it is `\\3C `.",
            )
        )
    return text


def squeezed(css: str) -> str:
    """Drop comments and needless white space; strings keep theirs."""

    def kept(found: re.Match[str]) -> str:
        string, sign, colon, space = found.groups()
        return string or sign or colon or (" " if space else "")

    return _LOOSE.sub(kept, css).replace(";}", "}").strip()
