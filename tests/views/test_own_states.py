"""States that an account is told in place of wider ones: for how long, and who sees which."""

from datetime import datetime

import pytest

from builder.views.types import IncidentView
from builder.vocabulary.readers import PUBLIC, Reader
from builder.vocabulary.statuses import State, Status
from tests.model.written import clock, moment
from tests.views.fixtures import site, views
from tests.views.test_site_view import states, written

ACME = Reader("account:acme", frozenset({"account:acme", "audience:public"}))
GLOBEX = Reader("account:globex", frozenset({"account:globex", "audience:public"}))
SERVICE = Reader(
    "audience:customer-service",
    frozenset({"audience:customer-service", "audience:public", "account:acme", "account:globex"}),
    internal=True,
)


def seen(when: str | datetime, reader: Reader, **texts: str) -> dict[str, State]:
    """Each listed component's state for a reader at a moment."""
    now = moment(when) if isinstance(when, str) else when
    return states(site(written(**texts), now, reader))


def view(when: str, reader: Reader, text: str) -> IncidentView:
    """The one incident as a reader has it."""
    return views(written(one=text), moment(when), reader)["one"]


BETTER = """
    14:00 investigating checkout=partial_outage
    14:10 for=account:acme checkout=degraded_performance
    14:20 identified checkout=major_outage
    14:30 for=account:acme checkout=inherit
    15:00 resolved
"""


@pytest.mark.parametrize(
    ("when", "everyone", "acme"),
    [
        ("14:00", "partial_outage", "partial_outage"),
        ("14:10", "partial_outage", "degraded_performance"),
        ("14:20", "major_outage", "degraded_performance"),
        ("14:30", "major_outage", "major_outage"),
        ("15:00", "operational", "operational"),
    ],
)
def test_it_replaces_wider_ones_until_it_is_taken_back(when: str, everyone: str, acme: str) -> None:
    assert seen(when, ACME, one=BETTER)["checkout"] == acme
    for other in (PUBLIC, GLOBEX, SERVICE):
        assert seen(when, other, one=BETTER)["checkout"] == everyone


def test_it_ends_with_the_incident() -> None:
    text = "14:00 investigating\n14:10 for=account:acme checkout=major_outage\n15:00 resolved"
    assert seen("14:59", ACME, one=text)["checkout"] is State.MAJOR_OUTAGE
    assert seen("15:00", ACME, one=text)["checkout"] is State.OPERATIONAL


def test_it_holds_again_when_the_incident_is_opened_again_without_a_word_on_states() -> None:
    text = (
        "14:00 investigating checkout=major_outage\n"
        "14:10 for=account:acme checkout=degraded_performance\n"
        "15:00 resolved\n15:30 investigating"
    )
    assert seen("15:30", ACME, one=text)["checkout"] is State.DEGRADED_PERFORMANCE
    assert seen("15:30", PUBLIC, one=text)["checkout"] is State.MAJOR_OUTAGE
    named = f"{text} checkout=partial_outage"
    assert seen("15:30", ACME, one=named)["checkout"] is State.PARTIAL_OUTAGE


def test_of_several_incidents_the_worst_still_wins() -> None:
    other = "14:05 investigating checkout=partial_outage"
    assert seen("14:25", ACME, one=BETTER, two=other)["checkout"] is State.PARTIAL_OUTAGE


def test_one_that_is_withdrawn_gives_way_to_the_wider_one() -> None:
    text = (
        "14:00 investigating checkout=major_outage\n"
        "14:10 for=account:acme checkout=operational withdrawn=14:20"
    )
    assert seen("14:19", ACME, one=text)["checkout"] is State.OPERATIONAL
    assert seen("14:20", ACME, one=text)["checkout"] is State.MAJOR_OUTAGE


def test_a_correction_for_an_account_is_its_own_word_from_then_on() -> None:
    text = (
        "14:00 investigating id=first checkout=major_outage\n"
        "14:10 for=account:acme corrects=first checkout=degraded_performance\n"
        "14:20 identified checkout=partial_outage"
    )
    assert seen("14:30", ACME, one=text)["checkout"] is State.DEGRADED_PERFORMANCE
    spans = view("14:30", ACME, text).spans
    assert [(each.state.value, clock(each.since)) for each in spans] == [
        ("degraded_performance", "14:00")
    ]
    for other in (PUBLIC, SERVICE):
        assert seen("14:30", other, one=text)["checkout"] is State.PARTIAL_OUTAGE


def test_it_holds_on_where_the_incident_goes_on() -> None:
    one = "14:00 investigating\n14:10 for=account:acme api=major_outage\n14:30 identified into=two"
    two = "14:05 investigating\n15:00 resolved"
    assert seen("14:59", ACME, one=one, two=two)["api"] is State.MAJOR_OUTAGE
    assert seen("15:00", ACME, one=one, two=two)["api"] is State.OPERATIONAL


