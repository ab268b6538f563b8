"""The fold of a site: what stands where, and that all of it agrees."""

from collections.abc import Callable, Set
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from builder.model.incident import Incident
from builder.views.types import SiteView
from builder.views.verdict import verdict
from builder.vocabulary.readers import PUBLIC, Reader, Scope
from builder.vocabulary.statuses import Impact, State, worst
from tests.model.written import clock, incident, moment
from tests.views.fixtures import SITE, site

NOW = moment("18:00")
ACME = Reader("account:acme", frozenset({"account:acme", "audience:public"}))


def written(**texts: str) -> dict[str, Incident]:
    """Read several incidents, each named as its keyword."""
    return {name: incident(text, name) for name, text in texts.items()}


def states(seen: SiteView) -> dict[str, State]:
    """The state of each listed component."""
    return {each.id: each.state for group in seen.groups for each in group.components}


def test_nothing_happened() -> None:
    seen = site({}, NOW)
    assert seen.verdict.indicator is Impact.NONE
    assert states(seen) == dict.fromkeys(("checkout", "api", "db"), State.OPERATIONAL)
    assert seen.feed == ()


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ("checkout=degraded_performance", "minor Partially Degraded Service"),
        ("checkout=partial_outage", "minor Minor Service Outage"),
        ("checkout=major_outage", "major Partial System Outage"),
        (
            "checkout=partial_outage api=partial_outage db=partial_outage",
            "major Partial System Outage",
        ),
        (
            "checkout=major_outage api=major_outage db=major_outage",
            "critical Major System Outage",
        ),
        (
            "checkout=degraded_performance api=degraded_performance db=degraded_performance",
            "minor Degraded System Service",
        ),
        ("checkout=under_maintenance", "maintenance Service Under Maintenance"),
        ("checkout=operational", "none All Systems Operational"),
        ("", "minor Open Incident"),
        ("acme-cluster=major_outage", "minor Open Incident"),
        ("old=major_outage", "major Partial System Outage"),
    ],
)
def test_verdict(components: str, expected: str) -> None:
    seen = site(written(one=f"14:05 investigating {components}"), NOW)
    assert f"{seen.verdict.indicator} {seen.verdict.description}" == expected


_MAJOR, _PARTIAL = State.MAJOR_OUTAGE, State.PARTIAL_OUTAGE
_DEGRADED, _WORK = State.DEGRADED_PERFORMANCE, State.UNDER_MAINTENANCE
_ROLL_UP: tuple[tuple[Callable[[Set[State]], bool], Impact, str], ...] = (
    (lambda found: found == {_MAJOR}, Impact.CRITICAL, "Major System Outage"),
    (lambda found: _MAJOR in found or found == {_PARTIAL}, Impact.MAJOR, "Partial System Outage"),
    (lambda found: _PARTIAL in found, Impact.MINOR, "Minor Service Outage"),
    (lambda found: found == {_DEGRADED}, Impact.MINOR, "Degraded System Service"),
    (lambda found: _DEGRADED in found, Impact.MINOR, "Partially Degraded Service"),
    (lambda found: _WORK in found, Impact.MAINTENANCE, "Service Under Maintenance"),
    (lambda found: True, Impact.NONE, "All Systems Operational"),
)
"""What the API's roll-up says of the states that components are in: the first row that matches."""


@pytest.mark.parametrize("number", range(5))
def test_every_row_of_the_roll_up(number: int) -> None:
    component = site({}, NOW).groups[0].components[0]
    reached = set()
    for found in product(State, repeat=number):
        rolled = verdict([replace(component, state=state) for state in found], ())
        row = next(row for row in _ROLL_UP if row[0](set(found)))
        assert (rolled.indicator, rolled.description) == row[1:], found
        reached.add(row[2])
    assert len(reached) == {0: 1, 1: 5}.get(number, 7)


