"""The arithmetic of uptime, held against a second one that looks at every second by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.model.uptime import Held, Window, any_down, mean, measure, percent
from builder.model.uptime_policy import INCIDENT_IO, POLICIES, STATUSPAGE, Policy
from builder.vocabulary.statuses import State

DAY = 86_400
PARTIAL, MAJOR = State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE
MAINTENANCE = State.UNDER_MAINTENANCE
LAST = 60
"""Seconds of the small windows that are looked at second by second."""

AGREED = Policy("agreed", 1000, 500, 125, under_maintenance=None)
STRICT = Policy("strict", 900, 900, 1, under_maintenance=1000)
EVERY = (STATUSPAGE, INCIDENT_IO, AGREED, STRICT)

policies = st.sampled_from(EVERY)
instants = st.integers(-5, LAST + 5)
timelines = st.lists(
    st.builds(
        Held,
        st.sampled_from(State),
        instants,
        st.none() | instants,
        st.sampled_from(["one/first", "one/second", "two/first"]),
    ),
    max_size=7,
)
windows = st.builds(Window, st.integers(0, LAST), st.integers(0, LAST))


def figure(held: Iterable[Held], window: Window, policy: Policy, digits: int = 5) -> str:
    found = measure(held, (window,), policy).uptime
    assert found is not None
    return percent(found, digits)


# --- by hand ------------------------------------------------------------------------------------

TWO = (Held(PARTIAL, 1_000, 1_600), Held(MAJOR, 5_000, 5_300))
"""10 minutes of a partial outage and 5 of a major one."""


@pytest.mark.parametrize(
    ("policy", "shown"), [("statuspage", "99.99383"), ("incident-io", "99.98843")]
)
def test_vectors_over_90_days(policy: str, shown: str) -> None:
    assert figure(TWO, Window(0, 90 * DAY), POLICIES[policy]) == shown


def test_68_minutes_partial_over_90_days() -> None:
    assert (
        figure([Held(PARTIAL, DAY, DAY + 68 * 60)], Window(0, 90 * DAY), STATUSPAGE) == "99.98426"
    )


def test_overlaps_count_once_with_the_worst_state() -> None:
    held = (Held(PARTIAL, 0, 100, "a/1"), Held(MAJOR, 40, 60, "b/1"), Held(PARTIAL, 50, 120, "b/2"))
    found = measure(held, (Window(0, 1000),), STATUSPAGE)
    assert [(each.source, each.since, each.until, each.weighted) for each in found.pieces] == [
        ("a/1", 0, 40, 12_000),
        ("b/1", 40, 60, 20_000),
        ("a/1", 60, 100, 12_000),
        ("b/2", 100, 120, 6_000),
    ]
    assert found.weighted == 50_000


def test_maintenance_by_policy() -> None:
    held = (Held(MAINTENANCE, 0, 100), Held(MAJOR, 50, 110))
    window = Window(0, 1000)
    assert measure(held, (window,), STATUSPAGE).uptime == Fraction(940, 1000)
    excluded = measure(held, (window,), AGREED)
    assert (excluded.excluded, excluded.counted) == (50, 950)
    assert excluded.uptime == Fraction(890, 950)
    assert measure(held, (window,), STRICT).uptime == 1 - Fraction(100 + 9, 1000)


def test_nothing_known_is_no_figure() -> None:
    assert measure(TWO, (), STATUSPAGE).uptime is None
    assert measure([Held(MAINTENANCE, 0)], (Window(0, 10),), AGREED).uptime is None


def test_what_ends_before_it_begins_counts_nothing() -> None:
    assert measure([Held(MAJOR, 50, 40)], (Window(0, 100),), STATUSPAGE).uptime == 1


def test_open_for_two_years() -> None:
    assert measure([Held(MAJOR, 0)], (Window(630 * DAY, 720 * DAY),), STATUSPAGE).uptime == 0


def test_groups() -> None:
    window = Window(0, 100)
    first, second = [Held(MAJOR, 0, 10)], [Held(MAJOR, 5, 30)]
    each = [measure(held, (window,), STATUSPAGE).uptime for held in (first, second)]
    assert mean([*each, None]) == Fraction(90 + 75, 200)
    assert any_down([(first, window), (second, window)], INCIDENT_IO).uptime == Fraction(70, 100)
    assert mean([None]) is None


def test_a_group_knows_what_any_component_knows() -> None:
    young = ([Held(MAJOR, 0, 70)], Window(60, 100))
    found = any_down([young, ([], Window(0, 80))], INCIDENT_IO)
    assert (found.known, found.uptime) == (100, Fraction(90, 100))


@pytest.mark.parametrize(
    ("uptime", "digits", "shown"),
    [
        (Fraction(1), 2, "100.00"),
        (Fraction(0), 2, "0.00"),
        (Fraction(99_985, 100_000), 2, "99.99"),
        (Fraction(99_984, 100_000), 2, "99.98"),
        (Fraction(9_999_999, 10_000_000), 2, "99.99"),
        (Fraction(9_999_999, 10_000_000), 5, "99.99999"),
        (Fraction(999, 1000), 0, "99"),
        (Fraction(1), 0, "100"),
        (Fraction(12_345, 1_000_000), 3, "1.235"),
    ],
)
def test_rounding(uptime: Fraction, digits: int, shown: str) -> None:
    assert percent(uptime, digits) == shown


# --- second by second ---------------------------------------------------------------------------


def naive(parts: Sequence[tuple[Sequence[Held], Window]], policy: Policy) -> tuple[int, int, int]:
    """Return the seconds known, those taken out, and what weighs, by looking at every second."""
    known = excluded = weighted = 0
    for second in range(-10, LAST + 10):
        there = [held for held, window in parts if window.since <= second < window.until]
        if not there:
            continue
        known += 1
        states = [
            each.state
            for held in there
            for each in held
            if each.since <= second and (each.until is None or second < each.until)
        ]
        weights = [policy.weight(state) for state in states]
        heaviest = max((weight or 0 for weight in weights), default=0)
        weighted += heaviest
        ails = [each for each in states if (policy.weight(each) or 0) == heaviest]
        if max(ails, key=lambda state: state.rank, default=State.OPERATIONAL) is MAINTENANCE:
            excluded += policy.under_maintenance is None
    return known, excluded, weighted


@settings(max_examples=3000, deadline=None)
@given(timelines, windows, policies)
def test_like_second_by_second(held: list[Held], window: Window, policy: Policy) -> None:
    found = measure(held, (window,), policy)
    assert (found.known, found.excluded, found.weighted) == naive([(held, window)], policy)
    for piece, following in zip(found.pieces, found.pieces[1:], strict=False):
        assert piece.since < piece.until <= following.since


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.tuples(timelines, windows), max_size=3), policies)
def test_groups_like_second_by_second(
    parts: list[tuple[list[Held], Window]], policy: Policy
) -> None:
    found = any_down(parts, policy)
    assert (found.known, found.excluded, found.weighted) == naive(parts, policy)


@settings(max_examples=500, deadline=None)
@given(timelines, st.integers(0, 6), st.sampled_from(State), policies)
def test_a_worse_state_never_raises_uptime(
    held: list[Held], place: int, other: State, policy: Policy
) -> None:
    """Maintenance is planned, not worse: only what is not planned is made worse here."""
    if place >= len(held) or MAINTENANCE in (other, held[place].state):
        return
    if other.rank < held[place].state.rank:
        return
    worse = [*held[:place], replace(held[place], state=other), *held[place + 1 :]]
    if policy.under_maintenance is None and any(each.state is MAINTENANCE for each in held):
        return
    window = (Window(0, LAST),)
    before, after = measure(held, window, policy).uptime, measure(worse, window, policy).uptime
    assert before is not None
    assert after is not None
    assert after <= before


@settings(max_examples=500, deadline=None)
@given(timelines, st.integers(0, LAST), policies)
def test_windows_add_up(held: list[Held], border: int, policy: Policy) -> None:
    whole = measure(held, (Window(0, LAST),), policy)
    parts = [
        measure(held, (window,), policy) for window in (Window(0, border), Window(border, LAST))
    ]
    assert whole.known == sum(each.known for each in parts)
    assert whole.excluded == sum(each.excluded for each in parts)
    assert whole.weighted == sum(each.weighted for each in parts)


@settings(max_examples=500, deadline=None)
@given(timelines, policies, st.randoms(use_true_random=False))
def test_order_does_not_matter(held: list[Held], policy: Policy, random: object) -> None:
    shuffled = sorted(held, key=lambda _: random.random())  # type: ignore[attr-defined]
    window = (Window(0, LAST),)
    assert measure(shuffled, window, policy) == measure(held, window, policy)


@settings(max_examples=500, deadline=None)
@given(st.fractions(0, 1), st.fractions(0, 1), st.integers(0, 5))
def test_what_is_shown_keeps_the_order(one: Fraction, other: Fraction, digits: int) -> None:
    low, high = sorted((one, other))
    assert Fraction(percent(low, digits)) <= Fraction(percent(high, digits))
    assert (Fraction(percent(high, digits)) == 100) == (high == 1)
