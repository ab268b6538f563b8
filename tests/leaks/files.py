"""Made-up values as files: front matter in several styles, line ends, byte order marks."""

import zlib
from collections.abc import Iterable

from tests.leaks.plan import Draft
from tests.leaks.random_words import LINE_ENDS

Pairs = list[tuple[str, str]]
"""Keys and values, as they are to be written."""


def put(draft: Draft, path: str, lines: Iterable[str], wanted: bool = True) -> None:
    """Write a file; how its lines end is drawn whether or not it is ``wanted``."""
    end = draft.chance.choice(LINE_ENDS)
    mark, final = draft.may(0.1), draft.may(0.8)
    if not wanted:
        return
    if end != "\n":
        draft.features["CRLF" if end == "\r\n" else "CR"] += 1
    draft.features["byte order mark"] += mark
    draft.features["no final line end"] += not final
    text = end.join(lines) + (end if final else "")
    draft.files[path] = (b"\xef\xbb\xbf" if mark else b"") + text.encode()


def front(pairs: Pairs) -> list[str]:
    """Return keys and values between two lines of ``---``."""
    return ["---", *(f"{key}: {value}" for key, value in pairs), "---"]


def mapping(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a mapping in flow style."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"


def block_mapping(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a mapping in block style, to stand behind its key."""
    return "".join(f"\n  {key}: {value}" for key, value in pairs)


def picture(number: int) -> bytes:
    """Return a PNG of one pixel, another for each number."""
    pixel = bytes([0, number % 256, number // 256 % 256, 7])
    header = (1).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(pixel)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
        for name, data in parts
    )
