"""Frozen values come back from JSON as they were."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from builder.model.site import Account, Audience, Component, Group, Page, Site
from builder.output.value_codec import decode_value, encode_value
from builder.views.types import IncidentView
from builder.vocabulary.audiences import Need, Owner
from builder.vocabulary.readers import PUBLIC, Reader
from builder.vocabulary.statuses import Priority, Status
from builder.vocabulary.text import Body, Section
from tests.model.written import incident, moment
from tests.views.fixtures import views

SITE = Site(
    name="Example",
    url="https://status.example.com/a",
    time_zone="Europe/Paris",
    languages=("en", "fr"),
    theme="default",
    authority="example.com",
    year=2026,
    groups=(
        Group(
            "payments",
            "Payments",
            (
                Component("checkout", "Checkout", aliases=("old", "older"), archived=True),
                Component("api", "API", start_date=date(2023, 4, 1), archived=date(2026, 1, 2)),
            ),
            audience=frozenset({"audience:executives", "account:acme"}),
            translations={"fr": {"name": "Paiements"}},
        ),
    ),
    ungrouped=(Component("db", "Database", audience=frozenset()),),
    audiences={
        "public": Audience(
            "public",
            "Everyone",
            PUBLIC,
            owner=Owner.BUSINESS_RESPONSE_LEAD,
            needs=(Need("impact", {"fr": "Impact", "en": "Impact"}),),
            stages=(Status.RESOLVED,),
            cadence={Priority.P1: timedelta(minutes=20)},
        )
    },
    accounts={"acme": Account("acme", "Acme", Reader("account:acme", frozenset({"b", "a"}), True))},
    pages=(
        Page(
            "about",
            {"fr": "À propos", "en": "About"},
            {"en": Body(("<p>x</p>",), (Section(frozenset({"account:acme"}), 1, ("<p>y</p>",)),))},
        ),
    ),
)


def there_and_back(kind: type, value: object) -> object:
    return decode_value(kind, json.loads(json.dumps(encode_value(value))))


def test_a_site() -> None:
    back = there_and_back(Site, SITE)
    assert back == SITE
    assert isinstance(back, Site)
    assert list(back.pages[0].titles) == ["fr", "en"], "the order of languages"
    (priority,) = back.audiences["public"].cadence
    assert isinstance(priority, Priority)


@pytest.mark.parametrize(
    "text",
    [
        "started 13:52\n14:05 investigating checkout=partial_outage next=14:20\n15:00 resolved",
        "14:05 investigating redacted=14:10\n14:20 identified withdrawn=14:30\n14:25 identified",
        "window 10:00-12:00 db=under_maintenance\n08:00 scheduled\n09:00 scheduled from=11:00",
        "shows 10:00-12:00\n09:00",
        "14:05 investigating\n14:20 identified into=other",
    ],
)
def test_a_view(text: str) -> None:
    (view,) = views({"one": incident(text)}, moment("18:00")).values()
    assert there_and_back(IncidentView, view) == view


def test_instants_are_whole_seconds_in_utc() -> None:
    when = datetime(2026, 11, 23, 14, 5, 7, tzinfo=UTC)
    assert there_and_back(datetime, when) == when


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(TypeError):
        encode_value(object())
    with pytest.raises((ValueError, TypeError)):
        decode_value(Site, ["too", "short"])
