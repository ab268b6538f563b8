"""The last 90 days: their borders, what a day holds, and what figures cover."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings

from builder.model.site import Site
from builder.views.day_history import DAYS, Alike, midnights, uptime_view
from builder.views.rows import carried, row_of
from builder.views.uptime_types import ComponentHistory, UptimeView
from builder.vocabulary.readers import PUBLIC, Reader
from builder.vocabulary.statuses import State
from tests.model.written import DAY, moment
from tests.views.fixtures import SITE, views
from tests.views.histories import after, sites
from tests.views.test_own_states import ACME, BETTER
from tests.views.test_site_view import written
from tests.views.test_uptime import with_checkout

DAY_LONG = timedelta(days=1)


def seen(
    text: str, now: datetime, site: Site = SITE, reader: Reader = PUBLIC, **others: str
) -> UptimeView:
    """The figures of a site with these incidents."""
    made = written(one=text, **others)
    rows = carried(row_of(view, view.id) for view in views(made, now, reader).values())
    found = uptime_view(reader, site, rows, now)
    assert found is not None
    return found


def days(found: ComponentHistory) -> dict[str, tuple[tuple[State, int], ...]]:
    return {each.day.isoformat(): each.seconds for each in found.days}


def test_figures_cover_whole_days_and_today_shows_its_worst_state_alone() -> None:
    text = "10:00 investigating checkout=partial_outage\n10:20 identified checkout=major_outage"
    now = moment("11:00")
    found = seen(text, now)
    checkout = found.components["checkout"]
    assert (found.today, found.since) == (now.date(), now.date() - DAYS * DAY_LONG)
    assert (checkout.figure, checkout.counted, checkout.seconds) == ("100.00000", 7_776_000, ())
    today = checkout.days[-1]
    assert (today.day, today.state, today.seconds) == (now.date(), State.MAJOR_OUTAGE, ())
    assert [row.id for row in today.incidents] == ["one"]
    over = seen(text + "\n11:10 resolved", now + DAY_LONG).components["checkout"]
    assert over.seconds == ((State.MAJOR_OUTAGE, 3000), (State.PARTIAL_OUTAGE, 1200))
    assert over.weighted == 3000_000 + 1200 * 300
    # 100 * (7776000 - 3360) / 7776000
    assert over.figure == "99.95679"
    assert over.days[-1].state is State.MAJOR_OUTAGE
    assert seen(text, now).groups["payments"] == "100.00000"


def test_what_lasts_over_midnight_is_told_of_on_both_days() -> None:
    tokyo = replace(SITE, time_zone="Asia/Tokyo")
    text = "14:30 investigating checkout=major_outage\n15:30 resolved"
    found = seen(text, moment("16:00") + 2 * DAY_LONG, tokyo)
    half = ((State.MAJOR_OUTAGE, 1800),)
    following = DAY.date() + DAY_LONG
    assert days(found.components["checkout"]) == {
        DAY.date().isoformat(): half,
        following.isoformat(): half,
    }


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_days_of_another_length(day: str, hours: int) -> None:
    site = replace(SITE, time_zone="Europe/Paris")
    start = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    began, ends = midnights(start, "Europe/Paris")
    assert ends - began == timedelta(hours=hours)
    made = written(one="10:00 investigating checkout=major_outage")
    row = row_of(views(made, DAY + DAY_LONG)["one"], "one")
    spans = tuple(replace(span, since=began, until=ends) for span in row.spans)
    found = uptime_view(PUBLIC, site, [replace(row, spans=spans)], ends + 2 * DAY_LONG)
    assert found is not None
    assert days(found.components["checkout"]) == {day: ((State.MAJOR_OUTAGE, hours * 3600),)}


def test_there_is_no_data_before_a_component_and_after_it() -> None:
    now = moment("12:00") + 10 * DAY_LONG
    text = "10:00 investigating checkout=major_outage\n11:00 resolved"
    born = DAY.date() + DAY_LONG
    found = seen(text, now, with_checkout(start_date=born)).components["checkout"]
    assert (found.first, found.last, found.days) == (born, now.date(), ())
    assert found.counted == 9 * 86_400
    gone = seen(text, now, with_checkout(archived=born)).components["checkout"]
    assert gone.last == DAY.date()
    for site in (with_checkout(start_date=date(2030, 1, 1)), with_checkout(archived=True)):
        none = seen(text, now, site).components["checkout"]
        assert (none.figure, none.first, none.last, none.days) == ("", None, None, ())
    new = seen(text, now, with_checkout(start_date=now.date())).components["checkout"]
    assert (new.figure, new.first) == ("", now.date())


def test_every_incident_of_a_day_is_named() -> None:
    found = seen(
        "10:00 investigating checkout=major_outage\n11:00 resolved",
        moment("12:00") + DAY_LONG,
        two="10:10 investigating checkout=degraded_performance\n10:20 resolved",
    )
    [day] = found.components["checkout"].days
    assert [row.id for row in day.incidents] == ["one", "two"]
    assert day.seconds == ((State.MAJOR_OUTAGE, 3600),)


def test_readers_share_days_as_far_as_they_were_told_the_same() -> None:
    made = written(one="10:00 investigating checkout=major_outage\n11:00 resolved")
    now = moment("12:00") + DAY_LONG
    rows = [row_of(view, view.id) for view in views(made, now).values()]
    renamed = [replace(row, title={"en": "Another title"}) for row in rows]
    alike: Alike = {}
    first, same, other = (
        uptime_view(PUBLIC, SITE, each, now, {"checkout"}, alike) for each in (rows, rows, renamed)
    )
    assert first is not None
    assert same is not None
    assert other is not None
    assert first.components["checkout"] is same.components["checkout"]
    assert first == uptime_view(PUBLIC, SITE, rows, now, {"checkout"})
    assert other == uptime_view(PUBLIC, SITE, renamed, now, {"checkout"})
    assert len(alike) == 2


def test_an_account_has_figures_of_its_own() -> None:
    """Everyone reads of 20 minutes of a partial outage and of half an hour and more of a major one,
    the account of less."""
    now = moment("12:00") + DAY_LONG
    public, own = seen(BETTER, now), seen(BETTER, now, SITE, ACME)
    assert public.components["checkout"].seconds == (
        (State.MAJOR_OUTAGE, 2400),
        (State.PARTIAL_OUTAGE, 1200),
    )
    assert own.components["checkout"].seconds == (
        (State.MAJOR_OUTAGE, 1800),
        (State.PARTIAL_OUTAGE, 600),
        (State.DEGRADED_PERFORMANCE, 1200),
    )


def test_a_site_without_components_has_none() -> None:
    assert uptime_view(PUBLIC, replace(SITE, groups=(), ungrouped=()), [], moment("12:00")) is None


@settings(max_examples=30, deadline=None)
@given(sites())
def test_seconds_of_days_add_up_to_those_of_the_figure(made: dict[str, object]) -> None:
    now = after(60 * 30)
    rows = carried(row_of(view, view.id) for view in views(made, now).values())  # type: ignore[arg-type]
    found = uptime_view(PUBLIC, SITE, rows, now)
    assert found is not None
    for each in found.components.values():
        added: dict[State, int] = {}
        for day in each.days:
            for state, seconds in day.seconds:
                added[state] = added.get(state, 0) + seconds
        assert added == dict(each.seconds)
