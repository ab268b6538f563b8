"""The cut: what a reader may not read leaves no trace in what it gets."""

from dataclasses import fields, replace
from datetime import timedelta
from itertools import pairwise

import pytest

from builder.model.incident import Incident, Update
from builder.views.cut import cut, instants_for, readable
from builder.views.fingerprint import fingerprint
from builder.views.types import IncidentView, UpdateView
from builder.vocabulary.keys import INCIDENT, UPDATE, ReadBy
from builder.vocabulary.readers import PUBLIC, Limit, Reader
from builder.vocabulary.statuses import Priority, State
from builder.vocabulary.text import Body, Section
from tests.model.written import incident, moment

EXECUTIVES = Reader(
    "audience:executives", frozenset({"audience:executives", "audience:public"}), internal=True
)
ACME = Reader("account:acme", frozenset({"account:acme", "audience:strategic", "audience:public"}))
COMPONENTS: dict[str, Limit] = {
    "checkout": None,
    "api": None,
    "acme-cluster": frozenset({"account:acme"}),
}
NOW = moment("18:00")
OPEN = incident(
    """
    started 13:52
    14:05 investigating checkout=partial_outage next=14:25
    14:31 identified api=degraded_performance
    """
)


def limited(made: Incident, identifier: str, limit: str) -> Incident:
    """Limit one update to a reader."""
    return replace(
        made,
        updates=tuple(
            replace(update, audience=frozenset({limit})) if update.id == identifier else update
            for update in made.updates
        ),
    )


def view(reader: Reader, made: Incident) -> IncidentView:
    seen = cut(reader, made, COMPONENTS, NOW)
    assert seen is not None
    return seen


def with_update(made: Incident, text: str, **changes: object) -> Incident:
    """Add the updates of ``text``, each with these changes."""
    more = tuple(replace(each, **changes) for each in incident(text).updates)  # type: ignore[arg-type]
    both = sorted((*made.updates, *more), key=lambda update: (update.at, update.id))
    return replace(made, updates=tuple(both))


@pytest.mark.parametrize(
    "text",
    [
        "14:00 investigating checkout=major_outage",
        "14:10 identified checkout=major_outage api=major_outage next=14:15",
        "15:00 resolved",
        "14:10 monitoring id=zz corrects=1405",
        "14:10 identified into=elsewhere",
        "14:10 identified withdrawn=14:20",
        "14:10 identified redacted=14:20",
        "19:00 resolved",
        "13:00 investigating since=12:00",
    ],
)
def test_a_private_update_changes_nothing_for_the_public(text: str) -> None:
    private = with_update(OPEN, text, audience=frozenset({"audience:executives"}))
    assert view(PUBLIC, private) == view(PUBLIC, OPEN)
    assert instants_for(PUBLIC, private, COMPONENTS) == instants_for(PUBLIC, OPEN, COMPONENTS)


def test_the_reader_of_a_private_update_sees_it() -> None:
    private = with_update(OPEN, "15:00 resolved", audience=frozenset({"audience:executives"}))
    assert not view(EXECUTIVES, private).is_open
    assert view(ACME, private).is_open


def test_a_whole_incident_for_some_is_not_there_for_others() -> None:
    private = replace(OPEN, audience=frozenset({"audience:strategic"}))
    assert cut(PUBLIC, private, COMPONENTS, NOW) is None
    assert instants_for(PUBLIC, private, COMPONENTS) == ()
    assert view(ACME, private).id == OPEN.id


def test_a_component_of_one_account_is_named_to_it_alone() -> None:
    update = replace(
        OPEN.updates[1],
        components={"api": State.DEGRADED_PERFORMANCE, "acme-cluster": State.MAJOR_OUTAGE},
    )
    named = replace(OPEN, updates=(OPEN.updates[0], update))
    assert view(PUBLIC, named) == view(PUBLIC, OPEN)
    assert view(ACME, named).components == ("checkout", "api", "acme-cluster")


def test_sections_stand_between_the_words_for_everyone() -> None:
    body = Body(
        ("<p>one</p>", "<p>two</p>"),
        (
            Section(frozenset({"account:acme"}), 1, ("<p>acme</p>",)),
            Section(frozenset({"audience:executives"}), 2, ("<p>executives</p>",)),
        ),
    )
    made = replace(OPEN, updates=tuple(replace(each, bodies={"en": body}) for each in OPEN.updates))
    texts = {
        reader.name: [passage.html for passage in view(reader, made).updates[0].text["en"]]
        for reader in (PUBLIC, ACME, EXECUTIVES)
    }
    assert texts == {
        "audience:public": ["<p>one</p>", "<p>two</p>"],
        "account:acme": ["<p>one</p>", "<p>acme</p>", "<p>two</p>"],
        "audience:executives": ["<p>one</p>", "<p>two</p>", "<p>executives</p>"],
    }


