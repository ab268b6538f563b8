"""Days of components on pages: what a strip draws, what a list says, and that both stay small."""

import gzip
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import etree

from builder.render.badges import badges
from builder.render.computing import computing
from builder.render.day_history import MOST_STRIPS, day_lines, days_strip
from builder.render.pages import PageRenderer
from builder.render.setting import Setting
from builder.render.times import Times
from builder.render.words import ENGLISH
from builder.views.types import ComponentPage, ComponentView, SiteView
from builder.views.uptime_types import (
    ComponentHistory,
    DayHistory,
    Seconds,
    ToldOf,
    UptimeRule,
    UptimeView,
)
from builder.vocabulary.statuses import State
from tests.render import samples
from tests.render.reading import faults, read

TODAY = date(2026, 11, 23)
SINCE = TODAY - timedelta(days=90)
RULE = UptimeRule(
    "statuspage",
    {
        State.MAJOR_OUTAGE: 1000,
        State.PARTIAL_OUTAGE: 300,
        State.DEGRADED_PERFORMANCE: 0,
        State.UNDER_MAINTENANCE: None,
        State.OPERATIONAL: 0,
    },
    "mean",
    5,
)
SETTING = Setting(samples.frame(), ENGLISH, Times("Etc/UTC", ENGLISH), badges(ENGLISH), "")
CHECKOUT = ComponentView("checkout", {"en": "Checkout"}, {}, "", State.OPERATIONAL, False)
PAGE = ComponentPage(CHECKOUT, None, (), (), False)


def told(day: str, *seconds: tuple[State, int], today: State | None = None) -> DayHistory:
    state = today or seconds[0][0]
    return DayHistory(date.fromisoformat(day), state, seconds, (ToldOf("one", {"en": "One"}),))


def history(*days: DayHistory, figure: str = "99.98426", first: date = SINCE) -> ComponentHistory:
    seconds: Seconds = ((State.PARTIAL_OUTAGE, 4080),)
    return ComponentHistory(figure, 7_776_000, 1_224_000, seconds, first, TODAY, days)


def view(*days: DayHistory, first: date = SINCE) -> UptimeView:
    return UptimeView(RULE, SINCE, TODAY, {"checkout": history(*days, first=first)}, {})


def drawn(uptime: UptimeView) -> dict[str, str]:
    picture = etree.fromstring(days_strip("checkout", CHECKOUT.name, uptime, SETTING))
    assert picture.attrib["role"] == "img"
    return {path.attrib["class"]: path.attrib["d"] for path in picture}


def lines(uptime: UptimeView) -> list[str]:
    found = day_lines(PAGE, uptime, SETTING)
    assert found is not None
    return [
        " | ".join(part.striptags() for part in (line.days, *line.states, line.incidents))
        for line in found.lines
    ]


def test_the_worse_a_day_the_taller_its_bar_and_neighbours_are_one_line() -> None:
    uptime = view(
        told("2026-08-26", (State.MAJOR_OUTAGE, 60)),
        told("2026-08-27", (State.MAJOR_OUTAGE, 90)),
        told("2026-08-29", (State.DEGRADED_PERFORMANCE, 60)),
        told("2026-11-23", today=State.UNDER_MAINTENANCE),
    )
    assert drawn(uptime) == {
        "none": "M0 17h363",
        "critical": "M4 10h7",
        "minor": "M16 13.5h3",
        "maintenance": "M360 15h3",
    }
    picture = etree.fromstring(days_strip("checkout", CHECKOUT.name, uptime, SETTING))
    assert picture.attrib["aria-label"] == (
        "Checkout: 99.98426% in 90 days · Days with an interruption: 3"
    )


def test_days_without_data_have_no_bar() -> None:
    assert drawn(view(first=TODAY - timedelta(days=9))) == {"none": "M324 17h39"}
    none = replace(history(figure=""), first=None, last=None)
    uptime = replace(view(), components={"checkout": none})
    assert not days_strip("checkout", CHECKOUT.name, uptime, SETTING)
    assert day_lines(PAGE, uptime, SETTING) is None


def test_days_that_are_alike_are_one_line() -> None:
    whole = (State.PARTIAL_OUTAGE, 86_400)
    uptime = view(
        told("2026-09-10", whole),
        told("2026-09-11", whole),
        told("2026-09-12", (State.PARTIAL_OUTAGE, 4080), (State.DEGRADED_PERFORMANCE, 60)),
        told("2026-11-23", today=State.MAJOR_OUTAGE),
        first=date(2026, 9, 1),
    )
    assert lines(uptime) == [
        "23 Nov 2026 | Major outage so far | One",
        "13 Sep 2026 to 22 Nov 2026 | Operational | ",
        "12 Sep 2026 | Partial outage 1 h 8 min | Degraded performance 1 min | One",
        "10 Sep 2026 to 11 Sep 2026 | Partial outage 2 d | One",
        "1 Sep 2026 to 9 Sep 2026 | Operational | ",
        "25 Aug 2026 to 31 Aug 2026 | No data | ",
    ]


def test_the_working_can_be_done_again_with_a_pencil() -> None:
    page = computing(view(), (CHECKOUT,), SETTING)
    assert page.working == (
        "T = 7776000 s",
        "Partial outage: 4080 s * 0.3 = 1224 s",
        "100 * (7776000 - 1224) / 7776000 = 99.98426%",
    )
    assert [each.weight for each in page.weights] == ["1", "0.3", "0", "taken out of T"]


def many(count: int) -> SiteView:
    """A site of so many components, each of a bad time of its own."""
    drawing = random.Random(7)
    names = [f"component-{number}" for number in range(count)]
    each = tuple(
        replace(CHECKOUT, id=name, name={"en": f"Component {number}"})
        for number, name in enumerate(names)
    )
    site = samples.site()
    worst = {
        name: history(
            *(
                DayHistory(SINCE + timedelta(days=day), drawing.choice(list(State)[1:]), (), ())
                for day in sorted(drawing.sample(range(91), 45))
            ),
            figure=f"99.{drawing.randrange(100_000):05}",
        )
        for name in names
    }
    group = replace(site.groups[0], components=each)
    uptime = UptimeView(RULE, SINCE, TODAY, worst, {group.id: "99.90000"})
    frame = samples.frame(component_names={one.id: one.name for one in each})
    return replace(site, frame=frame, groups=(group,), uptime=uptime)


@pytest.mark.parametrize("count", [MOST_STRIPS, MOST_STRIPS + 1])
def test_index_stays_small_with_many_components_on_bad_days(count: int) -> None:
    site = many(count)
    data = PageRenderer(site.frame, samples.theme()).index_output(site).make()
    assert (b"<svg" in data) == (count <= MOST_STRIPS)
    assert len(gzip.compress(data, 6, mtime=0)) <= 13_500
    assert faults(read(data)) == []
