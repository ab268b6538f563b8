"""Incidents that go on in others: what holds, how long, and which of them is open."""

from datetime import datetime

import pytest

from builder.vocabulary.statuses import Impact, State
from tests.model.written import moment
from tests.views.fixtures import site
from tests.views.test_site_view import states, written

DOWN = "14:05 investigating checkout=major_outage\n14:30 identified into=second"


def held(when: str, **texts: str) -> State:
    """The state of the checkout at a moment."""
    return states(site(written(**texts), moment(when)))["checkout"]


def ends(when: str, **texts: str) -> set[datetime | None]:
    """When the first one's states ended."""
    seen = site(written(**texts), moment(when))
    rows = (row for month in seen.months for row in month.rows if row.id == "first")
    return {span.until for row in rows for span in row.spans}


@pytest.mark.parametrize(
    ("second", "when", "expected"),
    [
        pytest.param(
            "14:20 investigating api=degraded_performance", "16:00", "major_outage", id="no word"
        ),
        pytest.param(
            "14:20 investigating\n15:00 monitoring checkout=operational",
            "15:00",
            "operational",
            id="it is said to work again",
        ),
        pytest.param(
            "14:01 investigating checkout=degraded_performance",
            "16:00",
            "major_outage",
            id="an older word is no answer to a worse one",
        ),
        pytest.param(
            "14:20 investigating checkout=degraded_performance",
            "16:00",
            "degraded_performance",
            id="a newer word is",
        ),
        pytest.param(
            "14:20 investigating checkout=operational",
            "16:00",
            "major_outage",
            id="but not that the other one has no effect",
        ),
        pytest.param(
            "14:20 investigating checkout=degraded_performance\n"
            "14:25 identified checkout=operational",
            "16:00",
            "major_outage",
            id="nor one that was over at the merge",
        ),
        pytest.param(
            "13:00 investigating\n14:00 resolved", "14:29", "major_outage", id="over before"
        ),
        pytest.param(
            "13:00 investigating\n14:00 resolved", "16:00", "major_outage", id="over by then"
        ),
        pytest.param("14:40 investigating", "14:35", "major_outage", id="not begun"),
        pytest.param(
            "14:40 investigating\n15:00 resolved", "15:00", "operational", id="begun later"
        ),
        pytest.param(
            "14:20 investigating withdrawn=14:45", "15:00", "major_outage", id="withdrawn"
        ),
    ],
)
def test_states_of_a_merged_incident(second: str, when: str, expected: str) -> None:
    assert held(when, first=DOWN, second=second) == expected


@pytest.mark.parametrize(
    ("second", "when", "open_incidents"),
    [
        pytest.param("14:20 investigating", "15:00", ["second"], id="in progress"),
        pytest.param("14:20 investigating\n14:50 resolved", "15:00", [], id="over"),
        pytest.param("13:00 investigating\n14:00 resolved", "15:00", ["first"], id="over before"),
        pytest.param("14:00 investigating\n14:30 resolved", "15:00", [], id="over with the merge"),
        pytest.param(
            "14:00 investigating\n14:40 resolved since=14:20",
            "15:00",
            [],
            id="said after the merge to have been over before",
        ),
        pytest.param(
            "13:00 investigating\n14:00 resolved\n15:00 postmortem",
            "15:00",
            ["first"],
            id="and nothing but what is learned of it since",
        ),
        pytest.param(
            "13:00 investigating\n14:00 resolved\n14:40 investigating",
            "15:00",
            ["second"],
            id="over before and open again",
        ),
        pytest.param(
            "window 13:00-14:00 db=under_maintenance\n12:00 scheduled",
            "15:00",
            ["first"],
            id="work that was over before",
        ),
        pytest.param("14:40 investigating", "14:35", ["first"], id="not begun"),
        pytest.param("14:40 investigating for=account:acme", "15:00", ["first"], id="not for all"),
        pytest.param("14:20 investigating withdrawn=14:45", "15:00", ["first"], id="withdrawn"),
        pytest.param(
            "window 17:00-18:00 db=under_maintenance\n14:20 scheduled",
            "15:00",
            ["first"],
            id="work that has not begun",
        ),
        pytest.param("kind notice\n14:20", "15:00", ["first"], id="a notice"),
        pytest.param("14:20 investigating into=gone", "15:00", ["second"], id="and on to nothing"),
        pytest.param(
            "14:20 investigating into=gone\n14:50 resolved",
            "15:00",
            ["first"],
            id="and on to nothing, and over",
        ),
        pytest.param("14:20 investigating into=first", "15:00", ["second", "first"], id="and back"),
    ],
)
def test_one_of_them_is_open(second: str, when: str, open_incidents: list[str]) -> None:
    first = "14:05 investigating\n14:30 identified into=second"
    seen = site(written(first=first, second=second), moment(when))
    assert [view.id for view in seen.open] == open_incidents
    assert all(view.is_open for view in seen.open)
    expected = Impact.MINOR if open_incidents else Impact.NONE
    assert seen.verdict.indicator is expected


