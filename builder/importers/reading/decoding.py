"""Bytes of foreign files as text that our own reader accepts."""

import re
from dataclasses import dataclass

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Text:
    """Text with line feeds alone, and what had to be changed for it."""

    text: str
    remarks: tuple[str, ...] = ()


def decode(content: bytes) -> Text:
    """Read UTF-8, or Windows-1252 where it is none; drop what no text may hold."""
    remarks = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        remarks.append("The file is not UTF-8; it was read as Windows-1252.")
    cleaned = clean(text)
    if cleaned != _BREAKS.sub("\n", text):
        remarks.append("Control characters were taken out.")
    return Text(cleaned, tuple(remarks))


def clean(text: str) -> str:
    """Make every kind of line break a line feed, and take control characters out."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))
