import re
from dataclasses import replace

import pytest

from builder.render.assets import asset_paths
from builder.render.stylesheet import private_stylesheet, squeezed, stylesheet
from builder.render.templates import TemplateProblem
from tests.render.samples import theme

LARGEST = 4096
"""Bytes of style that leave room for the words in a first flight."""


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a {\n  color: red;\n}\n", "a{color:red}"),
        ("/* why */ a , b > c { margin: 0 auto }", "a,b>c{margin:0 auto}"),
        ("a :hover { x: calc(1px + 2px); }", "a :hover{x:calc(1px + 2px)}"),
        ('a::before { content: " /* ; */ " ; }', 'a::before{content:" /* ; */ "}'),
        ("@media (width: 1px) and (height: 2px) { a { b: c } }",
         "@media (width:1px) and (height:2px){a{b:c}}"),
    ],
)  # fmt: skip
def test_squeezed(css: str, expected: str) -> None:
    assert squeezed(css) == expected


def test_default_theme_is_small() -> None:
    assert len(stylesheet(theme()).text.encode()) <= LARGEST


def test_private_pages_have_the_themes_style_and_more_behind_it() -> None:
    both = private_stylesheet(theme()).text
    assert both.startswith(stylesheet(theme()).text)
    assert ".need" in both
    assert ".need" not in stylesheet(theme()).text
    bare = replace(theme(), assets={"tocsin.css": b"a { b: c }"})
    assert private_stylesheet(bare).text == "a{b:c}"


def test_style_of_private_pages_is_no_file_of_the_public_site() -> None:
    assert "private.css" in theme().assets
    assert not [path for path in asset_paths(theme()).values() if "private" in path]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "stylesheet-missing"),
        (b"a{content:'</style><script>'}", "stylesheet-markup"),
        (b"\xff", "stylesheet-encoding"),
    ],
)
def test_stylesheet_that_can_not_stand_in_a_page(data: bytes | None, code: str) -> None:
    changed = replace(theme(), assets={} if data is None else {"tocsin.css": data})
    with pytest.raises(TemplateProblem) as caught:
        stylesheet(changed)
    problem = caught.value.problem
    assert (problem.place.path, problem.code) == ("themes/default/static/tocsin.css", code)


def tokens(dark: bool) -> dict[str, str]:
    """The colours of the default theme by their names."""
    css = theme().assets["tocsin.css"].decode()
    light, _, rest = css.partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z]+): (#[0-9a-f]+);", light))
    if dark:
        found |= dict(re.findall(r"--([a-z]+): (#[0-9a-f]+);", rest))
    return found


def channels(colour: str) -> tuple[float, ...]:
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    return tuple(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))


def luminance(colour: tuple[float, ...]) -> float:
    """WCAG 2.2, relative luminance."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize(
    ("ink", "least"),
    [
        ("ink", 4.5),
        ("soft", 4.5),
        ("link", 4.5),
        ("critical", 4.5),
        ("none", 3),
        ("maintenance", 3),
        ("minor", 3),
        ("major", 3),
    ],
)
def test_contrast(ink: str, least: float, ground: str, dark: bool) -> None:
    """Words by success criterion 1.4.3 of WCAG 2.2, shapes by 1.4.11."""
    found = tokens(dark)
    assert contrast(channels(found[ink]), channels(found[ground])) >= least


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("level", ["none", "maintenance", "minor", "major", "critical"])
def test_contrast_on_the_verdict(level: str, dark: bool) -> None:
    """The verdict's ground is the card with a little of the level's colour in it."""
    css = theme().assets["tocsin.css"].decode()
    found = tokens(dark)
    share = int(re.search(r"color-mix\(in srgb, var\(--level\) (\d+)%", css)[1]) / 100  # type: ignore[index]
    ground = tuple(
        share * tint + (1 - share) * card
        for tint, card in zip(channels(found[level]), channels(found["card"]), strict=True)
    )
    assert contrast(channels(found["ink"]), ground) >= 4.5
    assert contrast(channels(found["link"]), ground) >= 4.5
    assert contrast(channels(found[level]), ground) >= 3
