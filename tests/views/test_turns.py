from dataclasses import replace

from hypothesis import given

from builder.model.incident import Incident
from builder.model.timeline import timeline
from builder.views.cut import cut, readable
from builder.views.frame import component_limits
from builder.views.turns import turns
from builder.views.types import IncidentView
from builder.vocabulary.readers import PUBLIC
from tests.model.written import incident, moment
from tests.views.fixtures import SITE
from tests.views.histories import after, incidents

LIMITS = component_limits(SITE)


def view_of(text: str, now: str) -> IncidentView:
    found = cut(PUBLIC, incident(text), LIMITS, moment(now))
    assert found is not None
    return found


def said(view: IncidentView) -> list[str]:
    """Each update with what it turned, as ``1405 checkout: operational > partial_outage``."""
    posts = [(each.at, each.id, each.turned) for each in view.updates]
    posts += [(each.at, each.name, each.turned) for each in view.events]
    return [
        f"{name} {turn.component}: {turn.before} > {turn.after}"
        for _, name, turned in sorted(posts, key=lambda post: post[:2])
        for turn in turned
    ]


def test_each_update_says_what_it_turned() -> None:
    view = view_of(
        "14:05 investigating checkout=degraded_performance\n"
        "14:20 identified checkout=major_outage api=partial_outage\n"
        "14:30 monitoring\n"
        "15:00 resolved",
        "16:00",
    )
    assert said(view) == [
        "1405 checkout: operational > degraded_performance",
        "1420 checkout: degraded_performance > major_outage",
        "1420 api: operational > partial_outage",
        "1500 checkout: major_outage > operational",
        "1500 api: partial_outage > operational",
    ]


def test_what_was_told_stays_when_it_is_corrected_or_withdrawn() -> None:
    view = view_of(
        "14:05 investigating id=one checkout=major_outage\n"
        "14:10 investigating id=two corrects=one checkout=partial_outage\n"
        "14:20 identified id=three api=major_outage withdrawn=14:25\n"
        "14:30 resolved id=four",
        "16:00",
    )
    assert said(view) == [
        "one checkout: operational > major_outage",
        "two checkout: major_outage > partial_outage",
        "three api: operational > major_outage",
        "four checkout: partial_outage > operational",
    ]


def test_a_component_that_is_named_and_does_not_change() -> None:
    text = "14:05 investigating checkout=operational\n14:20 identified checkout=operational"
    assert said(view_of(text, "16:00")) == [
        "1405 checkout: operational > operational",
        "1420 checkout: operational > operational",
    ]


def test_reopened_without_a_state() -> None:
    text = "14:05 investigating checkout=major_outage\n14:20 resolved\n14:30 investigating"
    assert said(view_of(text, "16:00"))[-1] == "1430 checkout: operational > major_outage"


def test_the_clock_turns_what_a_window_names() -> None:
    view = view_of("window 14:30-15:00 db=under_maintenance\n14:00 scheduled", "16:00")
    assert said(view) == [
        "1400 db: operational > operational",
        "started db: operational > under_maintenance",
        "completed db: under_maintenance > operational",
    ]


def test_an_author_begins_at_the_very_second_of_the_window() -> None:
    text = "window 14:30-15:00 db=under_maintenance\n14:00 scheduled\n14:30 in_progress"
    assert said(view_of(text, "14:40"))[-1] == "1430 db: operational > under_maintenance"


@given(incidents(plain=True))
def test_the_short_way_leads_where_the_long_one_does(made: Incident) -> None:
    now = after(90)
    left = readable(PUBLIC, made, LIMITS)
    view = cut(PUBLIC, made, LIMITS, now)
    if left is None or view is None:
        return
    line = timeline(left, now)
    long = turns(left, replace(line, steps=()), view.updates, view.entries)
    assert turns(left, line, view.updates, view.entries) == long


@given(incidents())
def test_the_last_turn_leads_to_what_holds_now(made: Incident) -> None:
    view = cut(PUBLIC, made, LIMITS, after(300))
    if view is None or any(entry.label == "withdrawn" for entry in view.entries):
        return
    reached: dict[str, object] = {}
    turned = {each.id: each.turned for each in view.updates}
    turned |= {each.key: each.turned for each in view.events}
    for entry in view.entries:
        for turn in turned.get(entry.update, ()) or turned.get(entry.key, ()):
            reached[turn.component] = turn.after
    holds = {span.component: span.state for span in view.spans if span.until is None}
    assert {name: state for name, state in reached.items() if state != "operational"} == holds