def test_an_insider_has_the_wider_state_and_beside_it_the_accounts() -> None:
    made = view("14:25", SERVICE, BETTER)
    assert [(span.component, span.state) for span in made.spans if span.until is None] == [
        ("checkout", State.MAJOR_OUTAGE)
    ]
    assert made.apart == (("account:acme", "checkout", State.DEGRADED_PERFORMANCE),)
    assert view("14:30", SERVICE, BETTER).apart == ()
    assert view("15:00", SERVICE, BETTER).apart == ()


def test_an_account_that_is_told_that_it_is_over_ends_nothing_for_insiders() -> None:
    text = (
        "14:00 investigating checkout=major_outage\n"
        "14:10 for=account:acme checkout=partial_outage\n"
        "14:20 resolved for=account:acme"
    )
    assert view("14:30", ACME, text).stage is Status.RESOLVED
    made = view("14:30", SERVICE, text)
    assert (made.stage, made.is_open, made.apart) == (Status.INVESTIGATING, True, ())
    assert seen("14:30", SERVICE, one=text)["checkout"] is State.MAJOR_OUTAGE


def test_what_accounts_are_told_counts_for_the_impact_that_an_insider_sees() -> None:
    text = "14:00 investigating\n14:10 for=account:acme,account:globex checkout=major_outage"
    made = view("14:30", SERVICE, text)
    assert made.impact == "critical"
    assert made.components == ("checkout",)
    assert [account for account, _, _ in made.apart] == ["account:acme", "account:globex"]
    assert view("14:30", PUBLIC, text).impact == "none"


def test_an_insider_has_the_state_of_a_component_that_is_the_accounts_alone() -> None:
    text = "14:00 investigating\n14:10 for=account:acme acme-cluster=major_outage"
    assert seen("14:30", SERVICE, one=text)["acme-cluster"] is State.MAJOR_OUTAGE
    over = f"{text}\n14:40 resolved for=account:acme"
    assert seen("14:40", SERVICE, one=over)["acme-cluster"] is State.OPERATIONAL


def test_an_update_says_what_it_brought_about_for_its_reader() -> None:
    told = [dict(update.states) for update in view("15:00", ACME, BETTER).updates]
    assert told == [
        {"checkout": State.PARTIAL_OUTAGE},
        {"checkout": State.DEGRADED_PERFORMANCE},
        {},
        {"checkout": State.MAJOR_OUTAGE},
        {},
    ]
    inside = view("15:00", SERVICE, BETTER).updates
    assert [dict(update.states) for update in inside[:3]] == [
        {"checkout": State.PARTIAL_OUTAGE},
        {},
        {"checkout": State.MAJOR_OUTAGE},
    ]
    assert inside[1].theirs == (("checkout", State.DEGRADED_PERFORMANCE),)


def test_one_of_a_maintenance_holds_within_its_window() -> None:
    text = (
        "window 14:00-16:00 db=under_maintenance\n13:00 scheduled\n"
        "14:10 in_progress\n14:20 verifying for=account:acme db=major_outage\n"
        "14:30 in_progress db=degraded_performance\n15:00 completed"
    )
    assert seen("14:40", ACME, one=text)["db"] is State.MAJOR_OUTAGE
    assert seen("14:40", SERVICE, one=text)["db"] is State.DEGRADED_PERFORMANCE
    assert seen("15:00", ACME, one=text)["db"] is State.OPERATIONAL


DOWN_FOR_ONE = """
    11:00 investigating checkout=major_outage
    12:00 resolved
    13:00 for=account:acme checkout=degraded_performance
"""


def test_what_is_over_for_all_but_an_account_is_open_for_insiders() -> None:
    now = moment("14:00")
    inside = site(written(one=DOWN_FOR_ONE), now, SERVICE)
    assert [each.id for each in inside.open] == ["one"]
    assert inside.verdict.description == "Open Incident"
    assert states(inside)["checkout"] is State.OPERATIONAL, "which is not said of all customers"
    for reader in (PUBLIC, GLOBEX):
        assert site(written(one=DOWN_FOR_ONE), now, reader).open == ()


@pytest.mark.parametrize(
    "end",
    [
        "13:30 for=account:acme checkout=operational",
        "13:30 for=account:acme checkout=inherit",
        "13:30 resolved for=account:acme",
        "13:30 resolved",
    ],
)
def test_it_is_over_for_insiders_once_it_is_for_the_account(end: str) -> None:
    inside = site(written(one=f"{DOWN_FOR_ONE.strip()}\n{end}"), moment("14:00"), SERVICE)
    assert inside.open == ()
    assert inside.verdict.description == "All Systems Operational"
