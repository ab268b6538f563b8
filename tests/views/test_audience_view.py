"""A private reader's own view: what it holds, and that nothing in it is of others."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from builder.model.incident import Ask, Incident, Role, Update
from builder.model.site import Site
from builder.views.audience_types import AudienceIncident, AudienceKind, AudienceView
from builder.views.audience_view import audience_setting, has_page, kept_since, month_borders
from builder.views.fingerprint import fingerprint
from builder.vocabulary.audiences import Answer
from builder.vocabulary.readers import Reader
from builder.vocabulary.statuses import Priority, State, Status
from builder.vocabulary.text import Body, Section
from tests.render.private_site import NOW, fixture, reader_named, seen_by

READERS = (
    "executives",
    "customer-service",
    "technical",
    "business",
    "partners",
    "account:acme",
    "account:globex",
)
OTHERS = (
    "audience:executives",
    "audience:customer-service",
    "audience:technical",
    "audience:business",
    "audience:strategic",
    "account:acme",
    "account:globex",
)


def view(name: str) -> AudienceView:
    return seen_by(name, *fixture())[0]


def cards(name: str) -> AudienceIncident:
    (found,) = view(name).open
    return found


# --- what it holds ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("executives", AudienceKind.EXECUTIVES),
        ("customer-service", AudienceKind.CUSTOMER_SERVICE),
        ("technical", AudienceKind.TECHNICAL),
        ("business", AudienceKind.BUSINESS),
        ("partners", AudienceKind.OTHER),
        ("account:acme", AudienceKind.ACCOUNT),
    ],
)
def test_what_a_page_is_made_for(name: str, kind: AudienceKind) -> None:
    assert view(name).setting.kind is kind


def test_an_account_reads_in_its_own_zone_and_language_and_knows_no_other_reader() -> None:
    setting = view("account:acme").setting
    assert setting.frame.time_zone == "Europe/Paris"
    assert setting.frame.languages == ("fr", "en")
    assert set(setting.names) == {"audience:strategic", "account:acme"}
    assert setting.accounts == ()
    assert setting.contact is not None
    assert setting.contact.email == "acme@larkspur.example"
    assert set(setting.frame.component_names) == {"checkout", "reports", "acme-cluster"}
    assert "acme-cluster" not in view("account:globex").setting.frame.component_names


def test_needs_of_the_file_stand_in_place_of_the_usual_ones() -> None:
    assert [need.id for need in view("partners").setting.needs] == ["advice"]
    assert [need.id for need in view("executives").setting.needs][:2] == ["outcome", "impact"]
    assert view("account:acme").setting.needs[0].id == "impact"


def test_what_customers_see_is_word_for_word_what_is_published() -> None:
    _, views = seen_by("public", *fixture())
    published = views["2026-11-17-cards"].updates
    for name in READERS:
        told = cards(name).customers
        assert [(one.id, one.text) for one in told] == [(one.id, one.text) for one in published]
        seen = cards(name).seen_by_customers
        assert seen is not None
        assert seen.id == published[-1].id


def test_what_was_withdrawn_is_not_what_customers_see() -> None:
    site, incidents = fixture()
    cards_fail = incidents[-1]
    updates = tuple(
        replace(update, withdrawn=NOW) if update.status is Status.IDENTIFIED else update
        for update in cards_fail.updates
    )
    found, _ = seen_by("customer-service", site, (replace(cards_fail, updates=updates),))
    seen = found.open[0].seen_by_customers
    assert seen is not None
    assert seen.status is Status.INVESTIGATING


def test_what_each_account_was_told_last_and_when_it_hears_next() -> None:
    told = {account.id: account for account in cards("customer-service").accounts}
    assert {name: account.touched for name, account in told.items()} == {
        "acme": True,
        "globex": False,
    }
    assert told["acme"].due == datetime(2026, 11, 17, 14, 40, tzinfo=UTC)
    assert told["globex"].due == datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
    words = "".join(passage.html for passage in told["globex"].text["en"])
    assert "we look" in words
    assert "12 of 40" not in words
    assert cards("executives").accounts == ()


def test_components_of_an_account_in_its_order_unaffected_ones_with_the_newest_word() -> None:
    found = [(each.component, each.state, each.as_of) for each in view("account:acme").standings]
    newest = datetime(2026, 11, 17, 14, 20, tzinfo=UTC)
    assert found == [
        ("checkout", State.DEGRADED_PERFORMANCE, None),
        ("acme-cluster", State.OPERATIONAL, newest),
    ]


def test_an_incident_touches_an_account_by_its_components_or_its_words() -> None:
    assert cards("account:acme").touches
    assert not cards("account:globex").touches
    site, incidents = fixture()
    body = Body(("<p>x</p>",), (Section(frozenset({"account:globex"}), 1, ("<p>y</p>",)),))
    last = incidents[-1].updates[-2]
    worded = replace(
        incidents[-1],
        updates=tuple(
            replace(each, bodies={"en": body}) if each is last else each
            for each in incidents[-1].updates
        ),
    )
    assert seen_by("account:globex", site, (worded,))[0].open[0].touches


def test_words_for_some_that_leave_the_stage_leave_the_promise_too() -> None:
    assert cards("executives").view.updates[-1].due is None
    assert cards("executives").view.due == datetime(2026, 11, 17, 15, 0, tzinfo=UTC)


# --- which incidents have a page ----------------------------------------------------------------


def test_two_years_of_what_is_the_readers_have_a_page() -> None:
    since = kept_since(NOW, "Etc/UTC")
    assert since == datetime(2024, 11, 1, tzinfo=UTC)
    began, ends = month_borders(NOW.replace(microsecond=1), "Etc/UTC")
    assert began == datetime(2026, 11, 1, tzinfo=UTC)
    assert kept_since(ends, "Etc/UTC") == datetime(2024, 12, 1, tzinfo=UTC)
    before = month_borders(NOW, "Europe/Paris")[1] - timedelta(seconds=1)
    assert kept_since(before, "Europe/Paris") == kept_since(NOW, "Europe/Paris")
    assert view("account:globex").inside == {"2026-10-01-old", "2026-11-17-cards"}
    assert view("account:acme").inside == {"2026-11-17-cards"}


def test_what_goes_on_has_a_page_whatever_its_age() -> None:
    site, incidents = fixture()
    later = NOW + timedelta(days=1000)
    found, views = seen_by("technical", site, incidents, later)
    assert found.inside == {"2026-11-17-cards"}
    over = replace(views["2026-11-17-cards"], is_open=False)
    since = kept_since(later, "Etc/UTC")
    assert not has_page(over, found.setting, since)
    assert has_page(replace(over, merged_into="another"), found.setting, since)


# --- nothing of others --------------------------------------------------------------------------

Drawn = TypeVar("Drawn")
WORDS = st.sampled_from(
    [
        "<p>secret</p>\n",
        "<p><strong>Outcome:</strong> secret.</p>\n",
        "<p><strong>Workaround:</strong> none.</p>\n",
        "<p><strong>Your impact:</strong> secret.</p>\n",
        "<p><strong>Say:</strong> secret.</p>\n",
    ]
)
MOMENTS = st.integers(-30, 40).map(lambda minutes: NOW + timedelta(minutes=minutes))
STATES = st.sampled_from(list(State))
STATUSES = st.sampled_from([Status.INVESTIGATING, Status.MONITORING, Status.RESOLVED, None])


class Elsewhere:
    """Changes what one reader may not read, as hypothesis draws it."""

    def __init__(self, draw: st.DataObject, reader: Reader) -> None:
        self._data = draw
        self._reader = reader
        self._others = [name for name in OTHERS if name not in reader.reads]

    def incident(self, made: Incident) -> Incident:
        hidden = [each for each in made.updates if not self._reader.may_read(each.audience)]
        kept = [self._shared(each) for each in made.updates if each not in hidden]
        changed = [self._hidden(each) for each in hidden if self._draw(st.booleans())]
        added = [
            self._hidden(replace(made.updates[0], id=f"added-{number}"))
            for number in range(self._draw(st.integers(0, 2)))
        ]
        updates = sorted((*kept, *changed, *added), key=lambda each: (each.at, each.id))
        made = replace(made, updates=tuple(updates), titles={self._other(): "secret"}, declared=NOW)
        if self._reader.internal:
            return replace(made, declared=None)
        return replace(made, priority=Priority.P4, roles=(Role("secret", "secret"),))

    def _draw(self, strategy: st.SearchStrategy[Drawn]) -> Drawn:
        return self._data.draw(strategy)

    def _other(self) -> str:
        return self._draw(st.sampled_from(self._others))

    def _section(self) -> Section:
        words, after = self._draw(WORDS), self._draw(st.integers(0, 1))
        return Section(frozenset({self._other()}), after, (words,))

    def _body(self, body: Body) -> Body:
        """Other sections for others; those of the reader in their order."""
        mine = [each for each in body.sections if self._reader.may_read(each.audience)]
        theirs = [self._section() for _ in range(self._draw(st.integers(0, 3)))]
        place = self._draw(st.integers(0, len(mine)))
        return Body(body.blocks, (*mine[:place], *theirs, *mine[place:]))

    def _ask(self, identifier: str) -> Ask:
        return Ask(identifier, frozenset({self._other()}), "secret", self._draw(MOMENTS))

    def _shared(self, update: Update) -> Update:
        """An update that the reader may read, with other things in it for others."""
        mine = tuple(ask for ask in update.asks if self._reader.may_read(ask.to))
        promised = self._draw(MOMENTS)
        components = dict(update.components)
        if self._reader.name != "account:acme" and not self._reader.internal:
            components["acme-cluster"] = self._draw(STATES)
        changed = replace(
            update,
            bodies={language: self._body(body) for language, body in update.bodies.items()},
            asks=(*mine, self._ask(f"ask-{update.id}")),
            answers={**update.answers, f"ask-{update.id}": Answer.GRANTED},
            next_update={**update.next_update, self._other(): promised},
            components=components,
        )
        if self._reader.internal:
            return changed
        return replace(changed, restored_by=promised, reason="secret", priority=Priority.P3)

    def _hidden(self, update: Update) -> Update:
        """An update for others, of any time, stage and state."""
        at = self._draw(MOMENTS)
        return Update(
            id=update.id,
            at=at,
            visible_from=at,
            status=self._draw(STATUSES),
            audience=frozenset({self._other()}),
            components={"checkout": self._draw(STATES)},
            corrects=self._draw(st.sampled_from([None, "20261117T1400Z-investigating"])),
            answers={"facts": Answer.DONE, "room": Answer.REFUSED, "money": Answer.DROPPED},
            asks=(self._ask(f"hidden-{update.id}"),),
            bodies={"en": Body((self._draw(WORDS),))},
        )


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=30, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(data=st.data())
def test_nothing_that_others_read_changes_a_readers_view(name: str, data: st.DataObject) -> None:
    site, incidents = fixture()
    elsewhere = Elsewhere(data, reader_named(site, name))
    changed = tuple(elsewhere.incident(each) for each in incidents)
    before, after = seen_by(name, site, incidents)[0], seen_by(name, site, changed)[0]
    assert after == before
    assert _digest(after) == _digest(before)


def _digest(found: AudienceView) -> str:
    return fingerprint(found.setting, found.open, found.standings, found.inside, found.limited)


def test_other_accounts_and_audiences_change_nothing_in_a_readers_setting() -> None:
    site, _ = fixture()
    accounts = {
        name: account if name == "acme" else replace(account, name="Secret")
        for name, account in site.accounts.items()
    }
    audiences = {
        name: audience if name in ("public", "strategic") else replace(audience, name="Secret")
        for name, audience in site.audiences.items()
    }
    other = replace(site, accounts=accounts, audiences=audiences)
    reader = site.accounts["acme"].reader
    assert audience_setting(reader, other) == audience_setting(reader, site)


def names_in(found: object, site: Site) -> Mapping[str, bool]:
    text = repr(found)
    return {account.name: account.name in text for account in site.accounts.values()}


def test_the_name_of_an_account_is_in_its_own_view_and_in_who_reads_accounts() -> None:
    site, _ = fixture()
    assert names_in(view("account:acme"), site) == {"Acme Foods": True, "Globex": False}
    assert names_in(view("executives"), site) == {"Acme Foods": False, "Globex": False}
    assert names_in(view("customer-service"), site) == {"Acme Foods": True, "Globex": True}
