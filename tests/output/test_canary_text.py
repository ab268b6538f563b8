"""Words that can be read out of bytes, however they are written there."""

import gzip
import json
from importlib.util import find_spec

import pytest

from builder.output.canary_text import BORDER, Unreadable, readings, words_in

WORDS = "the château database was sabotaged"

WRITTEN = {
    "plain": b"So the ch\xc3\xa2teau database was sabotaged.",
    "case": "THE CHÂTEAU DATABASE WAS SABOTAGED".encode(),
    "combining marks": "the cha\u0302teau database was sabotaged".encode(),
    "line ends": b"the\r\nch\xc3\xa2teau\rdatabase\n\n  was\tsabotaged",
    "tags between words": "<p>the <b>château</b></p><p>database<br>was<hr>sabotaged</p>".encode(),
    "tags within a word": "the châ<b id='x'>teau</b> data<i><b>base</b></i> was sabotaged".encode(),
    "upper-case tags": "the châ<B>teau</B> <P>database was sabotaged".encode(),
    "entities": b"the ch&acirc;teau&nbsp;database was&#32;sabotag&#101;d",
    "hexadecimal references": b"<a>the ch&#xE2;teau database was sabotaged</a>",
    "entities of entities": b"<x>the ch&amp;#226;teau database was sabotaged</x>",
    "soft hyphens": b"the ch\xc3\xa2&shy;teau data\xc2\xadbase was sabo\xe2\x80\x8btaged",
    "markup in markup": b"<content>&lt;p&gt;the ch&amp;acirc;teau &lt;b&gt;data&lt;/b&gt;base was "
    b"sabotaged&lt;/p&gt;</content>",
    "character data": b"<x><![CDATA[<p>the ch\xc3\xa2teau</p> database was sabotaged]]></x>",
    "a comment": b"<p>x</p><!-- the ch\xc3\xa2teau > database <b>was</b> sabotaged -->",
    "an attribute": '<meta content="the château database was sabotaged">'.encode(),
    "an attribute without quotes": b"<a title='the ch&#226;teau database was\nsabotaged'>x</a>",
    "JSON": json.dumps({"a": ["the château\ndatabase was\tsabotaged"]}).encode(),
    "markup in JSON": json.dumps("<p>the château</p>\n<p>database was sabotaged").encode(),
    "escaped slashes": b'"the ch\\u00e2teau\\/database was \\u0073abotaged"',
    "an address": b'<a href="/p?q=the+ch%C3%A2teau%20database%2Fwas-sabotaged">x</a>',
    "an address in text": b"see /p?q=the%20ch%C3%A2teau%20database%20was%20sabotaged",
}


def read(path: str, data: bytes) -> list[str]:
    return [" ".join(words) for words in readings(path, data, set())]


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
    assert "the chateau database was sabotaged" in read(path, b"")[0]


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


def test_attributes_do_not_run_into_each_other() -> None:
    found = read("page.html", b'<a title="the">x</a><a title="database">y</a>')
    assert any(BORDER in each for each in found)
    assert not any("the a title" in each for each in found)


def test_a_tag_is_read_once() -> None:
    passed: set[str] = set()
    data = b'<a title="words of a tag">x</a>'
    first = [each for words in readings("a", data, passed) for each in words]
    again = [each for words in readings("b", data, passed) for each in words]
    assert ("tag" in first, "tag" in again) == (True, False)
