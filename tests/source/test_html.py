"""Our HTML is that of markdown-it's own renderer, from a closed set of elements."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from builder.source.html import html_of

# fmt: off
PIECES = st.sampled_from([
    "## a", "* b", "- ", "1. ", "7) ", "> ", "x", "\n", "\n\n", "    ", "```\n", "a|b\n-|-\n",
    "1|2\n", "**", "_", "~~", "`", '[a](/b "c&d")', "![x **y** \n z](/p)", '<"&', "---\n",
    "\\\n", "  \n", "&lt;", "[r]", "\n[r]: /r\n",
])
# fmt: on
PARSER = MarkdownIt("commonmark", {"xhtmlOut": False}).enable(["table", "strikethrough"])
PARSER.disable(["html_block", "html_inline"])


@given(st.lists(PIECES, max_size=14).map("".join))
def test_the_same_bytes(text: str) -> None:
    theirs = re.sub(r'<code class="[^"]*">', "<code>", PARSER.render(text))
    if "<h1>" not in theirs:
        assert html_of(PARSER.parse(text)) == theirs


@pytest.mark.parametrize(
    "token",
    [
        Token("html_block", "", 0, content="<b>"),
        Token("script_open", "script", 1),
        Token("inline", "", 0, children=[Token("html_inline", "", 0, content="<b>")]),
    ],
    ids=["block", "element", "inline"],
)
def test_what_is_not_known_is_never_printed(token: Token) -> None:
    with pytest.raises(ValueError, match="no HTML for"):
        html_of([token])