def test_maintenance_does_not_hide_an_open_incident_without_components() -> None:
    seen = site(written(one="14:05 investigating", two=WINDOW_NOW), NOW)
    assert seen.verdict.description == "Open Incident"


WINDOW_NOW = """
    window 17:00-19:00 db=under_maintenance
    08:00 scheduled
"""
WINDOW_AHEAD = """
    window 20:00-21:00 db=under_maintenance
    08:00 scheduled
"""


def test_scheduled_maintenance_changes_no_state_before_it_starts() -> None:
    seen = site(written(ahead=WINDOW_AHEAD), NOW)
    assert seen.verdict.indicator is Impact.NONE
    assert [view.id for view in seen.upcoming] == ["ahead"]
    assert seen.months == ()


def test_maintenance_by_the_clock() -> None:
    seen = site(written(now=WINDOW_NOW), NOW)
    assert states(seen)["db"] is State.UNDER_MAINTENANCE
    assert [view.id for view in seen.active] == ["now"]


def test_the_worst_state_of_several_incidents_wins() -> None:
    seen = site(
        written(
            one="14:05 investigating checkout=degraded_performance",
            two="14:10 investigating checkout=major_outage",
        ),
        NOW,
    )
    assert states(seen)["checkout"] is State.MAJOR_OUTAGE
    assert seen.groups[0].state is State.MAJOR_OUTAGE


def test_an_account_sees_its_own_component() -> None:
    incidents = written(one="14:05 investigating acme-cluster=major_outage")
    assert "acme-cluster" not in states(site(incidents, NOW))
    assert states(site(incidents, NOW, ACME))["acme-cluster"] is State.MAJOR_OUTAGE


def test_an_archived_component_is_listed_only_while_it_ails() -> None:
    assert "old" not in states(site({}, NOW))
    assert [page.component.id for page in site({}, NOW).components] == [
        "checkout",
        "api",
        "db",
        "old",
    ]


def test_a_merge_leaves_no_green_instant() -> None:
    texts = {
        "first": "14:05 investigating checkout=partial_outage\n14:30 identified into=second",
        "second": "14:20 investigating api=degraded_performance",
    }
    assert states(site(written(**texts), NOW))["checkout"] is State.PARTIAL_OUTAGE
    texts["second"] += "\n15:00 identified checkout=degraded_performance"
    assert states(site(written(**texts), NOW))["checkout"] is State.DEGRADED_PERFORMANCE
    texts["second"] += "\n16:00 resolved"
    assert states(site(written(**texts), NOW))["checkout"] is State.OPERATIONAL


def test_a_merged_incident_is_no_longer_open() -> None:
    seen = site(
        written(
            first="14:05 investigating checkout=partial_outage\n14:30 identified into=second",
            second="14:20 investigating checkout=partial_outage",
        ),
        NOW,
    )
    assert [view.id for view in seen.open] == ["second"]
    assert [row.id for row in seen.recent] == ["first"]


def test_feed_times_rise_strictly_and_none_lies_ahead() -> None:
    seen = site(
        written(
            one="18:00 investigating\n17:59 investigating id=x",
            two="18:00 investigating",
            three="17:59 investigating",
        ),
        NOW,
    )
    times = [entry.time for entry in seen.feed]
    assert times == sorted(set(times), reverse=True)
    assert max(times) <= NOW
    assert [entry.entry.key for entry in seen.feed] == ["one/1800", "three/1759", "one/x"]


def test_a_feed_holds_fifty_and_all_of_what_is_open() -> None:
    old = "00:00 investigating checkout=partial_outage\n" + "\n".join(
        f"00:00:{second:02} identified" for second in range(1, 40)
    )
    closed = {
        f"c{minute:02}": f"10:{minute:02} investigating\n11:{minute:02} resolved"
        for minute in range(30)
    }
    seen = site(written(old=old, **closed), NOW)
    assert len(seen.feed) == 90
    assert {entry.row.id for entry in seen.feed[:50]} == {
        name for name, _ in sorted(closed.items())
    }


