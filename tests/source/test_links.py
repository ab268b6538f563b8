"""Where links lead, as they stand in HTML; what is refused is in ``bad_markdown.md``."""

import pytest

from builder.source.links import LinkError, link_target


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://a.example", "https://a.example"),
        ("HTTP://a.example:8080/x?y#z", "HTTP://a.example:8080/x?y#z"),
        ("https://a.example/@somebody", "https://a.example/@somebody"),
        ("mailto:team@a.example", "mailto:team@a.example"),
        ("tel:+49-30-1234", "tel:+49-30-1234"),
        ("/p/about.html", "site:/p/about.html"),
        ("/", "site:/index.html"),
        ("/history/", "site:/history/index.html"),
        ("/incidents/a.html#b", "site:/incidents/a.html#b"),
    ],
)
def test_allowed(address: str, target: str) -> None:
    assert link_target(address) == target


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#x",
        "x",
        "//a.example",
        "/\\a.example",
        "/%5Ca.example",
        "/%2Fa.example",
        "https:///a.example",
        "https:/a.example",
        "https:\\\\a.example",
        "https://a.example\\@b.example",
        "https://a.example%40b.example",
        "mailto:",
        "mailto:a@b@c",
        "tel:javascript",
        "data:text/html,x",
        "JAVASCRIPT:x",
        "java%0Ascript:x",
        "%6Aavascript:x",
        "site:/x",
        "/a/../../b",
        "/a/%2e%2e/b",
        "/a#b",
        "/incidents/a.html#b#c",
    ],
)
def test_refused(address: str) -> None:
    with pytest.raises(LinkError) as error:
        link_target(address)
    assert error.value.mend.endswith(".")
