"""Requests, expectations, promises and whom a text is for: each read by whom it is for alone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from builder.model.incident import Ask, Incident, Role, Update
from builder.views.cut import cut, instants_for, readable
from builder.views.types import IncidentView
from builder.vocabulary.audiences import Answer
from builder.vocabulary.readers import PUBLIC, PUBLIC_NAME, Limit, Reader
from builder.vocabulary.statuses import Priority, Status
from builder.vocabulary.text import Body, Section
from tests.model.written import incident, moment


def insiders(*audiences: str) -> Reader:
    names = [f"audience:{audience}" for audience in audiences]
    return Reader(names[0], frozenset([*names, PUBLIC_NAME]), internal=True)


EXECUTIVES = insiders("executives", "business")
BUSINESS = insiders("business")
TECHNICAL = insiders("technical")
ACME = Reader("account:acme", frozenset({"account:acme", "audience:strategic", PUBLIC_NAME}))
SERVICE = Reader(
    "audience:customer-service",
    frozenset(
        {
            "audience:customer-service",
            "audience:strategic",
            "account:acme",
            "account:globex",
            PUBLIC_NAME,
        }
    ),
    internal=True,
)
READERS = (PUBLIC, ACME, SERVICE, TECHNICAL, BUSINESS, EXECUTIVES)
NOW = moment("15:00")
OPEN = incident(
    """
    14:05 investigating
    14:31 identified
    14:50 identified
    """
)
ROOM = Ask("room", frozenset({"audience:business"}), "A larger room.", moment("14:40"))
FACTS = Ask("facts", frozenset({"audience:technical"}), "Figures for 15:20.", moment("15:20"))


def changed(position: int, made: Incident = OPEN, **changes: object) -> Incident:
    """The incident with these changes to one of its updates."""
    updates = list(made.updates)
    updates[position] = replace(updates[position], **changes)  # type: ignore[arg-type]
    return replace(made, updates=tuple(updates))


def view(reader: Reader, made: Incident, now: datetime = NOW) -> IncidentView:
    seen = cut(reader, made, {}, now)
    assert seen is not None
    return seen


def views(made: Incident) -> Mapping[str, IncidentView]:
    return {reader.name: view(reader, made) for reader in READERS}


def changed_for(made: Incident) -> set[str]:
    """The readers whose view is another one than without the change."""
    before = views(OPEN)
    return {name for name, seen in views(made).items() if seen != before[name]}


def asked(reader: Reader, made: Incident, now: datetime = NOW) -> list[tuple[object, ...]]:
    return [(each.id, each.to, each.answer, each.late) for each in view(reader, made, now).asks]


def test_a_request_is_read_by_whom_it_is_made_to_and_who_reads_them() -> None:
    made = changed(0, asks=(ROOM,))
    assert changed_for(made) == {"audience:business", "audience:executives"}
    assert asked(EXECUTIVES, made) == [("room", ("audience:business",), None, True)]


def test_nobody_learns_who_else_is_asked() -> None:
    both = replace(ROOM, to=frozenset({"audience:business", "audience:technical"}))
    assert asked(TECHNICAL, changed(0, asks=(both,))) == [
        ("room", ("audience:technical",), None, True)
    ]


def test_an_answer_is_read_by_who_reads_the_request() -> None:
    made = changed(2, changed(0, asks=(ROOM, FACTS)), answers={"room": Answer.GRANTED})
    assert asked(BUSINESS, made) == [("room", ("audience:business",), Answer.GRANTED, False)]
    assert asked(TECHNICAL, made) == [("facts", ("audience:technical",), None, False)]
    unanswered = changed(0, asks=(ROOM, FACTS))
    for reader in (PUBLIC, ACME, SERVICE, TECHNICAL):
        assert view(reader, made) == view(reader, unanswered)


def test_the_answer_to_a_request_in_an_update_for_others_leaves_no_trace() -> None:
    asking = changed(0, asks=(replace(ROOM, to=frozenset({"audience:technical"})),))
    hidden = changed(0, asking, audience=frozenset({"audience:business"}))
    answered = changed(2, hidden, answers={"room": Answer.REFUSED})
    assert view(TECHNICAL, answered) == view(TECHNICAL, hidden)
    assert readable(TECHNICAL, answered, {}) == readable(TECHNICAL, hidden, {})


def test_a_request_is_late_once_its_time_has_come() -> None:
    made = changed(0, asks=(FACTS,))
    assert moment("15:20") in instants_for(TECHNICAL, made, {})
    assert moment("15:20") not in instants_for(PUBLIC, made, {})
    late = [asked(TECHNICAL, made, moment(when))[0][3] for when in ("15:19", "15:20")]
    assert late == [False, True]


@pytest.mark.parametrize("how", ["withdrawn", "redacted"])
def test_a_request_goes_with_its_update(how: str) -> None:
    taken_back = incident(f"14:05 investigating {how}=14:20\n14:31 identified")
    assert asked(BUSINESS, changed(0, taken_back, asks=(ROOM,))) == []


@pytest.mark.parametrize(
    "change",
    [
        {"restored_by": moment("16:00")},
        {"priority": Priority.P2},
        {"priority": Priority.P2, "reason": "A third of cards fail."},
    ],
    ids=["restored_by", "priority", "reason"],
)
def test_what_insiders_are_told_changes_nothing_for_customers(change: dict[str, object]) -> None:
    inside = {reader.name for reader in READERS if reader.internal}
    assert changed_for(changed(1, OPEN, **change)) == inside


def test_a_change_of_priority_is_told_with_its_reason() -> None:
    made = replace(OPEN, priority=Priority.P3)
    made = changed(0, made, priority=Priority.P3)
    made = changed(1, made, priority=Priority.P1, reason="It spreads.")
    made = changed(2, made, priority=Priority.P1, reason="It stays so.")
    told = [(each.priority, each.reason) for each in view(TECHNICAL, made).updates]
    assert told == [(None, ""), (Priority.P1, "It spreads."), (Priority.P1, "It stays so.")]
    for reader in (PUBLIC, ACME):
        assert view(reader, made) == view(reader, OPEN)


def test_a_priority_that_was_taken_back_is_none_before_the_next() -> None:
    made = changed(0, OPEN, priority=Priority.P1, withdrawn=moment("14:20"))
    made = changed(1, made, priority=Priority.P1)
    told = [each.priority for each in view(TECHNICAL, made).updates]
    assert told == [Priority.P1, Priority.P1, None]


def test_roles_are_for_insiders() -> None:
    lead = Role("comms-lead", "Ada", moment("14:00"))
    handed_over = Role("comms-lead", "Grace", moment("16:00"))
    made = replace(OPEN, roles=(lead, handed_over))
    assert changed_for(made) == {reader.name for reader in READERS if reader.internal}
    names = [
        [role.name for role in view(BUSINESS, made, moment(when)).roles]
        for when in ("15:00", "16:00")
    ]
    assert names == [["Ada"], ["Grace"]]
    assert moment("16:00") in instants_for(BUSINESS, made, {})
    assert moment("16:00") not in instants_for(ACME, made, {})


def test_the_newest_expectation_holds_until_it_is_over() -> None:
    made = changed(0, changed(1, restored_by=moment("16:30")), restored_by=moment("16:00"))
    found = view(SERVICE, made).restored_by
    assert found is not None
    assert (found.by, found.at) == (moment("16:30"), moment("14:31"))
    over = incident("14:05 investigating\n14:31 resolved")
    assert view(SERVICE, changed(0, over, restored_by=moment("16:00"))).restored_by is None


def test_an_insider_sees_the_promises_to_those_it_reads() -> None:
    promises = {
        PUBLIC_NAME: moment("16:00"),
        "account:acme": moment("15:30"),
        "audience:technical": moment("15:10"),
    }
    made = changed(2, next_update=promises)
    seen = {reader.name: view(reader, made).updates[2] for reader in READERS}
    assert seen["audience:customer-service"].due == moment("16:00")
    assert seen["audience:customer-service"].promises == {
        PUBLIC_NAME: moment("16:00"),
        "account:acme": moment("15:30"),
    }
    assert seen["account:acme"].due == moment("15:30")
    assert seen["account:acme"].promises == {}
    assert seen["audience:technical"].promises == {PUBLIC_NAME: moment("16:00")}


def test_a_promise_to_an_account_is_none_to_who_reads_its_text() -> None:
    made = changed(2, next_update={"account:acme": moment("15:30")})
    service, acme = view(SERVICE, made), view(ACME, made)
    assert (acme.due, service.due) == (moment("15:30"), None)
    assert service.updates[2].due is None
    assert service.updates[2].promises == {"account:acme": moment("15:30")}
    assert moment("15:30") in instants_for(ACME, made, {})
    assert moment("15:30") not in instants_for(SERVICE, made, {})
    late = moment("15:31")
    assert view(ACME, made, late).overdue
    assert not view(SERVICE, made, late).overdue


@pytest.mark.parametrize(
    "audience",
    [{"account:acme"}, {"account:acme", "audience:business"}],
    ids=["for the account alone", "read through the account alone"],
)
@pytest.mark.parametrize("status", [None, Status.IDENTIFIED], ids=["words", "a stage"])
def test_what_is_promised_in_an_accounts_update_is_promised_to_it(
    audience: Limit, status: Status | None
) -> None:
    everyone = changed(1, next_update={PUBLIC_NAME: moment("16:00")})
    promised = {PUBLIC_NAME: moment("15:10"), "audience:strategic": moment("15:20")}
    made = changed(2, everyone, audience=audience, status=status, next_update=promised)
    service = view(SERVICE, made)
    assert view(ACME, made).due == moment("15:20")
    assert service.due == moment("16:00"), "what everyone was promised stands"
    assert service.updates[2].due is None
    assert service.updates[2].promises == promised
    named = changed(2, made, next_update={**promised, SERVICE.name: moment("15:15")})
    assert view(SERVICE, named).due == moment("15:15")


def test_a_whole_incident_of_an_account_promises_nothing_to_who_reads_it() -> None:
    made = replace(
        changed(2, next_update={PUBLIC_NAME: moment("15:10")}), audience=frozenset({"account:acme"})
    )
    assert view(ACME, made).due == moment("15:10")
    assert view(SERVICE, made).due is None


def for_whom(reader: Reader, update: Update) -> list[tuple[str, ...]]:
    made = replace(OPEN, updates=(update, *OPEN.updates[1:]))
    return [passage.to for passage in view(reader, made).updates[0].text["en"]]


def test_a_passage_names_whom_it_is_for_of_those_that_the_reader_reads() -> None:
    both: Limit = frozenset({"account:acme", "account:globex"})
    assert both is not None
    body = Body(("<p>all</p>",), (Section(both, 1, ("<p>two</p>",)),))
    update = replace(OPEN.updates[0], bodies={"en": body})
    assert for_whom(ACME, update) == [(), ("account:acme",)]
    assert for_whom(SERVICE, update) == [(), ("account:acme", "account:globex")]
    assert for_whom(PUBLIC, update) == [()]


def test_all_of_an_update_for_some_is_theirs() -> None:
    limited = replace(OPEN.updates[0], audience=frozenset({"account:acme", "audience:technical"}))
    assert for_whom(ACME, limited) == [("account:acme",)]
    seen = view(ACME, replace(OPEN, updates=(limited,)))
    assert (seen.own, seen.limited) == (True, True)
    whole = replace(OPEN, audience=frozenset({"audience:strategic"}))
    assert all(update.to == ("audience:strategic",) for update in view(ACME, whole).updates)
    assert (view(ACME, OPEN).own, view(ACME, OPEN).limited) == (False, False)
