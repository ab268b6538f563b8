"""What is explained is what the cut does: for every part, reader and incident."""

from collections.abc import Iterator
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from builder.model.incident import Ask, Incident, Redaction, Role, Update
from builder.views.cut import cut, readable
from builder.views.explanation import SECTION, WORDS, Explainer, Part, explain_limited
from builder.vocabulary.audiences import Answer
from builder.vocabulary.codes import Origin
from builder.vocabulary.readers import PUBLIC, Limit, Reader
from builder.vocabulary.statuses import Kind, Priority, State, Status
from builder.vocabulary.text import Body, Section
from tests.model.written import incident, moment

STRATEGIC, ACME, GLOBEX = "audience:strategic", "account:acme", "account:globex"
SERVICE, BUSINESS, EXECUTIVES = "audience:service", "audience:business", "audience:executives"
READERS = (
    PUBLIC,
    Reader(SERVICE, frozenset({SERVICE, STRATEGIC, ACME, GLOBEX, PUBLIC.name}), internal=True),
    Reader(BUSINESS, frozenset({BUSINESS, PUBLIC.name}), internal=True),
    Reader(EXECUTIVES, frozenset({EXECUTIVES, BUSINESS, PUBLIC.name}), internal=True),
    Reader(ACME, frozenset({ACME, STRATEGIC, PUBLIC.name})),
    Reader(GLOBEX, frozenset({GLOBEX, STRATEGIC, PUBLIC.name})),
)
NAMES = (STRATEGIC, ACME, GLOBEX, SERVICE, BUSINESS, EXECUTIVES)
COMPONENTS: dict[str, Limit] = {
    "checkout": None,
    "acme-cluster": frozenset({ACME}),
    "ledger": frozenset({BUSINESS, SERVICE}),
}
START, NOW = moment("10:00"), moment("23:00")

groups = some.frozensets(some.sampled_from(NAMES), min_size=1, max_size=3)
limits = some.none() | some.none() | groups | some.just(frozenset({PUBLIC.name, ACME}))
states = some.dictionaries(some.sampled_from(tuple(COMPONENTS)), some.sampled_from(State))
named = some.frozensets(some.sampled_from((PUBLIC.name, *NAMES)), max_size=3)


@some.composite
def updates(draw: some.DrawFn, number: int) -> Update:
    at = START + timedelta(hours=number)
    sections = tuple(
        Section(draw(groups), 0, (f"section-{number}-{place}",))
        for place in range(draw(some.integers(0, 3)))
    )
    asked = (
        Ask(f"a{number}{place}", draw(groups), f"ask-{number}-{place}")
        for place in range(draw(some.integers(0, 2)))
    )
    answered = (f"a{one}{place}" for one in range(number + 1) for place in range(2))
    promises = enumerate(sorted(draw(named)))
    return Update(
        id=f"u{number}",
        at=at,
        visible_from=at,
        status=Status.IDENTIFIED,
        audience=draw(limits),
        components=draw(states),
        next_update={name: at + timedelta(seconds=1 + place) for place, name in promises},
        title={"en": f"renamed-{number}"},
        priority=Priority.P1,
        reason=f"reason-{number}",
        redacted=draw(some.none() | some.none() | some.just(Redaction(at, "a name"))),
        asks=tuple(asked),
        answers=dict.fromkeys(answered, Answer.DONE),
        data_loss=f"lost-{number}",
        restored_by=at + timedelta(minutes=59),
        bodies={"en": Body((f"words-{number}",), sections)},
    )


@some.composite
def incidents(draw: some.DrawFn) -> Incident:
    return Incident(
        id="one",
        kind=Kind.MAINTENANCE if (window := draw(some.booleans())) else Kind.INCIDENT,
        title={"en": "the-title", "fr": "le-titre"},
        updates=tuple(draw(updates(number)) for number in range(draw(some.integers(1, 3)))),
        titles={name: f"title-of-{name}" for name in sorted(draw(named))},
        priority=Priority.P2,
        started=START,
        declared=START + timedelta(seconds=7),
        audience=draw(limits),
        scheduled_for=START if window else None,
        scheduled_until=START + timedelta(hours=1) if window else None,
        components=draw(states),
        roles=(Role("lead", "the-lead"),),
        origin=Origin("the-origin"),
    )


def of_update(update: Update) -> Iterator[tuple[Part, str]]:
    """Each part of an update, and what stands in no other part of it."""
    body = update.bodies["en"]
    yield Part(WORDS), body.blocks[0]
    yield from ((Part(SECTION, "", each.audience), each.blocks[0]) for each in body.sections)
    yield from ((Part("components", name), f"'{name}':") for name in update.components)
    yield from ((Part("asks", ask.id), ask.text) for ask in update.asks)
    yield from ((Part("answers", name), f"'{name}': <Answer") for name in update.answers)
    yield from ((Part("next_update", name), repr(at)) for name, at in update.next_update.items())
    yield Part("title"), update.title["en"]
    yield Part("translations"), update.title["en"]
    yield Part("data_loss"), str(update.data_loss)
    yield Part("reason"), update.reason
    yield Part("priority"), repr(Priority.P1)
    yield Part("restored_by"), repr(update.restored_by)
    yield Part("status"), repr(update.status)
    yield Part("pace"), "in no record"
    yield Part("audience"), "in no output"


