"""Words that are passed on: as plain text, without the quotes around the whole of them."""

import pytest

from builder.render.private_needs import plain_text
from builder.views.types import Passage


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>We are on it.</p>\n", "We are on it."),
        ("<p>&quot;We are on it.&quot;</p>\n", "We are on it."),
        ("<p>“We are on it.”</p>\n", "We are on it."),
        ("<p>«\N{NO-BREAK SPACE}Nous y sommes.\N{NO-BREAK SPACE}»</p>\n", "Nous y sommes."),
        ("<p>&quot;Yes&quot; and &quot;no&quot;</p>\n", '"Yes" and "no"'),
        ("<p>&quot;Yes&quot;, they say.</p>\n", '"Yes", they say.'),
        ("<p>One<br />\ntwo &amp; <em>three</em></p>\n", "One\ntwo & three"),
        ("<ul>\n<li>One</li>\n<li>Two</li>\n</ul>\n", "One\nTwo"),
        ("<p>&lt;b&gt; &amp;amp;</p>\n", "<b> &amp;"),
        ("<p>&quot;</p>\n", '"'),
    ],
)
def test_plain_text(html: str, expected: str) -> None:
    assert plain_text([Passage(html)]) == expected
