"""How a contract stands, from what its account may read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from builder.model.contract import (
    Adjustment,
    Contract,
    CreditStep,
    Exclusion,
    ResponsePromise,
)
from builder.model.incident import Incident
from builder.model.site import Account
from builder.model.uptime_policy import STATUSPAGE
from builder.views.rows import carried, row_of
from builder.views.service_levels import period_level, service_view
from builder.views.service_types import ServiceView
from builder.vocabulary.statuses import Priority
from tests.model.written import DAY, moment
from tests.views.fixtures import SITE, views
from tests.views.test_own_states import ACME
from tests.views.test_site_view import written

AGREED = Contract(
    since=date(2026, 8, 15),
    target=9_990_000,
    components=("checkout",),
    time_zone="Etc/UTC",
    policy=STATUSPAGE,
    credits=(CreditStep(9_990_000, "500 EUR"), CreditStep(9_950_000, "2000 EUR")),
    responses={
        Priority.P1: ResponsePromise(timedelta(minutes=15), timedelta(minutes=30)),
        Priority.P2: ResponsePromise(timedelta(minutes=15)),
    },
    dispute=timedelta(days=30),
)
MONTH = 30 * 86_400
OUTAGE = """
    started 10:00
    10:10 investigating checkout=major_outage
    10:35 identified
    10:50 resolved
