"""Links of private pages: into the tree what lies there, all else to the public pages."""

import pytest

from builder.render.badges import badges
from builder.render.private_setting import PrivateSetting
from builder.render.private_words import WORDS
from builder.render.times import Times
from builder.views.types import Passage
from tests.render import samples

SETTING = PrivateSetting(
    frame=samples.frame(url="https://status.example/sub/"),
    words=WORDS,
    times=Times("Etc/UTC", WORDS),
    badges=badges(WORDS),
    root="../",
    inside=frozenset({"mine", "old-limited"}),
    limited=frozenset({"gone", "old-limited"}),
)
PUBLIC = "https://status.example/sub/"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", "../index.html"),
        ("history/2026-11.html", "../history/2026-11.html"),
        ("history/index.html", "../history/index.html"),
        ("p/about.html", "../p/about.html"),
        ("incidents/mine.html", "../incidents/mine.html"),
        ("incidents/mine.html#20261123T1405Z-x", "../incidents/mine.html#20261123T1405Z-x"),
        ("incidents/old-limited.html", "../incidents/old-limited.html"),
        ("incidents/other.html", f"{PUBLIC}incidents/other.html"),
        ("incidents/gone.html", ""),
        ("components/checkout.html", f"{PUBLIC}components/checkout.html"),
        ("maintenance.html", f"{PUBLIC}maintenance.html"),
    ],
)
def test_where_a_page_of_the_site_is(path: str, expected: str) -> None:
    assert SETTING.address(path) == expected


@pytest.mark.parametrize(
    ("written", "placed"),
    [
        ('<a href="site:/history/">x</a>', '<a href="../history/index.html">x</a>'),
        ('<a href="site:/">x</a>', '<a href="../index.html">x</a>'),
        ('<a href="site:/p/about.html#a">x</a>', '<a href="../p/about.html#a">x</a>'),
        (
            '<a href="site:/components/api.html">x</a>',
            f'<a class="public" rel="noreferrer" href="{PUBLIC}components/api.html">x</a>',
        ),
        (
            '<a href="site:/updates.atom">x</a>',
            f'<a class="public" rel="noreferrer" href="{PUBLIC}updates.atom">x</a>',
        ),
        (
            '<img src="site:/incidents/mine/graph.0123456789ab.png" alt="">',
            '<img src="../incidents/mine/graph.0123456789ab.png" alt="">',
        ),
    ],
)
def test_links_within_a_text(written: str, placed: str) -> None:
    assert SETTING.passages({"en": (Passage(written),)}, 3) == placed


def test_a_component_is_named_without_a_link() -> None:
    assert SETTING.component("checkout") == "<bdi>Checkout</bdi>"


def test_a_link_to_what_no_page_tells_of_is_its_words() -> None:
    assert SETTING.incident("gone", "A <title>") == "A &lt;title&gt;"
    assert 'class="public"' in SETTING.incident("other", "x")
