from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from builder.render.status_badges import badge, badge_outputs
from builder.views.uptime_types import ComponentHistory, UptimeRule, UptimeView
from builder.vocabulary.statuses import Impact, State
from tests.render import samples
from tests.render.test_calendar import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


def texts(data: bytes) -> list[str]:
    return [each.text or "" for each in etree.fromstring(data).iter(f"{SVG}text")]


def test_one_of_the_site_and_one_of_each_component() -> None:
    site = samples.site()
    made = {output.path: texts(output.make()) for output in badge_outputs(site, site.frame)}
    assert made["badges/status.svg"] == ["Larkspur Pay", "Minor Service Outage"]
    assert made["badges/checkout.svg"] == ["Checkout", "Partial outage"]
    assert made["badges/uptime/checkout.svg"] == ["Checkout", "99.98426% in 90 days"]
    assert made["badges/uptime/payouts.svg"] == ["Payouts", "No data"]
    assert len(made) == 1 + 2 * len(site.components) + len(site.group_pages)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("99.98426", "99.98426% in 90 days"),
        ("100.00000", "100.00000% in 90 days"),
        ("99", "99% in 90 days"),
        ("", "No data"),
    ],
)
def test_uptime_is_said_with_what_it_covers(figure: str, said: str) -> None:
    site = samples.site()
    [group] = [page.group for page in site.group_pages][:1]
    history = ComponentHistory(figure, 7_776_000, 0, (), None, None, ())
    uptime = UptimeView(
        rule=UptimeRule("statuspage", {}, "mean", 5),
        since=date(2026, 8, 25),
        today=date(2026, 11, 23),
        components={"checkout": history},
        groups={group.id: figure},
    )
    made = {
        output.path: output.make()
        for output in badge_outputs(replace(site, uptime=uptime), site.frame)
    }
    assert texts(made["badges/uptime/checkout.svg"]) == ["Checkout", said]
    assert texts(made[f"badges/uptime/groups/{group.id}.svg"])[1] == said
    assert etree.fromstring(made["badges/uptime/checkout.svg"]).attrib["aria-label"] == (
        f"Checkout: {said}"
    )


@pytest.mark.parametrize("level", Impact)
def test_it_has_a_name_a_shape_and_a_word(level: Impact) -> None:
    root = etree.fromstring(badge("Checkout", "A word", level))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == root.findtext(f"{SVG}title") == "Checkout: A word"
    others = (badge("Checkout", "A word", other) for other in Impact if other is not level)
    shapes = [[path.attrib["d"] for path in etree.fromstring(x).iter(f"{SVG}path")] for x in others]
    assert [path.attrib["d"] for path in root.iter(f"{SVG}path")] not in shapes


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(name: str) -> None:
    site = samples.site()
    pages = tuple(
        replace(page, component=replace(page.component, name={"en": name}))
        for page in site.components
    )
    frame = samples.frame(name=name)
    for output in badge_outputs(replace(site, components=pages), frame):
        data = output.make()
        root = etree.fromstring(data)
        assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
            *("svg", "title", "rect", "path", "g", "text")
        }
        assert len(data) < 3_500
        assert int(root.attrib["width"]) < 900
        assert b"href" not in data
        assert b"url(" not in data
        assert all(texts(data))


def test_markup_in_a_name_is_text() -> None:
    assert texts(badge('<script x="&">', "<b>", Impact.NONE)) == ['<script x="&">', "<b>"]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("level", Impact)
def test_white_words_stand_out(level: Impact) -> None:
    root = etree.fromstring(badge("Checkout", "A word", level))
    rectangle, path = root.find(f"{SVG}rect"), root.find(f"{SVG}path")
    assert rectangle is not None
    assert path is not None
    assert contrast(rectangle.attrib["fill"], "#ffffff") >= 4.5
    assert contrast(path.attrib["fill"], "#ffffff") >= 4.5


def test_a_key_follows_state_and_name_alone() -> None:
    site = samples.site()

    def keys(of: object) -> dict[str, str]:
        return {each.path: each.key for each in badge_outputs(of, site.frame)}  # type: ignore[arg-type]

    before = keys(site)
    assert keys(replace(site, open=(), recent=())) == before
    first, *rest = site.components
    other = replace(first, component=replace(first.component, state=State.MAJOR_OUTAGE))
    after = keys(replace(site, components=(other, *rest)))
    assert {path for path in before if before[path] != after[path]} == {"badges/checkout.svg"}
