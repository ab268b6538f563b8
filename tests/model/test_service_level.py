"""The figure of a contract, held against a second one that looks at every second by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.model.contract import Contract, CreditStep, Exclusion
from builder.model.service_level import Covered, NextStep, ServiceLevel, service_level
from builder.model.uptime import Held, Window
from builder.model.uptime_policy import STATUSPAGE, GroupRule, Policy
from builder.vocabulary.statuses import State

PARTIAL, MAJOR, MAINTENANCE = State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE, State.UNDER_MAINTENANCE
MINUTE, HOUR, DAY = 60, 3600, 86_400
MONTH = Window(0, 30 * DAY)
ALWAYS = Window(-10 * DAY, 10_000 * DAY)
STRICT = Policy("contract", 1000, 500, 125, under_maintenance=None)
TOGETHER = replace(STRICT, groups=GroupRule.ANY)


def moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def contract(target: float = 99.9, policy: Policy = STRICT, **more: object) -> Contract:
    first = Contract(date(1970, 1, 1), int(target * 100_000), ("a", "b"), "Etc/UTC", policy)
    return replace(first, **more)  # type: ignore[arg-type]


def covered(*timelines: Sequence[Held], life: Window = ALWAYS) -> list[Covered]:
    return [Covered("abc"[number], tuple(held), life) for number, held in enumerate(timelines)]


# --- by hand ------------------------------------------------------------------------------------


def test_a_budget_and_what_is_left_of_it() -> None:
    """0.1 % of 30 days are 2592 seconds; ten minutes of half an outage are 300 of them."""
    found = service_level(contract(), covered([Held(PARTIAL, DAY, DAY + 600)]), MONTH, 2 * DAY)
    assert (found.budget, found.left) == (2592, 2292)
    assert found.figure == 1 - Fraction(300, 2 * DAY)
    assert found.whole == 1 - Fraction(300, 30 * DAY)
    assert (found.broken, found.breach) == (False, None)


def test_the_breach_if_this_goes_on() -> None:
    """2592 seconds at half a second a second are 5184: in the next one there is more."""
    found = service_level(contract(), covered([Held(PARTIAL, DAY)]), MONTH, DAY + 600)
    assert found.breach == DAY + 5185
    later = service_level(contract(), covered([Held(PARTIAL, DAY)]), MONTH, DAY + 6000)
    assert (later.broken, later.breach) == (True, DAY + 5185)
    assert later.left == 2592 - 3000


def test_the_breach_is_the_same_whenever_it_is_asked() -> None:
    asked = {
        service_level(contract(), covered([Held(MAJOR, DAY)], []), MONTH, DAY + since).breach
        for since in range(0, 9000, 700)
    }
    assert asked == {DAY + 2 * 2592 + 1}


def test_what_has_a_known_end_stops_there() -> None:
    held = [Held(PARTIAL, DAY, DAY + 5000)]
    assert service_level(contract(), covered(held), MONTH, DAY + 600).breach is None


def test_one_of_two_components_costs_half() -> None:
    found = service_level(contract(), covered([Held(MAJOR, 0, 600)], []), MONTH, DAY)
    assert found.left == 2592 - 300
    together = service_level(
        contract(policy=TOGETHER), covered([Held(MAJOR, 0, 600)], []), MONTH, DAY
    )
    assert together.left == 2592 - 600


def test_excluded_maintenance_that_goes_on_takes_from_the_budget() -> None:
    """2,400 s are lost. Of a day of maintenance 29 days are left: a budget of 2505.6 s; the month
    is below its target once 0.1 % of what is left are less than 2,400 s."""
    held = [Held(MAJOR, 0, 2400), Held(MAINTENANCE, DAY, None)]
    found = service_level(contract(), covered(held), MONTH, 2 * DAY)
    assert (found.budget, found.left) == (2505, 105)
    assert found.breach == DAY + (30 * DAY - 2_400_000) + 1


def test_overlapping_exclusions_count_once() -> None:
    twice = (
        Exclusion(moment(DAY), moment(DAY + 600), "A move"),
        Exclusion(moment(DAY + 100), moment(DAY + 200), "One within it"),
        Exclusion(moment(DAY + 300), moment(DAY + 900), "Another one"),
    )
    once = (Exclusion(moment(DAY), moment(DAY + 900), "Both"),)
    held = covered([Held(MAJOR, DAY - 50, DAY + 1000)])
    first, second = (
        service_level(contract(exclusions=each), held, MONTH, 2 * DAY) for each in (twice, once)
    )
    assert first == second
    assert first.measured["a"].weighted == 150_000
    assert first.measured["a"].known == 2 * DAY - 900


def test_an_exclusion_of_one_component_alone() -> None:
    only = (Exclusion(moment(0), moment(600), "A move", ("b",)),)
    down = [Held(MAJOR, 0, 600)]
    found = service_level(contract(exclusions=only), covered(down, down), MONTH, DAY)
    assert {name: each.weighted for name, each in found.measured.items()} == {
        "a": 600_000,
        "b": 0,
    }


STEPS = (CreditStep(9_990_000, "500 EUR"), CreditStep(9_950_000, "2000 EUR"))


def test_credits_by_the_figure_of_the_whole_month() -> None:
    held = covered([Held(MAJOR, DAY)])
    agreed = contract(credits=STEPS)
    before, after, last = (
        service_level(agreed, held, MONTH, DAY + at) for at in (2592, 2593, 12_961)
    )
    assert (before.owed, before.following) == (None, NextStep(STEPS[0], DAY + 2593))
    assert (after.owed, after.following) == (STEPS[0], NextStep(STEPS[1], DAY + 12_961))
    assert (last.owed, last.following) == (STEPS[1], None)
    calm = service_level(agreed, covered([Held(MAJOR, DAY, DAY + 60)]), MONTH, 2 * DAY)
    assert calm.following == NextStep(STEPS[0], None)


def test_an_adjustment_counts_as_full_outage() -> None:
    held = covered([Held(MAJOR, 0, 3000)])
    assert service_level(contract(), held, MONTH, MONTH.until).broken
    adjusted = service_level(contract(), held, MONTH, MONTH.until, -900)
    assert (adjusted.broken, adjusted.left) == (False, 2592 - 2100)
    more = service_level(contract(), covered([]), MONTH, DAY, 600)
    assert (more.left, more.figure) == (2592 - 600, 1 - Fraction(600, DAY))
    assert service_level(contract(), covered([]), MONTH, DAY, -600).left == 2592


def test_a_window_that_moves() -> None:
    """Of 100 days the last 30: what is older is forgotten, and goes on being so."""
    agreed = contract(rolling=30)
    at = 100 * DAY
    held = covered([Held(MAJOR, at - 30 * DAY - 600, at - 30 * DAY + 2000), Held(MAJOR, at - 10)])
    found = service_level(agreed, held, Window(at - 30 * DAY, at), at)
    assert (found.budget, found.left) == (2592, 2592 - 2010)
    # While what is old leaves, nothing more is lost; then there are 2592 s from its begin on.
    assert found.breach == at - 10 + 2593


def test_the_first_breach_counts_though_what_is_old_leaves_later() -> None:
    """2,300 s are lost; at half a second a second 2,592 are after 584 s. From 1,000 s on more
    leaves the window than comes."""
    at = 100 * DAY
    begins = at - 30 * DAY + 1000
    held = covered([Held(MAJOR, begins, begins + 2000), Held(PARTIAL, at - 600)])
    found = service_level(contract(rolling=30), held, Window(at - 30 * DAY, at), at)
    assert (found.left, found.breach) == (292, at + 585)


def test_nothing_known_is_no_figure() -> None:
    found = service_level(contract(), covered([], life=Window(0, 0)), MONTH, DAY)
    assert (found.figure, found.whole, found.broken, found.breach) == (None, None, False, None)
    assert (found.budget, found.left) == (0, 0)


# --- against a naive one ------------------------------------------------------------------------

LAST = 40
instants = st.integers(-3, LAST + 3)
timelines = st.lists(
    st.builds(Held, st.sampled_from(State), instants, st.none() | instants), max_size=4
)
exclusions = st.lists(
    st.tuples(st.integers(0, LAST - 1), st.integers(1, 9), st.sampled_from(((), ("a",)))),
    max_size=2,
)
lives = st.sampled_from((ALWAYS, Window(10, LAST), Window(0, 20)))
targets = st.sampled_from((100, 99, 90, 60, 30))


def weight_at(agreed: Contract, each: Covered, at: int, second: int) -> int | None:
    """What a second counts in a component: ``None`` where it is not measured."""
    excluded = (
        one.since.timestamp() <= second < one.until.timestamp()
        and (not one.components or each.component in one.components)
        for one in agreed.exclusions
    )
    if not each.life.since <= second < each.life.until or any(excluded):
        return None
    there = [
        held.state
        for held in each.held
        if held.since <= min(second, at) and (held.until is None or second < held.until)
    ]
    weights = [(agreed.policy.weight(state) or 0, state.rank, state) for state in there]
    return agreed.policy.weight(max(weights)[2]) if weights else 0


def naive_parts(
    agreed: Contract, known: Sequence[Covered], at: int, since: int, until: int, end: int
) -> Iterator[tuple[int, int]]:
    for each in known:
        told = [weight_at(agreed, each, at, second) for second in range(since, until)]
        data = [in_data(agreed, each, second) for second in range(until, end)]
        yield sum(one or 0 for one in told), sum(one is not None for one in told) + sum(data)


def in_data(agreed: Contract, each: Covered, second: int) -> bool:
    """Whether a second counts where it is not under maintenance."""
    return weight_at(agreed, replace(each, held=()), second, second) is not None


def naive_lost(
    agreed: Contract, known: Sequence[Covered], at: int, since: int, until: int, end: int
) -> Fraction | None:
    parts = list(naive_parts(agreed, known, at, since, until, end))
    there = [Fraction(weighted, 1000 * seconds) for weighted, seconds in parts if seconds]
    return sum(there, Fraction()) / len(there) if there else None


def naive_breach(agreed: Contract, known: Sequence[Covered], at: int) -> int | None:
    for second in range(at + 1, LAST + 1):
        lost = naive_lost(agreed, known, at, 0, second, LAST)
        if lost is not None and lost > 1 - agreed.promised:
            return second
    return None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(timelines, lives), min_size=1, max_size=2),
    st.sampled_from((STATUSPAGE, STRICT)),
    exclusions,
    targets,
    st.integers(1, LAST),
)
def test_each_second_looked_at_by_itself_agrees(
    drawn: list[tuple[list[Held], Window]],
    policy: Policy,
    excluded: list[tuple[int, int, tuple[str, ...]]],
    target: int,
    at: int,
) -> None:
    agreed = contract(
        target,
        policy,
        exclusions=tuple(
            Exclusion(moment(since), moment(since + length), "Why", names)
            for since, length, names in excluded
        ),
    )
    known = [Covered("ab"[number], tuple(held), life) for number, (held, life) in enumerate(drawn)]
    found = service_level(agreed, known, Window(0, LAST), at)
    lost = naive_lost(agreed, known, at, 0, at, LAST)
    assert found.whole == (None if lost is None else 1 - lost)
    so_far = naive_lost(agreed, known, at, 0, at, at)
    assert found.figure == (None if so_far is None else 1 - so_far)
    assert found.broken == (lost is not None and lost > 1 - agreed.promised)
    if not found.broken:
        assert found.breach == naive_breach(agreed, known, at)
    assert found.left <= found.budget
    parts = [part for part in naive_parts(agreed, known, at, 0, at, LAST) if part[1]]
    if len(parts) == 1:
        assert found.budget == floor((1 - agreed.promised) * parts[0][1])
    worse = [replace(each, held=(*each.held, Held(MAJOR, at - 1, at + 2))) for each in known]
    assert not_better(found, service_level(agreed, worse, Window(0, LAST), at))


def not_better(first: ServiceLevel, worse: ServiceLevel) -> bool:
    """More of the worst state never raises a figure, and never moves a breach away."""
    if first.whole is None or worse.whole is None:
        return True
    return worse.whole <= first.whole and (
        first.breach is None or (worse.breach is not None and worse.breach <= first.breach)
    )


@pytest.mark.parametrize("policy", [STATUSPAGE, STRICT], ids=lambda each: each.name)
@settings(max_examples=40, deadline=None)
@given(st.lists(timelines, min_size=1, max_size=2), exclusions, targets, st.integers(1, 9))
def test_a_window_that_moves_looked_at_by_itself(
    policy: Policy,
    drawn: list[list[Held]],
    excluded: list[tuple[int, int, tuple[str, ...]]],
    target: int,
    first: int,
) -> None:
    """Whole days are too long to look at: each second of the small ones stands for 8640."""
    scale = DAY // 10
    agreed = contract(target, policy, rolling=1)
    agreed = replace(
        agreed,
        exclusions=tuple(
            Exclusion(moment(since * scale), moment((since + length) * scale), "Why", names)
            for since, length, names in excluded
        ),
    )
    at = 20 * scale
    known = [
        Covered(
            "ab"[number],
            tuple(
                Held(
                    each.state,
                    each.since * scale,
                    None if each.until is None else each.until * scale,
                )
                for each in held
            ),
            Window(first * scale, 1000 * scale),
        )
        for number, held in enumerate(drawn)
    ]
    small = [
        Covered("ab"[number], tuple(held), Window(first, 1000)) for number, held in enumerate(drawn)
    ]
    little = replace(
        agreed,
        exclusions=tuple(
            Exclusion(moment(since), moment(since + length), "Why", names)
            for since, length, names in excluded
        ),
    )
    found = service_level(agreed, known, Window(at - DAY, at), at)
    over = [
        second
        for second in range(20, 31)
        if (lost := naive_lost(little, small, 20, second - 10, second, second)) is not None
        and lost > 1 - agreed.promised
    ]
    assert found.broken == (20 in over)
    if not found.broken and over:
        assert found.breach is not None
        assert at < found.breach <= over[0] * scale
