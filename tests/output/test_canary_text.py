"""Words that can be read out of bytes, however they are written there."""

import gzip
import json
from importlib.util import find_spec
from random import Random

import pytest

from builder.output.canary_text import Unreadable, parts, pieces, readings, words_in

WORDS = "the château database was sabotaged"

SIGNS = (
    *("<p>", "</p>", "</P>", "<li class='", "</li>", "</div>", "<b>", "</b>", "<br>", "<td>"),
    *("<!doctype html>", "<!--", "-->", "<![CDATA[", "]]>", "<", ">", "'", "&lt;", " ", "\n", "p"),
    *("one", "two", "three"),
)

WRITTEN = {
    "plain": b"So the ch\xc3\xa2teau database was sabotaged.",
    "case": "THE CHÂTEAU DATABASE WAS SABOTAGED".encode(),
    "combining marks": "the cha\u0302teau database was sabotaged".encode(),
    "line ends": b"the\r\nch\xc3\xa2teau\rdatabase\n\n  was\tsabotaged",
    "tags between words": "<p>the <b>château</b> database<br>was <a>sabotaged</a></p>".encode(),
    "tags within a word": "the châ<b id='x'>teau</b> data<i><b>base</b></i> was sabotaged".encode(),
    "upper-case tags": "<P>the châ<B>teau</B> database was sabotaged".encode(),
    "entities": b"the ch&acirc;teau&nbsp;database was&#32;sabotag&#101;d",
    "hexadecimal references": b"<a>the ch&#xE2;teau database was sabotaged</a>",
    "entities of entities": b"<x>the ch&amp;#226;teau database was sabotaged</x>",
    "soft hyphens": b"the ch\xc3\xa2&shy;teau data\xc2\xadbase was sabo\xe2\x80\x8btaged",
    "markup in markup": b"<content>&lt;p&gt;the ch&amp;acirc;teau &lt;b&gt;data&lt;/b&gt;base was "
    b"sabotaged&lt;/p&gt;</content>",
    "character data": b"<x><![CDATA[<p>the ch\xc3\xa2teau database was sabotaged</p>]]></x>",
    "a comment": b"<p>x</p><!-- the ch\xc3\xa2teau > database <b>was</b> sabotaged -->",
    "an attribute": '<meta content="the château database was sabotaged">'.encode(),
    "an attribute without quotes": b"<a title='the ch&#226;teau database was\nsabotaged'>x</a>",
    "JSON": json.dumps({"a": ["the château\ndatabase was\tsabotaged"]}).encode(),
    "markup in JSON": json.dumps("<p>the\nchâteau database was sabotaged</p>").encode(),
    "escaped slashes": b'"the ch\\u00e2teau\\/database was \\u0073abotaged"',
    "an address": b'<a href="/p?q=the+ch%C3%A2teau%20database%2Fwas-sabotaged">x</a>',
    "an address in text": b"see /p?q=the%20ch%C3%A2teau%20database%20was%20sabotaged",
}


def read(path: str, data: bytes) -> list[str]:
    file = parts(path, data)
    divided = (piece for section in file.sections for piece in pieces(section))
    return [
        " ".join(words) for piece in (*file.pieces, *divided) for words in readings(piece) if words
    ]


@pytest.mark.parametrize("name", WRITTEN)
def test_words_are_read_however_they_are_written(name: str) -> None:
    wanted = " ".join(words_in(WORDS))
    assert any(wanted in reading for reading in read("page.html", WRITTEN[name]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Straße, 12:30 – 14:05", ["strae", "12", "30", "14", "05"]),
        ("Ação é boa", ["acao", "e", "boa"]),
        ("База данных упала", ["база", "данных", "упала"]),
        ("数据库 down", ["数", "据", "库", "down"]),
        ("snake_case and-kebab", ["snake", "case", "and", "kebab"]),
        ("ﬁne ＡＢＣ", ["fine", "abc"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_in(text) == words


def test_the_name_of_a_file_is_read() -> None:
    path = "incidents/2026-the%20ch%C3%A2teau_database-was.sabotaged.html"
    assert "the chateau database was sabotaged" in read(path, b"")[-1]


def test_compressed_bytes_are_read() -> None:
    packed = gzip.compress(gzip.compress(WRITTEN["entities"]))
    assert any("the chateau database" in each for each in read("page.html.gz.GZ", packed))


def test_what_is_no_gzip_file_is_said() -> None:
    with pytest.raises(Unreadable, match="no gzip"):
        read("page.html.gz", b"the words")


def test_brotli_is_read_where_it_can_be_and_refused_elsewhere() -> None:
    if find_spec("brotli") or find_spec("brotlicffi"):
        assert "hello" in read("page.html.br", b"\x8f\x02\x80hello\x03")
    else:
        with pytest.raises(Unreadable, match="brotli"):
            read("page.html.br", b"\x8f\x02\x80hello\x03")


def test_words_in_a_picture_are_read() -> None:
    data = b"\x89PNG\r\n\x1a\n\x00\x00tEXtComment\x00" + WORDS.encode() + b"\x00\x01\xff"
    assert any("database was sabotaged" in each for each in read("a.png", data))


def test_what_stands_in_two_blocks_or_attributes_is_not_read_as_one() -> None:
    found = read("page.html", b'<a title="the">x</a><a title="database">y</a>')
    assert not any("the a title" in each for each in found)
    found = read("page.html", b"<ul><li>one of</li><li>the others</li></ul><p>and</p>more")
    assert {"one of", "the others", "and", "more"} <= set(found)
    assert not any("of the" in each or "and more" in each for each in found)


def test_what_is_cut_into_sections_is_read_as_it_would_be_in_one() -> None:
    random = Random(1)
    cut = 0
    for _ in range(5_000):
        text = "".join(random.choices(SIGNS, k=random.randrange(1, 12)))
        sections = parts("a.html", text.encode()).sections
        cut += len(sections) > 1
        read = {piece for section in sections for piece in pieces(section)}
        assert {*filter(str.strip, read)} == {*filter(str.strip, pieces(text))}, text
    assert cut > 500


def test_pages_have_sections_in_common() -> None:
    one, other = (
        {
            *parts(
                "a.html", f"<!doctype html>\n<p>{title}</p>\n<ul><li>a <b>b</b></li></ul>".encode()
            ).sections
        }
        for title in ("this", "that")
    )
    assert len(one & other) >= 2