def test_a_chain_holds_until_the_last_ends() -> None:
    texts = {
        "first": DOWN,
        "second": "14:20 investigating\n14:50 identified into=third\n16:00 resolved",
        "third": "14:40 investigating\n17:00 resolved",
    }
    assert held("16:59", **texts) is State.MAJOR_OUTAGE
    assert held("17:00", **texts) is State.OPERATIONAL


def test_a_chain_into_what_was_over_before_the_first_came_to_it() -> None:
    texts = {
        "first": "14:05 investigating checkout=major_outage\n15:30 identified into=second",
        "second": "14:20 investigating\n14:30 identified into=third",
        "third": "14:00 investigating\n15:00 resolved",
    }
    assert held("16:00", **texts) is State.MAJOR_OUTAGE
    assert ends("16:00", **texts) == {None}
    assert [view.id for view in site(written(**texts), moment("16:00")).open] == ["first"]


def test_what_is_merged_into_what_is_over_goes_on() -> None:
    second = "13:00 investigating\n14:00 resolved"
    assert ends("16:00", first=DOWN, second=second) == {None}


def test_what_is_merged_into_what_is_over_ends_with_it_once_that_was_open_again() -> None:
    second = "13:00 investigating\n14:00 resolved\n15:00 investigating\n15:30 resolved"
    assert held("14:59", first=DOWN, second=second) is State.MAJOR_OUTAGE
    assert held("15:29", first=DOWN, second=second) is State.MAJOR_OUTAGE
    assert held("15:30", first=DOWN, second=second) is State.OPERATIONAL
    assert ends("16:00", first=DOWN, second=second) == {moment("15:30")}
    assert site(written(first=DOWN, second=second), moment("16:00")).open == ()


def test_what_was_over_before_and_is_said_to_be_over_again_ends_nothing() -> None:
    second = "13:00 investigating\n14:00 resolved\n15:00 resolved"
    assert ends("16:00", first=DOWN, second=second) == {None}


def test_what_was_said_elsewhere_holds_of_that_time_when_it_goes_on_here_again() -> None:
    texts = {
        "first": f"{DOWN}\n15:00 investigating",
        "second": "14:20 investigating\n14:40 identified checkout=degraded_performance",
    }
    seen = site(written(**texts), moment("16:00"))
    spans = [span for row in seen.components[0].open if row.id == "first" for span in row.spans]
    assert [(span.since, span.until) for span in spans] == [
        (moment("14:05"), moment("14:40")),
        (moment("15:00"), None),
    ]


def test_what_was_over_elsewhere_stays_over_for_that_time_when_that_opens_again() -> None:
    second = "14:20 investigating\n15:00 resolved\n15:30 investigating"
    assert held("15:29", first=DOWN, second=second) is State.OPERATIONAL
    assert held("15:30", first=DOWN, second=second) is State.MAJOR_OUTAGE
    assert ends("16:00", first=DOWN, second=second) == {moment("15:00"), None}


def test_what_is_over_here_is_over() -> None:
    texts = {"first": f"{DOWN}\n14:50 resolved", "second": "14:20 investigating\n17:00 resolved"}
    assert held("16:00", **texts) is State.OPERATIONAL
    assert ends("18:00", **texts) == {moment("14:50")}
    assert site(written(first=texts["first"]), moment("18:00")).open == ()


def test_a_postmortem_ends_nothing_that_goes_on_nowhere() -> None:
    seen = site(written(first=f"{DOWN}\n16:00 postmortem"), moment("18:00"))
    assert states(seen)["checkout"] is State.MAJOR_OUTAGE
    assert [view.id for view in seen.open] == ["first"]


def test_a_row_that_ends_elsewhere_is_another_row() -> None:
    def digest(second: str) -> str:
        seen = site(written(first=DOWN, second=second), moment("16:00"))
        return next(row.digest for row in seen.months[0].rows if row.id == "first")

    digests = {
        digest("14:20 investigating"),
        digest("14:20 investigating\n15:00 resolved"),
        digest("14:20 investigating withdrawn=14:21"),
    }
    assert len(digests) == 3


def test_one_that_stays_open_is_shown_in_full_whatever_is_new() -> None:
    others = {
        f"c{minute:02}": f"15:{minute:02} investigating\n16:{minute:02} resolved"
        for minute in range(30)
    }
    seen = site(written(first=DOWN, **others), moment("18:00"))
    assert [view.id for view in seen.open] == ["first"]


def test_what_is_written_of_it_later_does_not_lengthen_it() -> None:
    second = "14:20 investigating\n15:00 resolved"
    for later in ("16:00 resolved", "16:00 postmortem"):
        texts = {"first": f"{DOWN}\n{later}", "second": second}
        assert ends("18:00", **texts) == {moment("15:00")}
        assert site(written(**texts), moment("18:00")).open == ()