def test_a_translation_without_a_word_for_the_reader_is_not_there() -> None:
    french = Body((), (Section(frozenset({"account:acme"}), 0, ("<p>mot</p>",)),))
    first = replace(OPEN.updates[0], bodies={**OPEN.updates[0].bodies, "fr": french})
    made = replace(OPEN, updates=(first, *OPEN.updates[1:]))
    assert set(view(PUBLIC, made).updates[0].text) == {"en"}
    assert set(view(ACME, made).updates[0].text) == {"en", "fr"}


def test_a_promise_is_the_readers_own_or_that_of_what_it_reads() -> None:
    promises = {"audience:public": moment("19:00"), "audience:strategic": moment("18:30")}
    last = replace(OPEN.updates[1], next_update=promises)
    made = replace(OPEN, updates=(OPEN.updates[0], last))
    assert view(PUBLIC, made).due == moment("19:00")
    assert view(ACME, made).due == moment("18:30")
    assert view(EXECUTIVES, made).due == moment("19:00")


def test_a_promise_for_another_reader_is_no_instant() -> None:
    last = replace(OPEN.updates[1], next_update={"audience:strategic": moment("18:30")})
    made = replace(OPEN, updates=(OPEN.updates[0], last))
    assert moment("18:30") not in instants_for(PUBLIC, made, COMPONENTS)
    assert moment("18:30") in instants_for(ACME, made, COMPONENTS)


def test_a_title_of_its_own() -> None:
    made = replace(OPEN, titles={"audience:executives": "Payments: 31 % fail"})
    assert view(EXECUTIVES, made).title == {"en": "Payments: 31 % fail"}
    assert view(PUBLIC, made) == view(PUBLIC, OPEN)


def test_an_accounts_title_is_not_that_of_who_reads_accounts() -> None:
    service = Reader("audience:service", frozenset({"audience:service", "account:acme"}), True)
    made = replace(OPEN, titles={"account:acme": "Acme: payments fail"})
    assert view(service, made).title == view(service, OPEN).title
    assert view(ACME, made).title == {"en": "Acme: payments fail"}


def test_redacted_words_leave_every_reader() -> None:
    first = replace(
        incident("14:05 investigating redacted=14:20").updates[0],
        title={"en": "secret"},
        data_loss="secret",
        withdrawn_reason="secret",
    )
    for reader in (PUBLIC, ACME, EXECUTIVES):
        assert "secret" not in str(view(reader, replace(OPEN, updates=(first, OPEN.updates[1]))))


def test_priority_is_for_insiders() -> None:
    made = replace(
        OPEN,
        priority=Priority.P1,
        updates=tuple(replace(each, priority=Priority.P2) for each in OPEN.updates),
    )
    for reader, kept in ((PUBLIC, False), (ACME, False), (EXECUTIVES, True)):
        left = readable(reader, made, COMPONENTS)
        assert left is not None
        assert (left.priority is not None) is kept
        assert all((update.priority is not None) is kept for update in left.updates)


@pytest.mark.parametrize(
    ("record", "declared", "named_otherwise"),
    [
        (Incident, INCIDENT, {"shows_from": "from", "shows_until": "until"}),
        (Update, UPDATE, {}),
    ],
)
def test_every_value_of_the_record_has_declared_readers(
    record: type, declared: dict[str, ReadBy], named_otherwise: dict[str, str]
) -> None:
    own = {"id", "updates", "visible_from", "bodies", "inherits"}
    own |= {"own", "theirs", "apart", "promised"}
    names = {named_otherwise.get(item.name, item.name) for item in fields(record)} - own
    assert names <= set(declared), "a value without declared readers"


def test_no_view_has_a_place_for_what_is_the_operators_alone() -> None:
    operators = {key for key, read_by in {**INCIDENT, **UPDATE}.items() if read_by == "operator"}
    shown = {item.name for view in (IncidentView, UpdateView) for item in fields(view)}
    assert not operators & shown


def test_a_view_is_constant_between_its_instants() -> None:
    made = incident(
        """
        started 13:52
        14:05 investigating checkout=partial_outage next=14:25
        14:20 identified posted=14:40 since=14:10 checkout=major_outage withdrawn=15:30
        15:00 resolved since=14:50
        16:00 investigating
        """
    )
    turning = instants_for(PUBLIC, made, COMPONENTS)
    before = None
    second = timedelta(seconds=1)
    for early, late in pairwise(turning):
        first, last = (cut(PUBLIC, made, COMPONENTS, when) for when in (early, late - second))
        assert first == last
        assert first is None or fingerprint(first) == fingerprint(last)
        before = first or before
    assert before is not None
