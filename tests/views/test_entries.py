"""News: keys, labels and times of entries, as they are told and as they stay."""

from dataclasses import replace
from typing import Any

import pytest

from builder.model.incident import Ask
from builder.views.types import IncidentView
from builder.vocabulary.readers import PUBLIC, PUBLIC_NAME, Reader
from builder.vocabulary.statuses import Priority
from builder.vocabulary.text import Body, Section
from tests.model.written import clock, incident, moment
from tests.views.fixtures import views
from tests.views.test_site_view import ACME


def view(text: str, when: str) -> IncidentView:
    return views({"one": incident(text, "one")}, moment(when))["one"]


def told(text: str, when: str = "23:00") -> list[str]:
    """Time, label and key of each entry at a moment, oldest first."""
    return [
        f"{clock(entry.posted)} {entry.label} {entry.key.removeprefix('one/')}"
        for entry in view(text, when).entries
    ]


WINDOW = "window 10:00-12:00 db=under_maintenance\n08:00 scheduled\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            WINDOW + "10:30 scheduled until=13:00",
            [
                "10:00 started event/started",
                "10:30 rescheduled 1030",
                "13:00 completed event/completed",
            ],
            id="extended while it ran: begun once",
        ),
        pytest.param(
            WINDOW + "10:30 scheduled from=14:00 until=15:00",
            [
                "10:00 started event/started",
                "10:30 rescheduled 1030",
                "14:00 started event/started-2",
                "15:00 completed event/completed",
            ],
            id="moved while it ran: begun twice",
        ),
        pytest.param(
            WINDOW + "12:10 in_progress\n12:40 completed",
            [
                "10:00 started event/started",
                "12:00 completed event/completed",
                "12:10 started event/started-2",
                "12:40 completed event/completed-2",
            ],
            id="taken up again by its author",
        ),
        pytest.param(
            WINDOW + "09:50 scheduled posted=10:10 from=14:00 until=15:00",
            [
                "10:00 started event/started",
                "10:10 rescheduled 0950",
                "14:00 started event/started-2",
                "15:00 completed event/completed",
            ],
            id="moved too late: what the clock told stays, and its key",
        ),
        pytest.param(
            WINDOW + "09:00 cancelled withdrawn=11:00",
            [
                "09:00 cancelled 0900",
                "11:00 withdrawn 0900/withdrawn",
                "11:00 started event/started",
                "12:00 completed event/completed",
            ],
            id="held after all: nothing is told with an earlier time",
        ),
        pytest.param(
            WINDOW + "09:50 in_progress withdrawn=09:55",
            [
                "09:50 started event/started",
                "09:55 withdrawn 0950/withdrawn",
                "10:00 started event/started-2",
                "12:00 completed event/completed",
            ],
            id="begun too early by mistake",
        ),
        pytest.param(
            WINDOW + "09:50 in_progress withdrawn=11:00",
            [
                "09:50 started event/started",
                "11:00 withdrawn 0950/withdrawn",
                "11:00 started event/started-2",
                "12:00 completed event/completed",
            ],
            id="withdrawn when it would have begun anyway: the clock tells of it",
        ),
        pytest.param(
            WINDOW + "09:00 completed withdrawn=13:00",
            [
                "09:00 completed event/completed",
                "13:00 withdrawn 0900/withdrawn",
                "13:00 started event/started",
                "13:00 completed event/completed-2",
            ],
            id="its early end withdrawn once the window is over: the clock ended it",
        ),
        pytest.param(
            WINDOW + "12:10 completed withdrawn=12:30",
            [
                "10:00 started event/started",
                "12:00 completed event/completed",
                "12:10 completed 1210",
                "12:30 withdrawn 1210/withdrawn",
            ],
            id="words withdrawn that came after the clock's: that one stands",
        ),
        pytest.param(
            WINDOW + "12:00 cancelled",
            [
                "10:00 started event/started",
                "12:00 completed event/completed",
                "12:00 cancelled 1200",
            ],
            id="cancelled in the second in which the clock ended it: told is told",
        ),
        pytest.param(
            WINDOW + "10:00 scheduled from=14:00 until=15:00",
            [
                "10:00 started event/started",
                "10:00 rescheduled 1000",
                "14:00 started event/started-2",
                "15:00 completed event/completed",
            ],
            id="moved in the second in which the clock began it",
        ),
        pytest.param(
            "window 10:00-12:00 db=under_maintenance\n"
            "08:00 scheduled withdrawn=09:00\n10:30 verifying\n11:00 completed",
            [
                "09:00 withdrawn 0800/withdrawn",
                "10:30 verifying 1030",
                "11:00 completed event/completed",
            ],
            id="taken up when nothing announced it any more: its author's word says so",
        ),
        pytest.param(
            "window 10:00-12:00 db=under_maintenance\n"
            "08:00 scheduled withdrawn=09:00\n13:00 completed",
            ["09:00 withdrawn 0800/withdrawn", "13:00 completed 1300"],
            id="completed when nothing announced it any more",
        ),
        pytest.param(
            WINDOW + "09:50 verifying\n11:00 in_progress\n11:30 completed",
            ["09:50 verifying 0950", "11:00 in_progress 1100", "11:30 completed event/completed"],
            id="verifying first",
        ),
        pytest.param(
            WINDOW + "09:50 in_progress\n11:00 in_progress\n11:30 completed",
            [
                "09:50 started event/started",
                "11:00 in_progress 1100",
                "11:30 completed event/completed",
            ],
            id="it starts once",
        ),
        pytest.param(
            WINDOW + "10:00 in_progress\n12:00 completed",
            ["10:00 started event/started", "12:00 completed event/completed"],
            id="its author tells of it at the very second",
        ),
        pytest.param(
            WINDOW + "09:00 completed",
            ["09:00 completed event/completed"],
            id="completed before it began",
        ),
        pytest.param(
            WINDOW + "09:00 completed\n10:30 in_progress\n11:00 completed",
            [
                "09:00 completed event/completed",
                "10:30 started event/started",
                "11:00 completed event/completed-2",
            ],
            id="and begun after all, by an author alone",
        ),
        pytest.param(
            WINDOW + "10:05 in_progress\n11:55 completed posted=12:10",
            [
                "10:00 started event/started",
                "10:05 started 1005",
                "12:00 overrun event/overrun",
                "12:10 completed event/completed",
            ],
            id="an overrun that was told stays",
        ),
        pytest.param(
            WINDOW + "10:05 in_progress\n12:10 in_progress until=13:00\n13:30 completed",
            [
                "10:00 started event/started",
                "10:05 started 1005",
                "12:00 overrun event/overrun",
                "12:10 in_progress 1210",
                "13:00 overrun event/overrun-2",
                "13:30 completed event/completed",
            ],
            id="extended too late, and over again",
        ),
        pytest.param(
            WINDOW
            + "10:05 in_progress\n11:00 completed\n11:30 completed corrects=1100 since=10:50",
            [
                "10:00 started event/started",
                "10:05 started 1005",
                "11:00 completed event/completed",
                "11:30 correction 1130",
            ],
            id="the end is corrected: no second one",
        ),
    ],
)
def test_the_life_of_a_maintenance(text: str, expected: list[str]) -> None:
    assert told(text) == ["08:00 scheduled 0800", *expected]


