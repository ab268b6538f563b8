"""Facts of entries agree with the view, and never with what became known after them."""

from datetime import timedelta

import pytest

from builder.render.entry_facts import entry_facts
from builder.views.types import IncidentView
from builder.vocabulary.statuses import Impact, Kind, State
from tests.model.test_timeline import cases
from tests.model.written import DAY, clock, incident
from tests.render.feed_samples import view_of

EVENING = DAY + timedelta(hours=23)
HISTORIES = sorted({text for _, text, _, _ in (*cases(), *cases("corrections.txt"))})


def standing(of: IncidentView) -> dict[str, State]:
    """States of the view's components, as index and component pages have them."""
    return {span.component: span.state for span in of.spans if span.until is None}


@pytest.mark.parametrize("text", HISTORIES)
def test_facts_of_the_newest_entry_are_those_of_the_view(text: str) -> None:
    written = incident(text)
    last = view_of(written, EVENING)
    assert last is not None
    for entry in last.entries:
        then = view_of(written, entry.posted)
        assert then is not None
        newest = then.entries[-1]
        if newest.posted != entry.posted:
            continue
        facts = entry_facts(then, newest)
        told = {component: state for component, state in facts.states if state.rank}
        where = f"at {clock(entry.posted)}"
        if then.is_open:
            assert told == standing(then), where
            assert facts.due == (None if then.overdue else then.due), where
        assert facts.impact is (then.impact if facts.impact_known else Impact.MINOR), where
        assert facts.impact_known or then.impact is Impact.NONE, where
        assert set(facts.components) <= set(then.components), where
        if then.kind is Kind.MAINTENANCE:
            assert facts.window == (then.scheduled_for, then.scheduled_until), where


def test_what_takes_words_back_has_the_stage_that_the_clock_brought_about() -> None:
    last = view_of(
        incident(
            "window 10:00-12:00 db=under_maintenance\n08:00 scheduled\n"
            "09:00 scheduled withdrawn=11:00\n"
            "10:30 scheduled corrects=0800"
        ),
        EVENING,
    )
    assert last is not None
    told = [
        (entry.label, stage.value)
        for entry in last.entries
        if (stage := entry_facts(last, entry).stage)
    ]
    assert told == [
        ("scheduled", "scheduled"),
        ("scheduled", "scheduled"),
        ("started", "in_progress"),
        ("correction", "in_progress"),
        ("withdrawn", "in_progress"),
        ("completed", "completed"),
    ]


@pytest.mark.parametrize("text", HISTORIES)
def test_facts_stay(text: str) -> None:
    written = incident(text)
    last = view_of(written, EVENING)
    assert last is not None
    for entry in last.entries:
        then = view_of(written, entry.posted)
        assert then is not None
        assert entry_facts(then, entry) == entry_facts(last, entry)


def test_no_state_waits_for_a_later_time_than_its_update() -> None:
    written = incident("14:05 investigating reports=major_outage since=14:30\n14:10 identified")
    last = view_of(written, EVENING)
    assert last is not None
    facts = entry_facts(last, last.entries[-1])
    assert facts.states == (("reports", State.MAJOR_OUTAGE),)
    assert facts.impact is Impact.CRITICAL