"""


def stands(
    incidents: Mapping[str, Incident], now: datetime, contract: Contract = AGREED
) -> ServiceView:
    """How the contract of an account stands."""
    account = Account("acme", "Acme", ACME, ("checkout",), contract=contract)
    rows = carried(row_of(view, view.id) for view in views(incidents, now, ACME).values())
    found = service_view(account, SITE, rows, now)
    assert found is not None
    return found


def test_the_month_so_far() -> None:
    """Fifty minutes of 43 minutes and 12 seconds that November may have."""
    found = stands(written(one=OUTAGE), moment("12:00")).now
    assert (found.key, found.at) == ("2026-11", moment("10:50"))
    assert (found.budget, found.left) == (2592, 2592 - 3000)
    assert (found.broken, found.breach) == (True, moment("10:43") + timedelta(seconds=13))
    assert (found.owed, found.following and found.following.sum) == ("500 EUR", "2000 EUR")
    assert found.following is not None
    assert (found.following.below, found.following.at) == ("99.5", None)
    assert [(each.id, each.weighted, each.lasts) for each in found.incidents] == [
        ("one", 3_000_000, False)
    ]
    assert [(each.incident, each.seconds) for each in found.intervals] == [("one", 3000)]
    assert found.disputed_until == date(2026, 12, 31)


def test_what_goes_on_is_told_from_its_beginning_with_the_breach_to_come() -> None:
    ongoing = OUTAGE.replace("10:50 resolved", "")
    asked = [stands(written(one=ongoing), moment(at)).now for at in ("10:35", "10:40", "10:43")]
    found = asked[0]
    assert asked == [found, found, found]
    assert (found.at, found.left, found.broken) == (moment("10:00"), 2592, False)
    assert found.breach == moment("10:43") + timedelta(seconds=13)
    assert found.following is not None
    assert (found.following.sum, found.following.at) == ("500 EUR", found.breach)
    assert [(each.id, each.weighted, each.lasts) for each in found.incidents] == [("one", 0, True)]


def test_a_breach_that_has_come_is_told_from_then_on() -> None:
    ongoing = written(one=OUTAGE.replace("10:50 resolved", ""))
    breach = moment("10:43") + timedelta(seconds=13)
    asked = [stands(ongoing, each).now for each in (breach, moment("11:04"))]
    found = asked[0]
    assert asked[1] == found
    assert (found.at, found.left, found.broken, found.breach) == (breach, -1, True, breach)
    assert found.following is not None
    assert (found.owed, found.following.sum) == ("500 EUR", "2000 EUR")
    assert found.following.at == moment("10:00") + timedelta(seconds=12_961)


def test_instants_are_those_at_which_something_of_it_changes() -> None:
    ongoing = OUTAGE.replace("10:50 resolved", "")
    found = stands(written(one=ongoing), moment("10:40"))
    assert sorted(set(found.turns)) == [
        DAY,
        moment("10:43") + timedelta(seconds=13),
        moment("11:05") + timedelta(seconds=1),
        DAY + timedelta(days=1),
    ]


def test_past_months_begin_with_the_contract() -> None:
    found = stands(written(one=OUTAGE), datetime(2026, 12, 3, tzinfo=UTC))
    assert [(each.key, each.figure, each.broken, each.owed) for each in found.past] == [
        ("2026-11", "99.88426", True, "500 EUR"),
        ("2026-10", "100.00000", False, ""),
        ("2026-09", "100.00000", False, ""),
        ("2026-08", "100.00000", False, ""),
    ]
    assert (found.past[0].kept, found.past[0].promised) == (1, 1)
    assert (found.now.key, found.now.figure) == ("2026-12", "100.00000")


def test_no_contract_counts_before_its_first_day() -> None:
    account = Account("acme", "Acme", ACME, ("checkout",), contract=AGREED)
    early = datetime(2026, 8, 14, 23, tzinfo=UTC)
    assert service_view(account, SITE, (), early) is None
    assert service_view(replace(account, contract=None), SITE, (), moment("12:00")) is None
    assert period_level(account, SITE, (), (2026, 7), moment("12:00")) is None
    assert period_level(account, SITE, (), (2026, 12), moment("12:00")) is None
    first = period_level(account, SITE, (), (2026, 8), moment("12:00"))
    assert first is not None
    assert first.since == datetime(2026, 8, 15, tzinfo=UTC)


def test_months_begin_at_midnight_in_the_contract_s_zone() -> None:
    there = replace(AGREED, time_zone="America/New_York")
    found = stands({}, datetime(2026, 12, 1, 4, 59, tzinfo=UTC), there).now
    assert (found.key, found.since.hour, found.until.hour) == ("2026-11", 4, 5)


def test_promises_of_words_go_by_the_worst_state_that_was_told() -> None:
    """The first word came after 10 minutes, the longest silence was 25; then after 20."""
    late = OUTAGE.replace("started 10:00", "started 09:50")
    elsewhere = OUTAGE.replace("checkout", "payments-api")
    found = stands(written(one=OUTAGE, two=late, three=elsewhere), moment("12:00")).now
    assert [
        (each.id, each.priority, each.first, each.silence, each.kept) for each in found.promises
    ] == [
        ("two", Priority.P1, 1200, 1500, False),
        ("one", Priority.P1, 600, 1500, True),
    ]
    assert (found.kept, found.promised) == (1, 2)


def test_silence_breaks_a_promise_while_it_lasts() -> None:
    ongoing = written(one=OUTAGE.replace("10:50 resolved", ""))
    before, after = (stands(ongoing, moment("11:05") + timedelta(seconds=at)).now for at in (0, 1))
    assert [each.kept for each in (*before.promises, *after.promises)] == [None, False]
    assert (before.promised, after.promised) == (0, 1)


def test_what_was_agreed_not_to_count_is_named() -> None:
    agreed = replace(
        AGREED,
        exclusions=(Exclusion(moment("10:00"), moment("10:20"), "A move"),),
        adjustments=(Adjustment((2026, 11), -600, "Ours", date(2026, 11, 24)),),
    )
    found = stands(written(one=OUTAGE), moment("12:00"), agreed).now
    assert [each.reason for each in found.excluded] == ["A move"]
    assert [(each.seconds, each.reason) for each in found.adjusted] == [(-600, "Ours")]
    assert found.left == int((MONTH - 1200) * 0.001 - 1800 + 600)


def test_a_window_that_moves_ends_at_the_last_change() -> None:
    found = stands(written(one=OUTAGE), moment("12:00"), replace(AGREED, rolling=30)).now
    assert (found.since, found.until) == (moment("10:50") - timedelta(days=30), moment("10:50"))
    assert (found.budget, found.left) == (2592, -408)
