"""Who is owed word, by which rule, and by when: each case is an incident in a few lines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builder.model.incident import Ask, Incident
from builder.model.site import Account, Audience, Site
from builder.views.due import Owed, has_no_clock, in_order, owed
from builder.vocabulary.audiences import Answer, Owner
from builder.vocabulary.readers import PUBLIC, Reader
from builder.vocabulary.statuses import Priority, Status
from tests.model.written import clock, incident, moment
from tests.views.fixtures import SITE as PARTS

PUBLIC_GAPS = {Priority.P1: timedelta(minutes=20), Priority.P2: timedelta(minutes=30)}
CLOSER_GAPS = {Priority.P1: timedelta(minutes=15), Priority.P2: timedelta(minutes=20)}


def insiders(name: str) -> Reader:
    return Reader(f"audience:{name}", frozenset({f"audience:{name}", PUBLIC.name}), internal=True)


def account(name: str) -> Reader:
    return Reader(
        f"account:{name}", frozenset({f"account:{name}", "audience:strategic", PUBLIC.name})
    )


SITE = replace(
    PARTS,
    audiences={
        "public": Audience("public", "Everyone", PUBLIC, cadence=PUBLIC_GAPS),
        "strategic": Audience(
            "strategic", "Accounts", insiders("strategic"), accounts=True, cadence=CLOSER_GAPS
        ),
        "executives": Audience(
            "executives",
            "Executives",
            insiders("executives"),
            owner=Owner.BUSINESS_RESPONSE_LEAD,
            cadence=CLOSER_GAPS,
        ),
    },
    accounts={
        "acme": Account("acme", "Acme", account("acme"), ("checkout",)),
        "globex": Account("globex", "Globex", account("globex"), ("db",)),
    },
)
P1 = "priority P1\n14:05 investigating checkout=partial_outage section=audience:executives"


def told(made: Incident, at: str, site: Site = SITE) -> list[str]:
    """Return what is owed in words: reader, rule, what it counts from, and by when."""
    return [in_words(row) for row in in_order(owed(made, site, moment(at)))]


def in_words(row: Owed) -> str:
    due = "-" if row.due is None else clock(row.due)
    return f"{row.reader.partition(':')[2]} {row.rule} {clock(row.since)} {due}"


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        pytest.param(
            P1,
            "14:10",
            [
                "executives cadence 14:05 14:20",
                "acme cadence 14:05 14:20",
                "public cadence 14:05 14:25",
            ],
            id="the cadence of each audience, and of accounts that it touches",
        ),
        pytest.param(
            f"{P1} next=14:40",
            "14:10",
            [f"{who} promise 14:05 14:40" for who in ("public", "executives", "acme")],
            id="a stated time goes before the cadence",
        ),
        pytest.param(
            f"{P1}\n14:15 for=audience:executives",
            "14:16",
            [
                "acme cadence 14:05 14:20",
                "public cadence 14:05 14:25",
                "executives cadence 14:15 14:30",
            ],
            id="words for some keep no promise to others",
        ),
        pytest.param(
            f"{P1}\n14:15 monitoring",
            "14:16",
            [f"{who} cadence 14:15 15:15" for who in ("public", "executives", "acme")],
            id="monitoring is slower",
        ),
        pytest.param(f"{P1}\n14:15 resolved", "14:16", [], id="nothing is owed once it is over"),
        pytest.param(f"{P1}\n14:15 identified into=other", "14:16", [], id="it goes on elsewhere"),
        pytest.param(
            f"{P1}\n14:08 identified withdrawn=14:09",
            "14:10",
            [
                "executives cadence 14:05 14:20",
                "acme cadence 14:05 14:20",
                "public cadence 14:05 14:25",
            ],
            id="what was withdrawn was no word",
        ),
        pytest.param(
            P1.replace("P1", "P4"), "14:10", [], id="at P4 there is word when something changes"
        ),
        pytest.param(
            "declared 14:00\npriority P1\n14:02 investigating checkout=partial_outage "
            "for=audience:executives",
            "14:03",
            [
                "public first-post 14:00 14:05",
                "acme first-post 14:00 14:05",
                "executives cadence 14:02 14:17",
            ],
            id="who was told nothing is owed the first post",
        ),
        pytest.param(
            "declared 14:00\npriority P2\n14:30 investigating",
            "14:03",
            ["public first-post 14:00 14:15", "executives first-post 14:00 14:15"],
            id="it is known, and nobody was told",
        ),
        pytest.param(
            "priority P2\n14:05 investigating next=15:00",
            "14:10",
            [
                "executives words-for-executives 14:05 14:20",
                "public promise 14:05 15:00",
                "executives promise 14:05 15:00",
            ],
            id="nothing is written for executives",
        ),
        pytest.param(
            "priority P3\n14:05 investigating next=15:00\n14:20 identified priority=P1 next=15:00",
            "14:21",
            [
                "executives words-for-executives 14:20 14:25",
                "public promise 14:20 15:00",
                "executives promise 14:20 15:00",
            ],
            id="words for executives are owed from the time that it was raised",
        ),
        pytest.param(
            f"{P1}\n14:30 resolved loss=unknown postmortem=18:00",
            "14:40",
            [
                f"{who} {rule} 14:30 18:00"
                for who in ("public", "executives", "acme")
                for rule in ("postmortem", "data-loss")
            ],
            id="a promised postmortem, and data whose loss is not known",
        ),
        pytest.param(
            f"{P1}\n14:30 resolved loss=unknown\n15:00 postmortem loss=none",
            "15:01",
            [],
            id="the postmortem is there",
        ),
        pytest.param(
            "window 14:00-15:00 checkout=under_maintenance\n13:00 scheduled\n14:05 in_progress",
            "15:20",
            [f"{who} window 14:00 15:00" for who in ("public", "executives", "acme")],
            id="a window that is overrun",
        ),
        pytest.param(
            "window 14:00-15:00 checkout=under_maintenance\n13:00 scheduled\n14:05 in_progress\n"
            "15:05 in_progress next=15:45",
            "15:20",
            [f"{who} promise 15:05 15:45" for who in ("public", "executives", "acme")],
            id="a new time stands in place of the window's end",
        ),
        pytest.param(
            "window 14:00-15:00 checkout=under_maintenance\n13:00 scheduled",
            "15:20",
            [],
            id="a window that the clock ends",
        ),
        pytest.param(
            "priority P1\n14:05 investigating for=account:globex",
            "14:06",
            ["globex cadence 14:05 14:20"],
            id="an account that it names",
        ),
    ],
)
def test_who_is_owed_what(text: str, at: str, expected: list[str]) -> None:
    assert sorted(told(incident(text), at)) == sorted(expected)


def test_the_instant_of_a_promise_is_overdue_and_the_second_before_is_not() -> None:
    (row,) = (
        each for each in owed(incident(P1), SITE, moment("14:06")) if in_words(each)[0] == "p"
    )
    assert row.due == moment("14:25")
    assert row.is_overdue(moment("14:25"))
    assert not row.is_overdue(moment("14:24:59"))


def test_an_audience_that_hears_at_some_stages_is_owed_stated_times_alone() -> None:
    public = replace(SITE.audiences["public"], stages=(Status.INVESTIGATING, Status.RESOLVED))
    site = replace(SITE, audiences={**SITE.audiences, "public": public})
    assert not [row for row in told(incident(P1), "14:10", site) if row.startswith("public")]
    promised = told(incident(f"{P1} next=14:40"), "14:10", site)
    assert "public promise 14:05 14:40" in promised


def test_a_request_is_owed_until_it_is_answered() -> None:
    made = incident(f"{P1}\n14:15 resolved\n14:30 postmortem")
    ask = Ask("facts", frozenset({"audience:executives"}), "Facts?", moment("14:50"))
    asked, over, answered = made.updates
    asking = replace(made, updates=(replace(asked, asks=(ask,)), over, answered))
    assert told(asking, "14:20") == ["executives ask 14:05 14:50"]
    answered = replace(answered, answers={"facts": Answer.DONE})
    assert told(replace(asking, updates=(*asking.updates[:2], answered)), "14:40") == []


def test_without_priority_and_time_no_rule_tells_what_is_owed() -> None:
    open_one = "14:05 investigating checkout=partial_outage"
    assert has_no_clock(incident(open_one), moment("14:10"))
    assert not has_no_clock(incident(f"{open_one} next=14:30"), moment("14:10"))
    assert not has_no_clock(incident(P1), moment("14:10"))
    assert not has_no_clock(incident(f"{open_one}\n14:07 resolved"), moment("14:10"))