def of_incident(made: Incident) -> Iterator[tuple[Part, str]]:
    yield Part("title"), "the-title"
    yield from ((Part("titles", name), repr(title)) for name, title in made.titles.items())
    yield from ((Part("components", name), f"'{name}':") for name in made.components)
    yield Part("priority"), repr(Priority.P2)
    yield Part("declared"), repr(made.declared)
    yield Part("started"), repr(made.started)
    yield Part("roles"), "the-lead"
    yield Part("origin"), "the-origin"
    yield Part("audience"), "in no output"


@settings(max_examples=100, deadline=None)
@given(incidents())
def test_a_reader_reads_what_the_cut_leaves(made: Incident) -> None:
    explainer = Explainer(made, READERS, COMPONENTS)
    left = {reader.name: readable(reader, made, COMPONENTS) for reader in READERS}
    for update in made.updates:
        kept = {
            name: repr(next((each for each in one.updates if each.id == update.id), ""))
            for name, one in left.items()
            if one is not None
        }
        for part, trace in of_update(update):
            for verdict in explainer.of_update(part, update).verdicts:
                assert verdict.reads is (trace in kept.get(verdict.reader, "")), (part, verdict)
    outer = {
        name: "" if one is None else repr([getattr(one, field) for field in FIELDS])
        for name, one in left.items()
    }
    for part, trace in of_incident(made):
        for verdict in explainer.of_incident(part).verdicts:
            assert verdict.reads is (trace in outer[verdict.reader]), (part, verdict)


FIELDS = ("title", "titles", "components", "priority", "declared", "started", "roles", "origin")


@settings(max_examples=50, deadline=None)
@given(incidents())
def test_words_are_in_the_view_of_who_reads_them_and_of_nobody_else(made: Incident) -> None:
    explainer = Explainer(made, READERS, COMPONENTS)
    views = {reader.name: repr(cut(reader, made, COMPONENTS, NOW)) for reader in READERS}
    for update in made.updates:
        words = (each for each in of_update(update) if each[0].key in (WORDS, SECTION, "asks"))
        for part, trace in words:
            for verdict in explainer.of_update(part, update).verdicts:
                assert verdict.reads is (trace in views[verdict.reader]), (part, verdict)


def why(part: Part, made: Incident) -> dict[str, str]:
    explained = Explainer(made, READERS, COMPONENTS).of_update(part, made.updates[0])
    return {each.reader: each.why for each in explained.verdicts}


def test_each_verdict_says_why() -> None:
    made = incident("14:05 investigating checkout=partial_outage")
    told = why(Part(SECTION, "", frozenset({STRATEGIC})), made)
    assert told[ACME] == "reads strategic"
    assert told[PUBLIC.name] == "not for it"
    assert why(Part(SECTION, "", frozenset({ACME})), made)[ACME] == "its own"
    assert why(Part("restored_by"), made)[ACME] == "no insider"
    assert why(Part("posted"), made)[BUSINESS] == "for Tocsin alone"
    assert set(why(Part("status"), made).values()) == {"everyone"}


def test_a_promise_to_others_is_told_from_ones_own() -> None:
    made = incident("14:05 investigating")
    told = why(Part("next_update", ACME), made)
    assert told[ACME] == "its own"
    assert told[SERVICE] == "sees it as a promise to others"
    assert told[GLOBEX] == told[BUSINESS] == "has another, or none"
    assert why(Part("next_update", STRATEGIC), made)[SERVICE] == "reads strategic"
    assert set(why(Part("next_update", PUBLIC.name), made).values()) == {"everyone"}
    apart = incident(f"14:05 investigating\n14:10 for={ACME}")
    plain = Explainer(apart, READERS, COMPONENTS).of_update(Part("next_update"), apart.updates[1])
    assert {each.reader: each.why for each in plain.verdicts if each.reads} == {
        SERVICE: "sees it as a promise to others",
        ACME: "its own",
    }


def test_what_denies_the_whole_is_said_first() -> None:
    made = incident(f"14:05 for={BUSINESS}")
    assert why(Part(WORDS), made)[PUBLIC.name] == "the update is for business"
    assert why(Part(WORDS), made)[EXECUTIVES] == "reads business"


def test_nobody_reads_a_draft() -> None:
    explained = Explainer(incident("14:05 investigating"), READERS, COMPONENTS).of_update(
        Part(WORDS), None
    )
    assert explained.by_none
    assert {each.why for each in explained.verdicts} == {"draft"}


def test_what_takes_a_state_back_is_read_by_whom_it_was_for() -> None:
    made = incident("14:05 investigating\n14:10 for=account:acme checkout=inherit")
    explained = Explainer(made, READERS, COMPONENTS).of_update(
        Part("components", "checkout"), made.updates[1]
    )
    assert [each.reader for each in explained.verdicts if each.reads] == [SERVICE, ACME]


def test_a_limit_outside_of_incidents() -> None:
    explained = explain_limited(Part("component", "acme-cluster"), frozenset({ACME}), READERS)
    assert [each.reader for each in explained.verdicts if each.reads] == [SERVICE, ACME]
    assert explain_limited(Part("component", "checkout"), None, READERS).by_all
