"""One incident as one reader sees it: the promise in force, titles, what was taken back."""

import pytest

from builder.views.types import IncidentView
from tests.model.written import clock, incident, moment
from tests.views.fixtures import views


def view(text: str, when: str) -> IncidentView:
    return views({"one": incident(text, "one")}, moment(when))["one"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("14:05 investigating next=14:25", "14:25", id="as promised"),
        pytest.param("14:05 investigating next=14:25\n14:20 identified", "", id="kept, none made"),
        pytest.param(
            "14:05 investigating next=14:25\n14:10 investigating corrects=1405",
            "14:25",
            id="a correction without a promise leaves it",
        ),
        pytest.param(
            "14:05 investigating next=14:25\n14:10 investigating corrects=1405 next=14:45",
            "14:45",
            id="a correction with another",
        ),
        pytest.param(
            "14:05 investigating id=z next=14:25\n14:05 investigating id=a corrects=z next=14:45",
            "14:45",
            id="of the same second",
        ),
        pytest.param(
            "14:05 investigating next=14:25\n14:20 identified next=15:00 withdrawn=14:22",
            "14:25",
            id="a withdrawn one promises nothing",
        ),
        pytest.param(
            "14:05 investigating next=14:25\n14:10 resolved", "", id="nobody waits when it is over"
        ),
        pytest.param(
            "14:05 investigating next=14:25\n14:10 identified next=14:45 into=two",
            "",
            id="nor where it goes on elsewhere",
        ),
        pytest.param("shows 14:05-14:10\n14:05 next=14:25", "", id="nor when a notice is over"),
        pytest.param(
            "window 14:06-14:07 db=under_maintenance\n14:05 scheduled next=14:25",
            "",
            id="nor when a window is",
        ),
    ],
)
def test_the_promise_in_force(text: str, expected: str) -> None:
    seen = view(text, "14:24")
    assert (clock(seen.due) if seen.due else "") == expected
    assert not seen.overdue


def test_a_promise_passes() -> None:
    text = "14:05 investigating next=14:25"
    assert not view(text, "14:24:59").overdue
    assert view(text, "14:25").overdue


def test_a_withdrawn_title_is_in_force_no_more() -> None:
    text = """
        14:05 investigating
        14:20 identified title=Wrong withdrawn=15:00
        14:40 identified
        15:20 monitoring
    """
    assert view(text, "14:59").title == {"en": "Wrong"}
    seen = view(text, "16:00")
    assert seen.title == {"en": "Example"}
    titles = [update.title["en"] for update in seen.updates]
    assert titles == ["Example", "Wrong", "Wrong", "Example"]


def test_a_title_holds_from_its_posting() -> None:
    seen = view(
        "14:05 investigating\n14:10 identified title=Late posted=14:40\n14:20 identified", "15:00"
    )
    assert [update.title["en"] for update in seen.updates] == ["Example", "Late", "Example"]


def test_a_title_of_the_same_second_holds_from_the_second_on() -> None:
    seen = view("14:05 investigating id=a\n14:05 identified id=b title=Second", "15:00")
    assert [update.title["en"] for update in seen.updates] == ["Example", "Second"]


def test_a_mended_typo_is_told_when_it_was_mended() -> None:
    text = "14:05 investigating edited=14:20 edited=15:00"
    assert view(text, "14:30").updates[0].edited == (moment("14:20"),)
    assert view(text, "14:30").updated == moment("14:20")


def test_what_the_clock_tells_is_new() -> None:
    text = "window 10:00-12:00 db=under_maintenance\n08:00 scheduled"
    assert view(text, "10:30").updated == moment("10:00")


def test_a_reopening_stays_one() -> None:
    text = "14:05 investigating\n15:00 resolved withdrawn=16:00\n15:30 investigating"
    assert [update.reopens for update in view(text, "17:00").updates] == [False, False, True]


def test_the_end_of_a_notice_is_known_before_it_comes() -> None:
    seen = view("shows 14:05-16:00\n14:05", "14:10")
    assert (seen.is_open, seen.ended, seen.shows_until) == (True, None, moment("16:00"))
