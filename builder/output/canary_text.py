"""The words of a file as somebody could read them out of its bytes, however they are written there.

Markup, entities, escapes of JSON and of addresses, case, accents, line ends, signs that nobody sees
and compression are taken away; what stands in attributes, comments and file names is read as well.
"""

from __future__ import annotations

import gzip
import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from unicodedata import normalize
from urllib.parse import unquote

_INLINE = (
    "a|abbr|b|bdi|bdo|br|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup"
    "|time|tspan|u|var|wbr"
)
_TAG = re.compile(r"(<[A-Za-z/!?][^<>]*>)")
_BLOCK_TAG = re.compile(rf"<(?!/?(?:{_INLINE})[\s>/])[A-Za-z/!?][^<>]*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?>", re.IGNORECASE)
_WITHIN_WORD = re.compile(
    rf"<(?<=[^\W_]<)(?:<?/?(?:{_INLINE})(?:\s[^<>]*)?>)+(?=[^\W_])", re.IGNORECASE
)
_HIDDEN_MARKUP = {
    "&": re.compile(r"&(?:lt|LT|#0*60|#[xX]0*3[cC]|amp;[#A-Za-z])"),
    "\\": re.compile(r"\\[ux/nrtbf\"'\\]"),
    "%": re.compile(r"%[0-9A-Fa-f]{2}"),
}
_ENCODED = re.compile(r"[&\\%]")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([bfnrt])|([/\"'\\]))")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_CHARACTER_DATA = re.compile(r"<!\[CDATA\[|\]\]>")
_DOCTYPE = "<!doctype html>"
# Each is a whole tag of a block wherever it stands.
_ENDS = ("</p>", "</li>", "</div>")
_END = re.compile("</(?:p|li|div)>")
# Scripts other than Latin; their letters stay as they are.
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u1dff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff\U00010000-\U0003ffff]"
)
_NO_LETTER = re.compile("[\u0080-\u036f\u2000-\u2bff\ufe00-\ufeff]")
# In UTF-8 what is Latin, a mark upon it, or punctuation begins with these.
_BYTES_OF_LATIN = bytes([*range(0xC0), *range(0xC2, 0xCD), 0xE2])
# Scripts that put no blanks between words: each sign counts as one.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_PLAIN = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() and code < 0x80 else 0x20 for code in range(256)
)
_PRINTED = re.compile(rb"[\x20-\x7e\x80-\xff]{6,}")
_BINARY = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff", ".woff2")
_ROUNDS = 4


class Unreadable(ValueError):
    """A file whose bytes can't be searched; the message says why."""


def words_in(text: str) -> list[str]:
    """Return the words of plain text: letters and digits, without accents, case, and signs that
    are not of ASCII and no letters."""
    if not text.isascii():
        text = normalize("NFKD", text)
        other = text.encode("utf-8", "ignore").translate(None, _BYTES_OF_LATIN)
        if other and _OTHER_SCRIPT.search(text):
            return _WORD.findall(_NO_LETTER.sub("", text).casefold())
    return text.encode("ascii", "ignore").translate(_PLAIN).decode("ascii").split()


@dataclass(frozen=True, slots=True)
class Parts:
    """A file in parts that are read each by itself.

    ``pieces`` hold no markup: the file's name, what is printed in a picture. ``sections`` are text
    with markup, cut where blocks end; the pages of a site have most of them in common. ``pieces``
    of this module divides them further.
    """

    pieces: tuple[str, ...]
    sections: tuple[str, ...] = ()


def parts(path: str, data: bytes) -> Parts:
    """Return a file's name and bytes in parts.

    Args:
        path: the file's name, from the root of its tree.
        data: its bytes.

    Raises:
        Unreadable: it is compressed in a way that can't be undone here.
    """
    inner = path.lower()
    while inner.endswith((".gz", ".br")):
        data = _expanded(inner, data)
        inner = inner[: -len(".gz")]
    if inner.endswith(_BINARY):
        return Parts((path, b" ".join(_PRINTED.findall(data)).decode("utf-8", "ignore")))
    return Parts((path,), _sections(data.decode("utf-8", "replace")))


def pieces(section: str) -> Iterator[str]:
    """Yield text with markup in pieces that are read each by itself: blocks of text, tags,
    comments.

    What stands in two cells of a table, or ends a heading and begins a paragraph, nobody wrote as
    one. ``readings`` tells the words of a piece.
    """
    if "<" not in section:
        yield section
        return
    if "<!" in section:
        section = _CHARACTER_DATA.sub(" ", section)
        for comment in _COMMENT.findall(section):
            yield from pieces(comment)
    for block in _BLOCK_TAG.split(section):
        if block and not block.isspace():
            yield block
    yield from set(_TAG.findall(section))


def readings(piece: str) -> Iterator[list[str]]:
    """Yield all lists of words that can be read out of a piece."""
    if piece.startswith("<") and _TAG.fullmatch(piece):
        forms = {html.unescape(piece), _decoded(piece)} if _ENCODED.search(piece) else {piece}
        yield from map(words_in, sorted(forms))
        return
    read = piece
    if "<" in piece:
        read = _TAG.sub(" ", piece)
        if _WITHIN_WORD.search(piece):
            yield words_in(html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", piece))))
    yield words_in(html.unescape(read))
    if any(sign in read and hidden.search(read) for sign, hidden in _HIDDEN_MARKUP.items()):
        decoded = _decoded(read)
        if decoded != read:
            for inner in pieces(decoded):
                yield from readings(inner)


def _expanded(path: str, data: bytes) -> bytes:
    if path.endswith(".br"):
        return _without_brotli(path, data)
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"{path} is no gzip file") from error


def _without_brotli(path: str, data: bytes) -> bytes:
    found = next((name for name in ("brotli", "brotlicffi") if find_spec(name)), None)
    if found is None:
        raise Unreadable(f"{path} can't be searched: Python's brotli is not installed")
    expanded: bytes = import_module(found).decompress(data)
    return expanded


def _sections(text: str) -> tuple[str, ...]:
    """Cut a text at tags, which no piece reaches across; comments and character data may."""
    if text.find("<!", len(_DOCTYPE) if text.startswith(_DOCTYPE) else 0) >= 0 or "]]>" in text:
        return (text,)
    return (*_END.split(text), *(end for end in _ENDS if end in text))


def _decoded(text: str) -> str:
    """Undo entities, escapes of JSON and percent signs, as often as they stand in each other."""
    for _ in range(_ROUNDS):
        before = text
        text = html.unescape(text)
        if "\\" in text:
            text = _SURROGATES.sub(_joined, _ESCAPE.sub(_unescaped, text))
        if "%" in text:
            text = unquote(text)
        if text == before:
            break
    return text


def _unescaped(match: re.Match[str]) -> str:
    number = match.group(1) or match.group(2)
    if number:
        return chr(int(number, 16))
    return " " if match.group(3) else match.group(4)


def _joined(match: re.Match[str]) -> str:
    return match.group().encode("utf-16", "surrogatepass").decode("utf-16")
