"""Feeds as values: ids, categories, times, the feed of a site without news."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from builder.render.feed_items import tag
from tests.model.written import DAY
from tests.render.feed_samples import FRAME, site, updates_feed, view

EVENING = DAY + timedelta(hours=23)
PAYMENTS = """
started 13:52
14:05 investigating checkout=partial_outage
15:31 resolved
"""


def test_ids_are_of_authored_names_and_the_default_language() -> None:
    feed = updates_feed(site([view(PAYMENTS, EVENING)]))
    assert feed.id == "tag:status.example.com,2026:en/feeds/updates"
    assert [item.id for item in feed.items] == [
        "tag:status.example.com,2026:en/example/1531",
        "tag:status.example.com,2026:en/example/1405",
    ]


def test_ids_are_percent_encoded_nfc() -> None:
    assert (
        tag(FRAME, "e\u0301 a")
        == tag(FRAME, "\u00e9 a")
        == ("tag:status.example.com,2026:%C3%A9%20a")
    )


def test_neither_address_nor_title_moves_an_id() -> None:
    before = updates_feed(site([view(PAYMENTS, EVENING)]))
    moved = replace(FRAME, url="http://elsewhere.example:81/x", name="Other")
    after = updates_feed(site([view(PAYMENTS, EVENING)], moved))
    assert [item.id for item in before.items] == [item.id for item in after.items]
    assert before.id == after.id


def test_categories_have_kind_impact_state_and_components() -> None:
    feed = updates_feed(site([view(PAYMENTS, EVENING)]))
    root = "tag:status.example.com,2026:"
    first = feed.items[-1]
    assert [
        (each.scheme.removeprefix(root), each.term, each.label) for each in first.categories
    ] == [
        ("kind", "incident", "Incident"),
        ("impact", "major", "Major impact"),
        ("state", "investigating", "Investigating"),
        ("component", "checkout", "Checkout"),
        ("component/checkout/state", "partial_outage", "Checkout: Partial outage"),
    ]


def test_an_impact_that_nobody_has_told_yet_is_at_least_minor() -> None:
    items = updates_feed(site([view("14:05 investigating\n15:00 resolved", EVENING)])).items
    impacts = [
        (each.term, each.label)
        for item in items
        for each in item.categories
        if each.scheme.endswith(":impact")
    ]
    assert impacts == [("none", "No impact"), ("minor", "Impact not known yet")]


def test_a_window_that_lies_ahead_is_no_state() -> None:
    planned = "window 15:00-16:00 checkout=under_maintenance\n14:05 scheduled"
    scheduled = updates_feed(site([view(planned, EVENING)])).items[-1]
    assert not [each for each in scheduled.categories if each.scheme.endswith("/state")]


def test_times_are_those_of_the_view() -> None:
    shown = site([view(PAYMENTS, EVENING)])
    feed = updates_feed(shown)
    assert [item.published for item in feed.items] == [entry.time for entry in shown.site.feed]
    assert [item.updated for item in feed.items] == [entry.time for entry in shown.site.feed]
    assert feed.updated == shown.site.feed[0].time


def test_a_site_without_news_has_one_entry_that_never_moves() -> None:
    feed = updates_feed(site([]))
    assert [item.id for item in feed.items] == [
        "tag:status.example.com,2026:en/feeds/updates/welcome"
    ]
    assert feed.updated == datetime(2026, 1, 1, tzinfo=UTC)
    assert feed.items[0].link == "https://status.example.com/"