def test_maintenance_has_an_entry_an_event_of_its_life() -> None:
    texts = {
        "moved": """
            window 09:00-10:00 db=under_maintenance
            08:00 scheduled
            08:30 scheduled from=12:00 until=13:00
        """,
        "told": """
            window 14:00-15:00 db=under_maintenance
            08:01 scheduled
            13:58 in_progress
            15:20 completed
        """,
    }
    seen = site(written(**texts), NOW)
    assert [(entry.entry.key, entry.entry.label) for entry in reversed(seen.feed)] == [
        ("moved/0800", "scheduled"),
        ("told/0801", "scheduled"),
        ("moved/0830", "rescheduled"),
        ("moved/event/started", "started"),
        ("moved/event/completed", "completed"),
        ("told/event/started", "started"),
        ("told/event/overrun", "overrun"),
        ("told/event/completed", "completed"),
    ]


def test_what_an_author_writes_of_the_clocks_second_comes_after_what_was_told_then() -> None:
    """Names of files are of a minute, and windows begin with one."""
    work = "window 14:00-15:00 db=under_maintenance\n08:00 scheduled"
    before = site(written(work=work), moment("14:00")).feed
    news = "14:00 investigating"
    after = site(written(work=work, errors=news, zeal=news), moment("14:10")).feed
    assert before[0].entry.key == "work/event/started"
    assert [(entry.entry.key, entry.time) for entry in after[2:]] == [
        (entry.entry.key, entry.time) for entry in before
    ]


def test_what_the_clock_makes_up_for_comes_after_the_word_that_made_it_so() -> None:
    """Of one second the clock still stands before what others wrote of it."""
    work = (
        "window 10:00-12:00 db=under_maintenance\n08:00 scheduled\n09:00 completed withdrawn=14:00"
    )
    more = "window 14:00-15:00 api=under_maintenance\n08:30 scheduled"
    feed = site(written(errors="14:00 investigating", more=more, work=work), moment("14:10")).feed
    assert [(entry.entry.key, clock(entry.time)) for entry in feed[:5]] == [
        ("work/event/completed-2", "14:00:04"),
        ("work/event/started", "14:00:03"),
        ("work/0900/withdrawn", "14:00:02"),
        ("errors/1400", "14:00:01"),
        ("more/event/started", "14:00"),
    ]


def test_an_author_who_comes_after_the_clock_has_an_entry_of_its_own() -> None:
    seen = site(
        written(
            one="""
                window 14:00-15:00 db=under_maintenance
                08:00 scheduled
                14:03 in_progress
            """
        ),
        moment("14:30"),
    )
    assert [entry.entry.key for entry in reversed(seen.feed)] == [
        "one/0800",
        "one/event/started",
        "one/1403",
    ]


def test_a_status_page_is_about_its_components() -> None:
    incidents = written(
        one="14:05 investigating checkout=major_outage", two="14:05 investigating db=major_outage"
    )
    seen = site(incidents, NOW, scope=Scope("database", "database", frozenset({"db"})))
    assert [view.id for view in seen.open] == ["two"]
    assert states(seen) == {"db": State.MAJOR_OUTAGE}
    assert {entry.row.id for entry in seen.feed} == {"two"}


@pytest.mark.parametrize(
    "text",
    [
        "shows 14:00-\n13:00",
        "window 17:00-19:00 acme-cluster=under_maintenance\n08:00 scheduled",
    ],
)
def test_a_notice_and_work_on_what_readers_do_not_know_leave_the_verdict(text: str) -> None:
    seen = site(written(one=text), NOW)
    assert seen.verdict.indicator is Impact.NONE
    assert [view.id for view in (*seen.notices, *seen.active)] == ["one"]