def test_an_overrun_leaves_the_stage_as_it_is() -> None:
    events = view(WINDOW + "10:05 in_progress\n11:50 verifying", "12:30").events
    assert [(event.name, event.stage.value) for event in events] == [
        ("started", "in_progress"),
        ("overrun", "verifying"),
    ]


def test_the_clock_tells_nothing_that_was_over_before_anyone_heard() -> None:
    window = "window 10:00-12:00 db=under_maintenance\n"
    assert told(window + "10:30 in_progress") == [
        "10:30 started 1030",
        "12:00 overrun event/overrun",
    ]
    assert told(window + "12:30 completed") == ["12:30 completed 1230"]


def test_an_event_of_the_clock_is_of_the_time_when_it_was_so() -> None:
    events = view(WINDOW + "09:00 cancelled withdrawn=11:00", "11:30").events
    assert [(event.name, clock(event.at)) for event in events] == [("started", "10:00")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "14:05 investigating\n15:00 resolved withdrawn=16:00\n15:30 investigating",
            [
                "14:05 investigating 1405",
                "15:00 resolved 1500",
                "15:30 reopened 1530",
                "16:00 withdrawn 1500/withdrawn",
            ],
            id="it was opened again, whatever is withdrawn later",
        ),
        pytest.param(
            "14:05 investigating\n14:55 resolved posted=15:10\n15:00 identified",
            ["14:05 investigating 1405", "15:00 identified 1500", "15:10 resolved 1455"],
            id="not opened again by what came before",
        ),
        pytest.param(
            "14:05 investigating id=z\n14:05 investigating id=a corrects=z",
            ["14:05 investigating z", "14:05 correction a"],
            id="a correction of the same second comes after",
        ),
        pytest.param(
            "14:05 investigating posted=14:40\n14:10 identified corrects=1405\n15:00 resolved",
            ["14:10 correction 1410", "14:40 investigating 1405", "15:00 resolved 1500"],
            id="a correction that is out before what it corrects",
        ),
        pytest.param(
            "14:05 investigating posted=14:40 withdrawn=14:20",
            ["14:40 investigating 1405", "14:40 withdrawn 1405/withdrawn"],
            id="withdrawn before it was posted",
        ),
        pytest.param(
            "14:05 investigating\n14:30 identified into=two\n15:00 identified",
            ["14:05 investigating 1405", "14:30 continues 1430", "15:00 reopened 1500"],
            id="merged, and it goes on here",
        ),
    ],
)
def test_labels_and_times(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_a_correction_is_one_even_before_what_it_corrects_is_out() -> None:
    text = "14:05 investigating posted=14:40\n14:10 identified corrects=1405"
    assert told(text, "14:20") == ["14:10 correction 1410"]


def test_who_can_not_read_what_it_corrects_is_told_of_no_correction() -> None:
    text = "14:05 investigating for=account:acme\n14:10 identified corrects=1405"
    assert told(text) == ["14:10 identified 1410"]


def test_nothing_is_told_ahead() -> None:
    text = WINDOW + "10:05 in_progress\n11:30 completed withdrawn=11:40"
    assert told(text, "10:00") == ["08:00 scheduled 0800", "10:00 started event/started"]
    assert told(text, "11:39")[-1] == "11:30 completed event/completed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:05 investigating\n14:31 identified\n14:40 investigating corrects=1405", "identified"),
        ("14:05 investigating\n14:31 identified\n14:40 resolved withdrawn=14:45", "identified"),
        ("14:05 investigating\n14:55 resolved posted=15:10", "investigating"),
        (WINDOW, "completed"),
        (WINDOW + "10:05 in_progress", "in_progress"),
        ("14:05 investigating withdrawn=14:10", "investigating"),
        ("14:05 investigating\n15:00 resolved id=z-later", "investigating"),
    ],
)
def test_without_a_stage_of_its_own_it_has_the_one_that_its_readers_know(
    text: str, expected: str
) -> None:
    note = f"{text.strip()}\n15:00 id=note for=account:acme"
    seen = views({"one": incident(note, "one")}, moment("20:00"), ACME)["one"]
    status, label = next(
        (update.status, entry.label)
        for update in seen.updates
        for entry in seen.entries
        if update.id == entry.update == "note"
    )
    assert status == label == expected


