"""Pictures without their metadata: what is dropped, what is kept, what is refused."""

import struct
from pathlib import Path
from zlib import compress, crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.source.picture_data import PictureError, without_metadata
from tests.source import sample

SECRET = b"Jo Smith at 52.5N 13.4E"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


def png(*extra: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    image = chunk(b"IDAT", compress(b"\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + image + chunk(b"IEND", b"")


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


TABLES = segment(0xDB, b"\x00" * 65) + segment(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00")
SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
JFIF = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")


def jpeg(*extra: bytes) -> bytes:
    return b"\xff\xd8" + JFIF + b"".join(extra) + TABLES + SCAN + b"\xff\xd9"


def exif(orientation: int, order: str) -> bytes:
    start = b"II*\x00" if order == "<" else b"MM\x00*"
    entries = struct.pack(f"{order}HHI", 0x010F, 2, 4) + b"Jo\x00\x00"
    entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = start + struct.pack(f"{order}IH", 8, 2) + entries + b"\x00" * 4 + SECRET
    return segment(0xE1, b"Exif\x00\x00" + tiff)


GIF_START = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\x00" * 6
GIF_IMAGE = b"\x2c" + b"\x00" * 8 + b"\x00" + b"\x02\x02\x44\x01\x00"


def gif(*extra: bytes) -> bytes:
    return GIF_START + b"".join(extra) + GIF_IMAGE + b"\x3b"


def riff(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) & 1)


def webp(*chunks: bytes) -> bytes:
    data = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(data)) + data


def extended(flags: int) -> bytes:
    return riff(b"VP8X", bytes([flags]) + b"\x00" * 9)


CLEANED = {
    "png text": (png(chunk(b"tEXt", b"Author\x00" + SECRET)), png(), "png"),
    "png Exif": (png(chunk(b"eXIf", SECRET)), png(), "png"),
    "png time": (png(chunk(b"tIME", b"\x07\xea\x0b\x17\x08\x0a\x00")), png(), "png"),
    "png profile": (png(chunk(b"iCCP", SECRET)), png(), "png"),
    "png behind its end": (png() + SECRET, png(), "png"),
    "png colours": (png(chunk(b"gAMA", b"\x00\x00\xb1\x8f")),) * 2 + ("png",),
    "jpeg Exif": (jpeg(exif(1, "<")), jpeg(), "jpg"),
    "jpeg XMP": (jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET)), jpeg(), "jpeg"),
    "jpeg comment": (jpeg(segment(0xFE, SECRET)), jpeg(), "jpg"),
    "jpeg IPTC": (jpeg(segment(0xED, SECRET)), jpeg(), "jpg"),
    "jpeg behind its end": (jpeg() + SECRET, jpeg(), "jpg"),
    "jpeg thumbnail": (
        jpeg().replace(JFIF, segment(0xE0, JFIF[4:16] + b"\x01\x01" + SECRET[:3])),
        jpeg(),
        "jpg",
    ),
    "gif comment": (gif(b"\x21\xfe" + bytes([len(SECRET)]) + SECRET + b"\x00"), gif(), "gif"),
    "gif XMP": (gif(b"\x21\xff\x0bXMP DataXMP\x03abc\x00"), gif(), "gif"),
    "gif loop": (gif(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"),) * 2 + ("gif",),
    "webp Exif": (
        webp(extended(0x1C), riff(b"VP8L", b"\x2f\x00"), riff(b"EXIF", SECRET)),
        webp(extended(0x10), riff(b"VP8L", b"\x2f\x00")),
        "webp",
    ),
    "webp frames": (
        webp(riff(b"ANMF", b"\x00" * 16 + riff(b"VP8 ", b"ab") + riff(b"XMP ", SECRET))),
        webp(riff(b"ANMF", b"\x00" * 16 + riff(b"VP8 ", b"ab"))),
        "webp",
    ),
}


@pytest.mark.parametrize(("data", "clean", "ending"), CLEANED.values(), ids=CLEANED)
def test_what_is_kept(data: bytes, clean: bytes, ending: str) -> None:
    assert without_metadata(data, ending) == clean
    assert without_metadata(clean, ending) == clean


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_keeps_its_orientation_and_no_more(order: str) -> None:
    clean = without_metadata(jpeg(exif(6, order)), "jpg")
    assert SECRET not in clean
    assert clean.count(b"Exif") == 1
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in clean
    assert without_metadata(clean, "jpg") == clean


REFUSED = {
    "another kind": (gif(), "png"),
    "no picture": (b"hello", "jpg"),
    "nothing": (b"", "gif"),
    "cut off": (png()[:-6], "png"),
    "cut off within": (jpeg()[:60], "jpg"),
    "damaged": (png().replace(b"IDAT", b"IDAT", 1)[:-20] + b"x" + png()[-19:], "png"),
    "a critical part that is not known": (png(chunk(b"ABCD", b"")), "png"),
    "a webp that is cut off": (webp(riff(b"VP8 ", b"abcd"))[:-2], "webp"),
    "a webp without a picture": (webp(riff(b"EXIF", SECRET)), "webp"),
    "a gif without an end": (gif()[:-1], "gif"),
}


@pytest.mark.parametrize(("data", "ending"), REFUSED.values(), ids=REFUSED)
def test_refused(data: bytes, ending: str) -> None:
    with pytest.raises(PictureError):
        without_metadata(data, ending)


@given(st.sampled_from([png(), jpeg(), gif(), webp(riff(b"VP8L", b"ab"))]), st.data())
def test_any_bytes(data: bytes, draw: st.DataObject) -> None:
    place = draw.draw(st.integers(0, len(data)))
    damaged = data[:place] + draw.draw(st.binary(max_size=8)) + data[place + 3 :]
    for ending in ("png", "jpg", "gif", "webp"):
        try:
            without_metadata(damaged, ending)
        except PictureError:
            continue


def test_a_picture_beside_an_update(tmp_path: Path) -> None:
    sample.write(
        tmp_path,
        {
            sample.UPDATE: b"---\nstatus: identified\n---\n![Errors](graph.png)\n",
            f"{sample.OUTAGE}/graph.png": png(chunk(b"tEXt", SECRET)),
            f"{sample.OUTAGE}/unused.png": png(chunk(b"gAMA", b"\x00\x00\xb1\x8f")),
            "site_src/pages/about.md": b"---\ntitle: About\n---\n![Us](us.gif)\n",
            "site_src/pages/us.gif": gif(),
        },
    )
    site, incidents, problems = sample.read(tmp_path)
    assert problems == ()
    (picture,) = incidents["outage"].pictures
    assert picture.data == png()
    assert picture.source == f"{sample.OUTAGE}/graph.png"
    found = incidents["outage"].incident
    assert found is not None
    assert f'src="site:/{picture.address}"' in found.updates[0].bodies["en"].blocks[0]
    assert picture.address.startswith("incidents/outage/")
    assert [one.source for one in site.pictures] == ["site_src/pages/us.gif"]
    assert site.pictures[0].address.startswith("p/")
