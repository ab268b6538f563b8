from dataclasses import replace

from builder.render.badges import badges
from builder.render.cards import incident_page
from builder.render.setting import Setting
from builder.render.times import Times
from builder.render.words import ENGLISH
from builder.views.types import IncidentView, Span
from builder.vocabulary.statuses import Impact, State
from tests.render import samples

SETTING = Setting(samples.frame(), ENGLISH, Times("Etc/UTC", ENGLISH), badges(ENGLISH), "../")


def facts(**changes: object) -> dict[str, str]:
    page = incident_page(replace(samples.maintenance(), **changes), SETTING)  # type: ignore[arg-type]
    return {fact.label: fact.value.striptags() for fact in page.card.facts}


def test_components_that_shared_all_of_it_stand_together() -> None:
    began, ended = samples.at("2026-11-23 13:52"), samples.at("2026-11-23 14:31")
    spans = (
        Span("checkout", State.PARTIAL_OUTAGE, began, ended),
        Span("search", State.PARTIAL_OUTAGE, began),
        Span("payouts", State.PARTIAL_OUTAGE, began, ended),
    )
    page = incident_page(samples.view(spans=spans), SETTING)
    assert [span.components.striptags() for span in page.spans] == ["Checkout, Payouts", "Search"]


def test_window_that_was_kept_is_told_once() -> None:
    kept = facts(ended=samples.at("2026-11-23 18:00"))
    assert kept["From"] == "23 Nov 2026, 14:00 UTC"
    assert kept["Until"] == "23 Nov 2026, 18:00 UTC"
    assert not {"Began", "Ended"} & set(kept)


def test_window_that_was_not_kept_stands_beside_what_came() -> None:
    moved = facts(began=samples.at("2026-11-23 14:10"), ended=samples.at("2026-11-23 15:10"))
    assert moved["Began"] == "23 Nov 2026, 14:10 UTC"
    assert moved["Ended"] == "23 Nov 2026, 15:10 UTC, after 1 h"


def test_maintenance_that_was_cancelled_has_neither_begun_nor_ended() -> None:
    cancelled = facts(spans=(), ended=samples.at("2026-11-22 09:00"))
    assert set(cancelled) == {"From", "Until", "Planned"}


def test_notice_says_until_when_it_shows_before_that_has_come() -> None:
    until = samples.at("2026-12-01 08:00")
    page = incident_page(replace(samples.notice(), shows_until=until), SETTING)
    assert {fact.label: fact.value.striptags() for fact in page.card.facts} == {
        "From": "20 Nov 2026, 08:00 UTC",
        "Until": "1 Dec 2026, 08:00 UTC",
    }


def test_an_impact_that_nobody_has_told_yet_is_not_called_none() -> None:
    silent = samples.view(impact=Impact.NONE, spans=(), components=())
    well = (Span("checkout", State.OPERATIONAL, silent.began),)
    assert badges_of(silent) == ["Identified", "Impact not known yet"]
    assert badges_of(replace(silent, clear=well)) == ["Identified", "No impact"]
    assert 'class="is minor"' in incident_page(silent, SETTING).card.badges[1]


def badges_of(view: IncidentView) -> list[str]:
    return [str(badge.striptags()) for badge in incident_page(view, SETTING).card.badges]
