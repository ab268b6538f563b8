"""Where a bare address ends (GitHub Flavored Markdown, section 6.9)."""

import pytest

from builder.source.markdown import parse


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example", "https://a.example"),
        ("See https://a.example.", "https://a.example"),
        ("(https://a.example/b)", "https://a.example/b"),
        ("https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("https://a.example/b_(c)).", "https://a.example/b_(c)"),
        ("https://a.example/x?y=1&z=2!", "https://a.example/x?y=1&amp;z=2"),
        ("**https://a.example**", "https://a.example"),
        ("https://a.example/é", "https://a.example/%C3%A9"),
        ("x https://a.example/b\ny", "https://a.example/b"),
    ],
)
def test_links(text: str, address: str) -> None:
    found, faults = parse(text, 3, {})
    assert faults == []
    assert f'<a href="{address}" rel="noreferrer">' in found.blocks[0]
    assert found.blocks[0].count("<a ") == 1


@pytest.mark.parametrize(
    "text", ["a.example", "xhttps://a.example", "https://", "https:// a", "`https://a.example`"]
)
def test_no_links(text: str) -> None:
    found, faults = parse(text, 3, {})
    assert faults == []
    assert "<a " not in found.blocks[0]


def test_a_hidden_host_is_refused_here_too() -> None:
    _, faults = parse("one https://a.example@b.example", 3, {})
    assert [(fault.code, fault.column) for fault in faults] == [("bad-link", 4)]