MARKED = "14:10 investigating holding"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        pytest.param(f"14:05 investigating\n{MARKED} next=14:40", True, id="marked"),
        pytest.param("14:05 investigating\n14:10 investigating", False, id="words, and no mark"),
        pytest.param(f"14:05 identified\n{MARKED}", False, id="another stage"),
        pytest.param(f"14:05 investigating\n{MARKED} db=major_outage", False, id="a state"),
        pytest.param(
            "14:05 investigating db=major_outage\n14:10 investigating holding db=major_outage",
            True,
            id="a state that was known",
        ),
        pytest.param(f"14:05 investigating\n{MARKED} title=Other", False, id="a title"),
        pytest.param(f"14:05 investigating\n{MARKED} corrects=1405", False, id="a correction"),
        pytest.param(f"14:05 investigating\n{MARKED} into=two", False, id="goes on elsewhere"),
        pytest.param(
            "14:05 investigating\n14:07 resolved\n14:10 investigating holding",
            False,
            id="a reopening",
        ),
        pytest.param(
            f"14:05 investigating\n{MARKED} redacted=14:20", False, id="whose words are gone"
        ),
        pytest.param("14:10 investigating holding", False, id="the first word of all"),
    ],
)
def test_what_says_that_there_is_nothing_new(text: str, holds: bool) -> None:
    entries = view(text, "23:00").entries
    assert next(each.holding for each in entries if each.update == "1410") is holds


def test_words_of_its_own_are_news_to_a_reader() -> None:
    made = incident(f"14:05 investigating\n{MARKED}", "one")
    inside = Section(frozenset({"account:acme"}), 0, ("<p>Yours are down.</p>",))
    marked = replace(made.updates[1], bodies={"en": Body(("x",), (inside,))})
    made = replace(made, updates=(made.updates[0], marked))
    for reader, holds in ((PUBLIC, True), (ACME, False)):
        seen = views({"one": made}, moment("23:00"), reader)["one"]
        assert [each.holding for each in seen.entries] == [False, holds]


@pytest.mark.parametrize(
    "more",
    [
        {"asks": (Ask("a", frozenset({"audience:executives"}), "Stop mails?"),)},
        {"restored_by": moment("16:00")},
        {"priority": Priority.P1},
    ],
    ids=["a request", "an expectation", "a priority"],
)
def test_what_insiders_alone_are_told_is_news_to_them(more: dict[str, Any]) -> None:
    made = incident(f"14:05 investigating\n{MARKED}", "one")
    made = replace(made, updates=(made.updates[0], replace(made.updates[1], **more)))
    name = "audience:executives"
    executives = Reader(name, frozenset({name, PUBLIC_NAME}), internal=True)
    for reader, holds in ((PUBLIC, True), (executives, False)):
        seen = views({"one": made}, moment("23:00"), reader)["one"]
        assert [each.holding for each in seen.entries] == [False, holds]
