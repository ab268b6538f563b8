import re
from base64 import b64encode
from hashlib import sha256

import pytest

from builder.seal.opener_files import (
    CONTENT_SECURITY_POLICY,
    HEADERS,
    opener_files,
    renewed_files,
)

ALL = {"opener": opener_files(), "renewed": renewed_files()}


@pytest.mark.parametrize("files", ALL.values(), ids=ALL.keys())
def test_nothing_in_the_page_is_inline_or_from_elsewhere(files: dict[str, bytes]) -> None:
    page = files["index.html"].decode()
    assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son\w+=|javascript:|//", page)
    assert "[[" not in page
    for address in re.findall(r'(?:src|href)="([^"]*)"', page):
        assert address in files or address == "data:,"


@pytest.mark.parametrize("files", ALL.values(), ids=ALL.keys())
def test_the_page_says_what_headers_say_and_nothing_of_its_reader(files: dict[str, bytes]) -> None:
    page = files["index.html"].decode()
    assert f'http-equiv="Content-Security-Policy" content="{CONTENT_SECURITY_POLICY}"' in page
    assert '<meta name="referrer" content="no-referrer">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "<title>Private status page</title>" in page
    assert "og:" not in page


def test_script_and_style_are_those_that_the_page_was_made_with() -> None:
    files = opener_files()
    page = files["index.html"].decode()
    for name in files.keys() - {"index.html"}:
        digest = b64encode(sha256(files[name]).digest()).decode()
        assert re.search(rf'"{re.escape(name)}" integrity="sha256-{re.escape(digest)}"', page)


def test_the_script_runs_no_text_as_a_program_or_as_html() -> None:
    script = next(data for name, data in opener_files().items() if name.endswith(".js")).decode()
    assert script.startswith('"use strict";\n')
    forbidden = r"\beval\b|new Function|innerHTML|outerHTML|insertAdjacent|document\.write|import\("
    assert not re.search(forbidden, script)
    known = r"tree\.invalid/|www\.w3\.org/1999/xhtml|www\.w3\.org/2000/svg"
    assert not re.search(rf"https?://(?!{known})\w", script)


def test_the_theme_s_style_stands_behind_the_opener_s_own() -> None:
    plain, styled = opener_files(), opener_files(".card{color:red}")
    sheet = next(data for name, data in styled.items() if name.endswith(".css"))
    assert sheet.endswith(b".card{color:red}")
    assert plain.keys() != styled.keys()


def test_what_is_left_of_a_renewed_tree_has_no_script_and_no_form() -> None:
    page = renewed_files()["index.html"].decode()
    assert "Your link was renewed" in page
    assert "<script" not in page
    assert "<form" not in page


def test_the_headers_are_those_of_the_design() -> None:
    assert HEADERS["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert HEADERS["Referrer-Policy"] == "no-referrer"
    assert HEADERS["X-Robots-Tag"] == "noindex"
    assert HEADERS["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" in HEADERS
