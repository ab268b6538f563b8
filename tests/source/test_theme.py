"""A theme's files as a value."""

from pathlib import Path

import pytest

from builder.source.theme import read_theme


def write(root: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        target = root / "themes/plain" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def test_a_theme_of_the_site(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "templates/index.html": b"\xef\xbb\xbf<p>\r\n",
            "templates/parts/head.html": b"<title>",
            "templates/notes.txt": b"",
            "templates/.index.html.swp": b"",
            "static/style.css": b"p {}",
        },
    )
    theme = read_theme(tmp_path, "plain").theme
    assert theme is not None
    assert theme.templates == {"index.html": "<p>\n", "parts/head.html": "<title>"}
    assert theme.assets == {"style.css": b"p {}"}


def test_the_digest_follows_every_file(tmp_path: Path) -> None:
    digests = set()
    for files in (
        {"templates/index.html": b"a", "static/a.css": b"a"},
        {"templates/index.html": b"b"},
        {"static/a.css": b"b"},
        {"static/b.css": b"b"},
    ):
        write(tmp_path, files)
        theme = read_theme(tmp_path, "plain").theme
        assert theme is not None
        digests.add(theme.digest)
    assert len(digests) == 4


def test_the_theme_that_comes_with_the_program(tmp_path: Path) -> None:
    theme = read_theme(tmp_path, "default").theme
    assert theme is not None
    assert "index.html" in theme.templates
    assert any(name.endswith(".css") for name in theme.assets)


def test_a_theme_of_the_site_goes_first(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    write(tmp_path, {"templates/index.html": b"mine"})
    (tmp_path / "themes/plain").rename(tmp_path / "themes/default")
    theme = read_theme(tmp_path, "default").theme
    assert theme is not None
    assert theme.templates == {"index.html": "mine"}


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("templates/a.html", b"\xff", "not-utf8"),
        ("templates/a.html", b"a\x00", "control-character"),
        ("static/big.png", b"x" * 6_000_000, "file-too-large"),
    ],
)
def test_a_file_that_can_not_be_used(tmp_path: Path, path: str, data: bytes, code: str) -> None:
    write(tmp_path, {"templates/index.html": b"", path: data})
    reading = read_theme(tmp_path, "plain")
    assert reading.theme is None
    assert [(one.place.path, one.code) for one in reading.problems] == [
        (f"themes/plain/{path}", code)
    ]


@pytest.mark.parametrize("link", ["static", "templates/more", "templates/more.html"])
def test_a_link_in_a_theme(tmp_path: Path, link: str) -> None:
    write(tmp_path, {"templates/index.html": b""})
    target = tmp_path / ("file" if link.endswith(".html") else "folder")
    target.mkdir() if target.name == "folder" else target.write_text("secret")
    (tmp_path / "themes/plain" / link).symlink_to(target)
    assert [one.code for one in read_theme(tmp_path, "plain").problems] == ["symbolic-link"]


def test_no_theme(tmp_path: Path) -> None:
    (problem,) = read_theme(tmp_path, "defalt").problems
    assert problem.code == "no-theme"
    assert "Did you mean `default`?" in problem.mend
