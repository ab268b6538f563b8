"""The bytes of a picture without its metadata: when, where, by whom and with what it was made.

Each format is walked chunk by chunk, and only what is needed to draw the picture is kept: an
allow-list, so that a kind of metadata that nobody thought of is dropped as well. What can't be
parsed is refused. The one thing kept of Exif is the orientation, without which a photo would lie on
its side.
"""

import re
from collections.abc import Iterator
from typing import Literal
from zlib import crc32


class PictureError(ValueError):
    """The bytes are not a picture of the kind that the file's name says."""


def without_metadata(data: bytes, ending: str) -> bytes:
    """Return a picture without its metadata; ``ending`` is that of its file name.

    Raises:
        PictureError: it is not a whole picture of that kind.
    """
    try:
        return _FORMATS[ending](data)
    except IndexError as error:
        raise PictureError("it is cut off") from error


# --- PNG (ISO/IEC 15948, section 5) -------------------------------------------------------------

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"}
    | {b"acTL", b"fcTL", b"fdAT"}
)


def _png(data: bytes) -> bytes:
    if not data.startswith(_PNG_START):
        raise PictureError("it is no PNG")
    kept = [_PNG_START]
    position = len(_PNG_START)
    kind = b""
    while kind != b"IEND":
        length = int.from_bytes(_take(data, position, 4), "big")
        chunk = _take(data, position, length + 12)
        kind = chunk[4:8]
        if crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise PictureError("a part of it is damaged")
        if position == len(_PNG_START) and kind != b"IHDR":
            raise PictureError("it does not begin with its size")
        if kind in _PNG_KEPT:
            kept.append(chunk)
        elif kind[0] & 0x20 == 0:
            raise PictureError("it needs a part that is not known")
        position += len(chunk)
    return b"".join(kept)


# --- JPEG (ITU-T T.81, annex B) -----------------------------------------------------------------

_SCAN_END = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_START_OF_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_JPEG_TABLES = frozenset({0xC4, 0xDB, 0xDD}) | frozenset(range(0xC0, 0xD0)) - {0xC8, 0xCC}


def _jpeg(data: bytes) -> bytes:
    if not data.startswith(b"\xff\xd8\xff"):
        raise PictureError("it is no JPEG")
    kept = [b"\xff\xd8"]
    position = 2
    orientation = 1
    while True:
        while _take(data, position, 2) == b"\xff\xff":
            position += 1
        start, marker = _take(data, position, 2)
        if start != 0xFF:
            raise PictureError("it is damaged")
        if marker == _END:
            break
        length = int.from_bytes(_take(data, position + 2, 2), "big")
        if length < 2:
            raise PictureError("it is damaged")
        segment = _take(data, position, length + 2)
        position += len(segment)
        if marker == 0xE1 and segment[4:10] == b"Exif\x00\x00":
            orientation = _orientation(segment[10:])
        kept.append(_kept_segment(marker, segment))
        if marker == _START_OF_SCAN:
            end = _SCAN_END.search(data, position)
            if end is None:
                raise PictureError("it is cut off")
            kept.append(data[position : end.start()])
            position = end.start()
    if orientation > 1:
        kept.insert(1, _exif(orientation))
    return b"".join([*kept, b"\xff\xd9"])


def _kept_segment(marker: int, segment: bytes) -> bytes:
    if marker == _START_OF_SCAN or marker in _JPEG_TABLES:
        return segment
    if marker == 0xE0 and segment[4:9] == b"JFIF\x00" and len(segment) >= 18:
        return b"\xff\xe0\x00\x10" + segment[4:16] + b"\x00\x00"
    if marker == 0xEE and segment[4:9] == b"Adobe" and len(segment) >= 16:
        return b"\xff\xee\x00\x0e" + segment[4:16]
    if marker in _APPLICATION or marker == _COMMENT:
        return b""
    raise PictureError("it needs a part that is not known")


def _orientation(tiff: bytes) -> int:
    """Return Exif's tag 0x0112 (Exif 2.32, section 4.6.4), 1 where there is none to be read."""
    order: Literal["little", "big"] = "little"
    if tiff.startswith(b"MM\x00*"):
        order = "big"
    elif not tiff.startswith(b"II*\x00"):
        return 1

    def number(position: int, length: int) -> int:
        return int.from_bytes(tiff[position : position + length], order)

    first = number(4, 4)
    for entry in range(min(number(first, 2), 200)):
        position = first + 2 + entry * 12
        if number(position, 2) == 0x0112:
            value = number(position + 8, 2)
            return value if 1 <= value <= 8 else 1
    return 1


def _exif(orientation: int) -> bytes:
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + bytes([0, orientation, 0, 0])
    tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


# --- GIF (GIF89a, sections 15 to 27) ------------------------------------------------------------

_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def _gif(data: bytes) -> bytes:
    if data[:6] not in (b"GIF87a", b"GIF89a"):
        raise PictureError("it is no GIF")
    position = 13 + _colours(_take(data, 0, 13)[10])
    kept = [_take(data, 0, position)]
    while (introducer := data[position]) != 0x3B:
        start = position
        if introducer == 0x2C:
            position += 10 + _colours(_take(data, position, 10)[9]) + 1
            keep = True
        elif introducer == 0x21:
            label = data[position + 1]
            position += 2
            keep = label == 0xF9 or (label == 0xFF and _take(data, position, 12)[1:] in _GIF_LOOPS)
        else:
            raise PictureError("it is damaged")
        position = _past_blocks(data, position)
        if keep:
            kept.append(data[start:position])
    return b"".join([*kept, b"\x3b"])


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _past_blocks(data: bytes, position: int) -> int:
    while length := data[position]:
        position += length + 1
    return position + 1


# --- WebP (RFC 9649, section 2) -----------------------------------------------------------------

_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH"})
_FRAME_HEADER = 16
_KEPT_FLAGS = 0b0001_0010
"""Of VP8X: animation and transparency, not colour profile, Exif and XMP."""


def _webp(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise PictureError("it is no WebP")
    end = int.from_bytes(data[4:8], "little") + 8
    if end > len(data):
        raise PictureError("it is cut off")
    kept = b"".join(_webp_chunks(data[12:end]))
    if not kept:
        raise PictureError("there is no picture in it")
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(data):
        kind = _take(data, position, 8)[:4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        payload = _take(data, position + 8, length)
        position += 8 + length + (length & 1)
        if kind not in _WEBP_KEPT:
            continue
        if kind == b"VP8X":
            payload = bytes([payload[0] & _KEPT_FLAGS]) + payload[1:]
        elif kind == b"ANMF":
            inner = b"".join(_webp_chunks(payload[_FRAME_HEADER:]))
            payload = payload[:_FRAME_HEADER] + inner
        padding = b"\x00" * (len(payload) & 1)
        yield kind + len(payload).to_bytes(4, "little") + payload + padding


def _take(data: bytes, position: int, length: int) -> bytes:
    piece = data[position : position + length]
    if len(piece) != length:
        raise PictureError("it is cut off")
    return piece


_FORMATS = {"png": _png, "jpg": _jpeg, "jpeg": _jpeg, "gif": _gif, "webp": _webp}
