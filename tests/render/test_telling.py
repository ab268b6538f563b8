"""Times, names and addresses in entries."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from builder.render.telling import said, telling
from builder.views.types import Entry
from tests.render.feed_samples import FRAME

MOMENT = datetime(2026, 11, 1, 23, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Etc/UTC", "1 Nov 2026, 23:05 UTC"),
        ("Europe/Paris", "2 Nov 2026, 00:05 CET"),
        ("Asia/Dubai", "2 Nov 2026, 03:05 UTC+04:00"),
        ("America/Caracas", "1 Nov 2026, 19:05 UTC-04:00"),
    ],
)
def test_times_have_date_year_and_zone(zone: str, expected: str) -> None:
    how = telling(replace(FRAME, time_zone=zone))
    assert how.time(MOMENT).text == expected
    assert how.time(MOMENT).html == f'<time datetime="2026-11-01T23:05:00Z">{expected}</time>'


def test_a_component_without_a_name_has_its_id() -> None:
    assert telling(FRAME).name("gone") == "gone"


def test_a_component_without_a_name_in_the_language_has_another() -> None:
    frame = replace(FRAME, component_names={"a": {"fr": "Nom"}})
    assert telling(frame).name("a") == "Nom"


@pytest.mark.parametrize("slash", ["", "/"])
def test_the_site_may_lie_below_a_path_and_have_a_port(slash: str) -> None:
    how = telling(replace(FRAME, url=f"https://example.org:8443/status{slash}"))
    assert how.page("x") == "https://example.org:8443/status/incidents/x.html"


def test_what_fills_a_slot_is_escaped_in_html_alone() -> None:
    found = telling(FRAME).sentence("no_postmortem", reason=said("a <b> & {c}"))
    assert found.text == "No postmortem: a <b> & {c}"
    assert found.html == "No postmortem: a &lt;b&gt; &amp; {c}"


def test_what_an_author_wrote_once_is_marked_in_another_language() -> None:
    assert telling(FRAME).aside("a <b>") == said("a <b>")
    arabic = telling(replace(FRAME, default_language="ar")).aside("a\n<b>")
    assert arabic.text == "a <b>"
    assert arabic.html == '<span lang="ar" dir="rtl">a &lt;b&gt;</span>'


def test_an_event_of_the_clock_has_an_anchor_of_its_own() -> None:
    entry = Entry("example/event/started", "started", MOMENT)
    assert telling(FRAME).link("example", entry).endswith("/example.html#event/started")