def test_a_notice_is_history_once_it_shows() -> None:
    incidents = written(one="shows 19:00-\n13:00")
    assert site(incidents, NOW).months == ()
    assert [month.key for month in site(incidents, moment("19:00")).months] == ["2026-11"]


def test_what_names_no_component_is_on_every_status_page() -> None:
    incidents = written(one="14:05 investigating", told="shows 14:00-\n13:00")
    seen = site(incidents, NOW, scope=Scope("database", "database", frozenset({"db"})))
    assert [view.id for view in seen.open] == ["one"]
    assert [view.id for view in seen.notices] == ["told"]
    assert seen.verdict.indicator is Impact.MINOR


def test_the_feed_of_a_status_page_reaches_back_beyond_the_news_of_others() -> None:
    others = {
        f"c{minute:02}": f"10:{minute:02} investigating db=partial_outage\n11:{minute:02} resolved"
        for minute in range(30)
    }
    mine = "09:00 investigating checkout=partial_outage\n09:30 resolved"
    scope = Scope("shop", "shop", frozenset({"checkout"}))
    seen = site(written(mine=mine, **others), NOW, scope=scope)
    assert [entry.entry.key for entry in seen.feed] == ["mine/0930", "mine/0900"]


@pytest.mark.parametrize(
    "text",
    [
        "14:05 investigating checkout=major_outage\n15:00 resolved outcome=no_impact\n"
        "15:30 investigating",
        "14:05 investigating checkout=major_outage\n14:30 monitoring checkout=operational\n"
        "15:00 resolved\n15:30 investigating id=again",
        "14:05 resolved\n15:30 investigating id=again",
        "14:05 investigating old=operational",
    ],
)
def test_open_without_a_word_on_what_is_never_green(text: str) -> None:
    assert site(written(one=text), NOW).verdict.description == "Open Incident"


def test_entries_of_one_second_stand_by_incident_in_their_own_order() -> None:
    texts = {
        "b": "14:05 investigating id=z\n14:05 investigating id=a corrects=z",
        "a": "14:05 investigating",
    }
    seen = site(written(**texts), NOW)
    told = [(entry.entry.key, entry.time.second) for entry in reversed(seen.feed)]
    assert told == [("a/1405", 0), ("b/z", 1), ("b/a", 2)]


STAGES = some.sampled_from(["investigating", "identified", "monitoring", "resolved"])
STATES = some.sampled_from([None, *State])
NAMES = some.sampled_from(["checkout", "api", "db"])
UPDATE = some.tuples(some.integers(0, 40), STAGES, NAMES, STATES)


@given(some.lists(some.lists(UPDATE, min_size=1, max_size=5), min_size=0, max_size=4))
def test_all_surfaces_agree(histories: list[list[tuple[int, str, str, State | None]]]) -> None:
    texts = {}
    for number, history in enumerate(histories):
        lines: list[str] = []
        for minute, stage, component, state in history:
            wrote = f"{component}={state}" if state and stage != "resolved" else ""
            lines.append(f"14:{minute:02} {stage} id=u{len(lines)} {wrote}")
        texts[f"i{number}"] = "\n".join(lines)
    seen = site(written(**texts), NOW)
    listed = states(seen)
    for group in seen.groups:
        assert group.state is worst([listed[each.id] for each in group.components])
    for page in seen.components:
        if page.component.id in listed:
            assert page.component.state is listed[page.component.id]
    lasting = [span for view in seen.open for span in view.spans if span.until is None]
    held = {
        span.component: span.state for span in sorted(lasting, key=lambda each: each.state.rank)
    }
    for component, state in listed.items():
        assert held.get(component, State.OPERATIONAL).rank == state.rank
    if any(state is not State.OPERATIONAL for state in listed.values()):
        assert seen.verdict.indicator is not Impact.NONE
    assert seen.frame.name == SITE.name
    assert site(dict(reversed(written(**texts).items())), NOW) == seen, "order of files"
    assert PUBLIC.may_read(None)
