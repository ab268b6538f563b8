"""Months that are over: which there are, what each holds, and that it moves with nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from builder.model.site import Site
from builder.model.uptime import percent
from builder.model.uptime_window import parse_window
from builder.views.component_months import component_months
from builder.views.rows import row_of
from builder.views.types import IncidentRow, Span
from builder.views.uptime import uptime
from builder.views.uptime_types import ComponentMonths
from builder.vocabulary.readers import PUBLIC
from builder.vocabulary.statuses import State
from tests.model.written import DAY
from tests.views.fixtures import SITE, views
from tests.views.test_site_view import written
from tests.views.test_uptime import with_checkout

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
PARIS = replace(SITE, time_zone="Europe/Paris")


def row(name: str, since: str, until: str = "", state: State = State.MAJOR_OUTAGE) -> IncidentRow:
    """An incident of checkout from one time of UTC to another."""
    made = written(**{name: "10:00 investigating checkout=major_outage"})
    [found] = (row_of(view, name) for view in views(made, DAY.replace(hour=11)).values())
    begins, ends = (datetime.fromisoformat(f"{each}Z") if each else None for each in (since, until))
    assert begins is not None
    return replace(found, began=begins, spans=(Span("checkout", state, begins, ends),))


OVER_NEW_YEAR = row("new-year", "2025-12-31T22:30", "2026-01-01T00:30")
IN_AUTUMN = row("autumn", "2026-10-25T00:00", "2026-10-25T03:00", State.PARTIAL_OUTAGE)
IN_NOVEMBER = row("november", "2026-11-02T00:00", "2026-11-02T01:00")
ROWS = (OVER_NEW_YEAR, IN_AUTUMN, IN_NOVEMBER)


def seen(*rows: IncidentRow, site: Site = PARIS, since: datetime | None = None) -> ComponentMonths:
    return component_months(PUBLIC, site, rows, NOW, since=since)


def test_months_that_are_over_are_listed_where_something_was_the_matter() -> None:
    found = seen(*ROWS)
    assert list(found.listed) == ["checkout"]
    assert [(each.key, each.earlier, each.later) for each in found.of("checkout")] == [
        ("2026-10", "2026-01", ""),
        ("2026-01", "2025-12", "2026-10"),
        ("2025-12", "", "2026-01"),
    ]
    assert seen(IN_NOVEMBER).listed == {} == seen().listed


def test_a_month_has_the_figure_of_the_command_and_days_that_add_up_to_it() -> None:
    found, zone = seen(*ROWS), ZoneInfo("Europe/Paris")
    for month in found.of("checkout"):
        window = parse_window(month.key).bounds(NOW, zone)
        told = uptime(PUBLIC, PARIS, ROWS, window, zone, PARIS.uptime_policy, wanted=["checkout"])
        history = found.history("checkout", month.key)
        [figure] = told.components
        assert figure.uptime is not None
        assert history.figure == percent(figure.uptime, 5)
        assert history.counted == window.seconds
        assert sum(seconds for day in history.days for _, seconds in day.seconds) == sum(
            seconds for _, seconds in history.seconds
        )
    january = found.history("checkout", "2026-01")
    assert [(day.day, day.seconds) for day in january.days] == [
        (date(2026, 1, 1), ((State.MAJOR_OUTAGE, 5400),))
    ]
    assert found.history("checkout", "2026-10").counted == 31 * 86_400 + 3_600


def test_a_change_moves_the_months_that_it_touches_and_no_other() -> None:
    before = {month.key: month.digest for month in seen(*ROWS).of("checkout")}
    changed = replace(IN_AUTUMN, digest="another")
    for rows in ((OVER_NEW_YEAR, changed, IN_NOVEMBER), (changed, IN_NOVEMBER, OVER_NEW_YEAR)):
        after = {month.key: month.digest for month in seen(*rows).of("checkout")}
        assert {key for key in before if before[key] != after[key]} == {"2026-10"}


def test_what_still_goes_on_is_in_each_month_that_is_over() -> None:
    found = seen(row("long", "2026-07-15T00:00"))
    assert [each.key for each in found.of("checkout")] == [f"2026-{n:02}" for n in (10, 9, 8, 7)]
    assert found.history("checkout", "2026-08").figure == "0.00000"


def test_only_time_of_which_there_is_data_is_told() -> None:
    born = with_checkout(start_date=date(2026, 1, 1))
    assert [each.key for each in seen(*ROWS, site=born).of("checkout")] == ["2026-10", "2026-01"]
    assert seen(*ROWS, site=with_checkout(archived=True)).listed == {}
    gone = with_checkout(archived=date(2026, 1, 15))
    [month] = seen(*ROWS, site=gone).of("checkout")[:1]
    assert seen(*ROWS, site=gone).history("checkout", month.key).counted == 14 * 86_400


def test_months_before_a_moment_are_left_out() -> None:
    since = datetime(2026, 1, 10, tzinfo=UTC)
    assert [each.key for each in seen(*ROWS, since=since).of("checkout")] == ["2026-10", "2026-01"]
