"""Opening and decoding one file."""

import os
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from builder.source.files import TEXT_LIMIT, SourceText, decode, read_bytes, read_text
from builder.vocabulary.problems import Problem


def code(result: bytes | Problem) -> str:
    assert isinstance(result, Problem)
    return result.code


def test_line_ends_and_a_bom_make_no_difference() -> None:
    texts = {
        reading.source.text
        for data in (b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\nb\n")
        if (reading := decode("x.md", data)).source
    }
    assert texts == {"a\nb\n"}


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"a\r\n")
    source = read_text(tmp_path, "x.md").source
    assert source is not None
    assert source.digest == sha256(b"a\r\n").hexdigest()


def test_a_link_that_took_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "x.md").symlink_to(tmp_path / "secret")
    assert code(read_bytes(tmp_path, "x.md", TEXT_LIMIT)) == "symbolic-link"


def test_a_pipe_that_took_the_place_of_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.md")
    outcome: list[bytes | Problem] = []
    reader = threading.Thread(
        target=lambda: outcome.append(read_bytes(tmp_path, "x.md", TEXT_LIMIT)), daemon=True
    )
    reader.start()
    reader.join(30)
    assert [code(one) for one in outcome] == ["not-a-file"]


def test_a_folder_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.md").mkdir()
    assert code(read_bytes(tmp_path, "x.md", TEXT_LIMIT)) == "not-a-file"
    assert code(read_bytes(tmp_path, "y.md", TEXT_LIMIT)) == "unreadable-file"


def test_a_file_that_has_grown_too_large(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"x" * 11)
    assert code(read_bytes(tmp_path, "x.md", 10)) == "file-too-large"
    assert read_bytes(tmp_path, "x.md", 11) == b"x" * 11


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"before")
    read = os.read

    def read_and_write(descriptor: int, length: int) -> bytes:
        data = read(descriptor, length)
        with path.open("ab") as file:
            file.write(b" and after")
        return data

    monkeypatch.setattr(os, "read", read_and_write)
    assert code(read_bytes(tmp_path, "x.md", TEXT_LIMIT)) == "file-changed"


def test_an_empty_file() -> None:
    assert decode("x.md", b"").source == SourceText(
        "x.md", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


def test_where_a_byte_is_not_utf8_behind_a_bom_and_letters() -> None:
    problem = decode("x.md", b"\xef\xbb\xbf\r\n\xc3\xa9\xff").problems[0]
    assert (problem.place.line, problem.place.column) == (2, 2)


def test_lines_that_are_not_there() -> None:
    source = SourceText("x.md", "a\nb", "")
    assert [source.line(number) for number in (0, 1, 2, 3)] == ["", "a", "b", ""]
