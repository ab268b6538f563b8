"""Foreign Markdown becomes text that our own check accepts, whatever it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.importers.text.acceptance import first_problem
from builder.importers.text.markdown_text import clean_body, one_line, take_comments

PAGE = "https://status.plant.example/issues/x/"

PARTS = st.sampled_from(
    [
        *(
            "<b>",
            "</b>",
            "<br>",
            "<table>",
            "<tr><td>x",
            "<script>",
            "</script>",
            "<x y='",
            "<!--",
            "-->",
        ),
        *(
            "[a](",
            "](",
            ")",
            "](javascript:x)",
            "![p](q.png)",
            "[r]: ../x",
            "<ftp://x>",
            "//host/x",
        ),
        *(":::", "::: strategic", "\n:::\n", "::a", "\uff1a\uff1ax", "`", "```\n", "~~~\n", "    "),
        *(
            "> ",
            "- ",
            "1. ",
            "#",
            "|",
            "|-|-|\n",
            "---\n",
            "\\",
            "&#0;",
            "&lt;",
            "\u2028",
            "\x00",
            "\ufdd0",
        ),
        *("\n", "\n\n", " ", "word", "*", "_", "~~", "{{< x >}}", "https://a@b.example", "\u202e"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PARTS | st.text(max_size=5), max_size=30).map("".join))
def test_everything_is_accepted(text: str) -> None:
    without, _ = take_comments(text)
    assert first_problem(clean_body(without, PAGE).text) is None
    assert first_problem(clean_body(text, "").text) is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a <b>c</b> d", "a **c** d"),
        ("a <strike>c </strike>d", "a ~~c~~ d"),
        ("a<br/>\nb", "a\\\nb"),
        ("a<br>", "a"),
        ('<a href="/x">y</a>', "[y](https://status.plant.example/x)"),
        ('<img src="x.png" alt="graph">', f"[graph]({PAGE}x.png)"),
        ("![graph](/x.png)", "[graph](https://status.plant.example/x.png)"),
        ("[![graph](/x.png)](https://a.example)", "[graph](https://a.example)"),
        ("[x](#y)", f"[x]({PAGE}#y)"),
        ("[x](//a.example)", "[x](https://a.example)"),
        ("[x](javascript:alert)", "x (javascript:alert)"),
        ("[x][r]\n\n[r]: ../y", "[x][r]\n\n[r]: https://status.plant.example/issues/y"),
        ("the <id> of it", "the \\<id> of it"),
        ("`<b>` and <repo.example.org>", "`<b>` and \\<repo.example.org>"),
        ("<https://a.example> <me@a.example>", "<https://a.example> <me@a.example>"),
        ("<p>a</p><p>b</p>", "a\n\n\n\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("a &amp; b < c", "a &amp; b < c"),
        ("word for *word*, as _it_ was 1 > 0", "word for *word*, as _it_ was 1 > 0"),
    ],
)
def test_what_becomes_of_it(source: str, expected: str) -> None:
    assert clean_body(source, PAGE).text == expected


def test_comments_leave_the_text() -> None:
    text, comments = take_comments("a <!-- one --> b\n<!-- two\nlines -->\nc `<!-- code -->`")
    assert text == "a  b\n\nc `<!-- code -->`"
    assert comments == ("one", "two lines")


def test_a_comment_that_never_ends_is_text() -> None:
    text, comments = take_comments("a <!-- b")
    assert comments == ()
    assert clean_body(text, PAGE).text == "a \\<!-- b"


def test_a_line_of_a_title() -> None:
    assert one_line("  a\n b\u2028c ") == "a b c"
    assert len(one_line("x" * 400)) == 300
