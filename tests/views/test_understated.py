"""What some readers are told is held against what everyone sees."""

from dataclasses import replace

import pytest

from builder.model.incident import Incident
from builder.views.cut import cut
from builder.views.rows import row_of
from builder.views.understated import Worse, told_worse, understated
from builder.vocabulary.readers import PUBLIC, Limit, Reader
from builder.vocabulary.statuses import State
from tests.model.written import incident, moment

TECHNICAL = Reader("audience:technical", frozenset({"audience:technical", PUBLIC.name}), True)
ACME = Reader("account:acme", frozenset({"account:acme", PUBLIC.name}))
READERS = (PUBLIC, TECHNICAL, ACME)
COMPONENTS: dict[str, Limit] = {
    "checkout": None,
    "api": None,
    "acme-cluster": frozenset({"account:acme"}),
}
NOW = moment("18:00")


def worse(*made: Incident) -> list[tuple[Worse, State]]:
    """What is warned of where these are all incidents."""
    found = [each for one in made for each in told_worse(one, READERS, COMPONENTS, NOW)]
    views = (cut(PUBLIC, one, COMPONENTS, NOW) for one in made)
    return list(understated(found, [row_of(view, "") for view in views if view], NOW))


def meant(made: Incident, identifier: str) -> Incident:
    updates = (
        replace(each, understated=True) if each.id == identifier else each for each in made.updates
    )
    return replace(made, updates=tuple(updates))


QUIET = """
14:00 investigating checkout=degraded_performance
14:05 for=audience:technical checkout=major_outage
"""


def test_green_while_it_is_down() -> None:
    found = Worse("example", "checkout", State.MAJOR_OUTAGE, ("audience:technical",), "1405")
    assert worse(incident(QUIET)) == [(found, State.DEGRADED_PERFORMANCE)]


def test_several_readers_of_one_state_are_one_warning() -> None:
    text = "14:00 investigating\n14:05 checkout=partial_outage"
    made = incident(text)
    both = frozenset({"audience:technical", "account:acme"})
    updates = (made.updates[0], replace(made.updates[1], audience=both))
    [(found, seen)] = worse(replace(made, updates=updates))
    assert found.readers == ("audience:technical", "account:acme")
    assert seen is State.OPERATIONAL


@pytest.mark.parametrize(
    "text",
    [
        "14:00 investigating checkout=major_outage\n14:05 for=account:acme checkout=partial_outage",
        "14:00 investigating checkout=major_outage\n14:05 for=account:acme checkout=major_outage",
        "14:00 investigating\n14:05 for=account:acme acme-cluster=major_outage",
        f"{QUIET}15:00 resolved",
        f"{QUIET}15:00 monitoring checkout=major_outage",
        f"{QUIET}15:00 for=audience:technical checkout=operational",
        "14:00 investigating\n14:05 for=account:acme checkout=major_outage withdrawn=15:00",
        "14:00 investigating\n19:05 for=account:acme checkout=major_outage",
    ],
    ids=[
        "better",
        "the same",
        "a component that not everyone knows",
        "over",
        "everyone was told later",
        "its readers were told that it works",
        "withdrawn",
        "not yet told",
    ],
)
def test_no_lie(text: str) -> None:
    assert worse(incident(text)) == []


def test_an_author_says_that_it_is_meant() -> None:
    assert worse(meant(incident(QUIET), "1405")) == []
    again = incident(f"{QUIET}14:20 for=audience:technical checkout=partial_outage")
    assert [each.update for each, _ in worse(meant(again, "1405"))] == ["1420"]


OWN = """
14:00 investigating
14:05 for=account:acme checkout=major_outage
14:20 identified checkout=partial_outage
"""


def test_an_account_is_told_worse_in_the_update_that_holds_for_it() -> None:
    assert [each.update for each, _ in worse(incident(OWN))] == ["1405"]
    assert worse(meant(incident(OWN), "1405")) == []
    assert worse(incident(f"{OWN}14:30 for=account:acme checkout=inherit")) == []


def test_another_incident_may_tell_everyone() -> None:
    private = replace(
        incident("14:00 investigating checkout=partial_outage", "ours"),
        audience=frozenset({"audience:technical"}),
    )
    assert [each.incident for each, _ in worse(private)] == ["ours"]
    assert worse(private, incident("14:10 investigating checkout=major_outage")) == []
    mild = incident("14:10 investigating checkout=degraded_performance")
    assert [seen for _, seen in worse(private, mild)] == [State.DEGRADED_PERFORMANCE]


def test_the_window_of_a_private_maintenance() -> None:
    made = incident("window 17:00-19:00 api=under_maintenance\n14:00 scheduled")
    made = replace(made, audience=frozenset({"audience:technical"}))
    assert [(each.update, each.component) for each, _ in worse(made)] == [("", "api")]
    assert worse(meant(made, "1400")) == []
